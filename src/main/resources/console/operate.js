// What a person does about a dead letter or a suspended order. The dialog shows what would be done,
// as the service says, before anything is.
import { html, nothing } from './lib/lit-html.js';
import { icon } from './icons.js';
import { ask, signIn } from './feed.js';

const STEPS = ['charge', 'reserve', 'refund', 'release'];
const REMEMBERED = 'order-pipeline-who';

const remembered = () => sessionStorage.getItem(REMEMBERED) ?? '';

/// One thing to be decided on. `changed` is called when there is something new to show.
export class Operation {
  constructor(changed) {
    this.changed = changed;
    this.what = undefined;
  }

  redrive(letter) {
    this.begin({ title: 'Redrive', verb: 'Redrive', subject: letter.id, path: `/dead-letters/${encodeURIComponent(letter.id)}/redrive` });
  }

  discard(letter) {
    this.begin({ title: 'Discard', verb: 'Discard', subject: letter.id, path: `/dead-letters/${encodeURIComponent(letter.id)}/discard` });
  }

  redriveOrder(orderId) {
    this.begin({ title: 'Redrive', verb: 'Redrive', subject: `order ${orderId}`, path: `/orders/${encodeURIComponent(orderId)}/redrive` });
  }

  resolve(orderId, step) {
    this.begin({ title: 'Resolve', verb: 'Resolve', subject: `order ${orderId}`, path: `/orders/${encodeURIComponent(orderId)}/resolve`, resolving: { step: step ?? 'refund', done: true, reference: '' } });
  }

  /// Opens the intake again, as what has closed it demands.
  openIntake(kind) {
    if (kind === 'BRAKE') this.begin({ title: 'Release', verb: 'Release', subject: 'the brake', path: '/intake/release' });
    else this.begin({ title: 'Resume', verb: 'Resume', subject: 'the intake', path: '/intake/resume' });
  }

  resumeGateway(gateway, lane) {
    this.begin({ title: 'Resume', verb: 'Resume', subject: `${gateway}, ${lane} lane`, path: `/gateways/${gateway}/${lane}/resume` });
  }

  begin(what) {
    this.what = { by: remembered(), why: '', says: '', refused: true, problem: '', needsToken: false, busy: false, done: '', ...what };
    this.preview();
    this.changed();
  }

  end() {
    this.what = undefined;
  }

  body(dryRun) {
    const { by, why, resolving } = this.what;
    const body = { by: by.trim() || 'console', why: why.trim() || 'dry run', dryRun };
    if (!resolving) return body;
    const known = { ...body, step: resolving.step, done: resolving.done };
    return resolving.reference.trim() ? { ...known, reference: resolving.reference.trim() } : known;
  }

  async preview() {
    await this.send(true);
  }

  async confirm() {
    sessionStorage.setItem(REMEMBERED, this.what.by.trim());
    await this.send(false);
  }

  async send(dryRun) {
    const asked = this.what;
    const body = this.body(dryRun);
    asked.busy = true;
    this.changed();
    try {
      const answer = await ask(asked.path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
      const told = await answer.json();
      asked.problem = answer.ok ? '' : told.detail;
      asked.needsToken = answer.status === 401 || (answer.status === 403 && told.code === 'forbidden');
      if (answer.ok) {
        const outcome = told.outcomes ? told.outcomes[0] : told;
        asked.says = outcome.says ?? outcome.message;
        asked.refused = outcome.refused || outcome.acts === false || outcome.outcome === 'NOTHING_TO_DO';
        if (!dryRun) asked.done = outcome.to ? `Published to ${outcome.to}.` : outcome.message ?? (asked.resolving ? outcome.says : 'Done.');
      } else {
        asked.refused = true;
      }
    } catch (failure) {
      asked.problem = `The service did not answer: ${failure.message}`;
    } finally {
      asked.busy = false;
    }
    if (asked === this.what) this.changed();
  }

  set(field, value) {
    this.what[field] = value;
    this.changed();
  }

  setResolving(field, value) {
    this.what.resolving[field] = value;
    this.preview();
  }

  render(close) {
    const { title, verb, subject, by, why, says, refused, problem, needsToken, busy, done, resolving } = this.what;
    const submit = (event) => {
      event.preventDefault();
      this.confirm();
    };
    const useToken = (event) => {
      event.preventDefault();
      const value = new FormData(event.target).get('token').trim();
      if (value) {
        signIn(value);
        this.preview();
      }
    };
    return html`
      <header class="drawer-head">
        <div>
          <p class="aside">${title}</p>
          <h2 id="operate-title" class="mono">${subject}</h2>
        </div>
        <button class="icon-button" @click=${close} aria-label="Close (Esc)">${icon('close')}</button>
      </header>
      ${done ? html`<p class="what-if" role="status" data-test="operate-done">${icon('ok')} ${done}</p><button class="primary" @click=${close}>Close</button>` : nothing}
      ${!done && needsToken
        ? html`<form class="fields" @submit=${useToken}>
            <p>This takes the admin token.</p>
            <label for="admin-token">Admin token</label>
            <input id="admin-token" name="token" type="password" required autocomplete="current-password" />
            ${problem ? html`<p class="note" role="alert">${icon('warning')} ${problem}</p>` : nothing}
            <button class="primary">Use it</button>
          </form>`
        : nothing}
      ${!done && !needsToken
        ? html`<form class="fields" @submit=${submit}>
            ${resolving ? this.finding(resolving) : nothing}
            <div class="what-if ${refused ? 'refused' : ''}" role="status" data-test="dry-run">
              <p class="aside">What this does</p>
              <p>${busy && !says ? 'Asking …' : says || nothing}</p>
            </div>
            ${problem ? html`<p class="note" role="alert">${icon('warning')} ${problem}</p>` : nothing}
            <label for="operate-by">Who you are</label>
            <input id="operate-by" required maxlength="128" .value=${by} @input=${(e) => this.set('by', e.target.value)} />
            <label for="operate-why">${resolving ? 'How it is known' : 'Why'} <span class="aside">kept with what is done</span></label>
            <input id="operate-why" required maxlength="300" .value=${why} @input=${(e) => this.set('why', e.target.value)} />
            <p class="buttons">
              <button type="button" class="text-button" @click=${close}>Leave it</button>
              <button class="primary" ?disabled=${busy || refused || !by.trim() || !why.trim()}>${verb}</button>
            </p>
          </form>`
        : nothing}`;
  }

  finding(resolving) {
    return html`
      <label for="operate-step">Step</label>
      <select id="operate-step" @change=${(e) => this.setResolving('step', e.target.value)}>
        ${STEPS.map((step) => html`<option value=${step} ?selected=${step === resolving.step}>${step}</option>`)}
      </select>
      <fieldset>
        <legend>At the gateway it has</legend>
        <label><input type="radio" name="done" ?checked=${resolving.done} @change=${() => this.setResolving('done', true)} /> taken effect</label>
        <label><input type="radio" name="done" ?checked=${!resolving.done} @change=${() => this.setResolving('done', false)} /> not taken effect, and will not</label>
      </fieldset>
      <label for="operate-reference">The gateway's id of it <span class="aside">if there is one</span></label>
      <input id="operate-reference" maxlength="128" .value=${resolving.reference} @change=${(e) => this.setResolving('reference', e.target.value)} />`;
  }
}
