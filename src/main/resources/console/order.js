// One order, explained: where it stands, how it got there and what it waits for.
import { html, nothing, svg } from './lib/lit-html.js';
import { icon } from './icons.js';
import { ask } from './feed.js';
import { age, clock, count, exact, money, now, span, title, words } from './format.js';

const ORDER_ID = /^[A-Za-z0-9._-]{1,64}$/;
const FINAL = ['COMPLETED', 'FAILED'];
const WIDTH = 640;
const LABEL = 112;
const RIGHT = 84;
const ROW = 30;

const at = (iso) => Date.parse(iso);
const isFinal = (order) => FINAL.includes(order.state);

/// An order that is looked at. `changed` is called when there is something new to show.
export class OrderView {
  constructor(changed) {
    this.changed = changed;
    this.orderId = '';
    this.order = undefined;
    this.problem = '';
    this.asking = false;
  }

  show(orderId) {
    this.orderId = orderId;
    this.order = undefined;
    this.problem = ORDER_ID.test(orderId) ? '' : 'An orderId has 1 to 64 of A-Z a-z 0-9 . _ -';
    if (!this.problem) this.read();
    this.changed();
  }

  hide() {
    this.orderId = '';
  }

  /// Reads it again, unless it cannot have changed.
  refresh() {
    if (this.orderId && !this.asking && !(this.order && isFinal(this.order)) && ORDER_ID.test(this.orderId)) this.read();
  }

  async read() {
    const asked = this.orderId;
    this.asking = true;
    try {
      const answer = await ask(`/orders/${encodeURIComponent(asked)}`);
      const body = await answer.json();
      if (asked !== this.orderId) return;
      this.order = answer.ok ? body : this.order;
      this.problem = answer.ok ? '' : answer.status === 404 ? `There is no order ${asked}. Finished orders are remembered for a time only.` : body.detail;
    } catch (failure) {
      if (asked === this.orderId) this.problem = `The order could not be asked for: ${failure.message}`;
    } finally {
      this.asking = false;
    }
    this.changed();
  }

  render(close) {
    return html`
      <header class="drawer-head">
        <div>
          <p class="aside">Order</p>
          <h2 id="order-title" class="mono">${this.orderId}</h2>
        </div>
        <button class="icon-button" @click=${close} aria-label="Close (Esc)">${icon('close')}</button>
      </header>
      ${this.problem ? html`<p class="note" role="alert">${icon('warning')} ${this.problem}</p>` : nothing}
      ${this.order ? explained(this.order) : this.problem ? nothing : html`<p class="loading">Asking the instance that has it …</p>`}`;
  }
}

function explained(order) {
  const tone = order.suspended ? 'bad' : order.state === 'COMPLETED' ? 'ok' : order.state === 'FAILED' ? 'bad' : order.state === 'COMPENSATING' ? 'undo' : 'info';
  const transitions = order.transitions ?? [];
  return html`
    <p class="standing">
      <span class="pill ${tone}" data-test="order-state">${icon(order.state.toLowerCase())} ${title(order.state)}</span>
      ${order.suspended ? html`<span class="pill bad">${icon('person')} suspended: ${words(order.suspended.reason)}</span>` : nothing}
      ${order.failure ? html`<span class="pill bad">${words(order.failure.code)}</span>` : nothing}
      <span class="aside">${order.cause}</span>
    </p>
    ${order.source === 'standby' ? html`<p class="note">${icon('warning')} The instance that has this order does not answer. This is a copy as of ${clock(at(order.asOf))}; the order may have moved on.</p>` : nothing}
    ${order.failure?.message ? html`<p>${order.failure.message}</p>` : nothing}
    ${transitions.length > 0 ? timeline(order, transitions) : nothing}
    ${order.steps?.length > 0 ? html`<h3>Calls to the gateways</h3><ul class="rows">${order.steps.map(step)}</ul>` : nothing}
    ${order.money ? cash(order.money) : nothing} ${facts(order)}`;
}

/// The states over time, one row each. The list after it says the same in words.
function timeline(order, transitions) {
  const start = at(order.admittedAt ?? transitions[0].at);
  const last = at(transitions.at(-1).at);
  const end = Math.max(isFinal(order) ? last : now(), start + 1);
  const scale = (WIDTH - LABEL - RIGHT) / (end - start);
  const x = (time) => LABEL + (Math.min(Math.max(time, start), end) - start) * scale;
  const rows = transitions.map((entry, i) => {
    const next = transitions[i + 1];
    const to = next ? at(next.at) : FINAL.includes(entry.state) ? at(entry.at) : end;
    return { ...entry, from: at(entry.at), to, suspended: !next && order.suspended, open: !next && !isFinal(order) };
  });
  if (rows[0].from > start) rows.unshift({ state: 'PENDING', from: start, to: rows[0].from, cause: 'admitted' });
  const height = rows.length * ROW + 22;
  return html`
    <h3>Timeline <span class="aside">${span(end - start)}${isFinal(order) ? ' from admission to outcome' : ' so far'}</span></h3>
    <svg class="timeline" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="States over time; the list below says the same" data-test="timeline">
      ${ticks(end - start).map((ms) => {
        const tx = x(start + ms);
        return svg`<line class="tick" x1=${tx} x2=${tx} y1="0" y2=${rows.length * ROW} /><text class="tick-label" x=${tx} y=${height - 6} text-anchor="middle">${ms === 0 ? '0' : span(ms)}</text>`;
      })}
      ${rows.map((row, i) => bar(row, i, x))}
    </svg>
    <ol class="transitions">
      ${rows.map(
        (row) => html`<li class=${row.state.toLowerCase()}>
          <span class="mono aside">${exact(row.from)}</span> <b>${title(row.state)}</b> <span class="aside">${row.cause}</span>
        </li>`,
      )}
    </ol>`;
}

function bar(row, i, x) {
  const y = i * ROW;
  const name = row.state.toLowerCase();
  const label = svg`<text class="row-label" x="0" y=${y + 19}>${title(row.state)}</text>`;
  if (FINAL.includes(row.state)) {
    const [cx, cy] = [x(row.from), y + 15];
    return svg`<g class="bar ${name}">${label}<path d="M${cx - 6},${cy} L${cx},${cy - 6} L${cx + 6},${cy} L${cx},${cy + 6} Z" /></g>`;
  }
  const width = Math.max(3, x(row.to) - x(row.from));
  return svg`
    <g class="bar ${name} ${row.suspended ? 'suspended' : ''} ${row.open ? 'open' : ''}">
      ${label}<rect x=${x(row.from)} y=${y + 7} width=${width} height="16" rx="3" />
      <text class="row-span" x=${x(row.from) + width + 8} y=${y + 19}>${span(row.to - row.from)}</text>
    </g>`;
}

/// A few round moments.
function ticks(length) {
  const rough = length / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const round = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough);
  const all = [];
  for (let ms = 0; ms <= length; ms += round) all.push(ms);
  return all;
}

const OUTCOMES = { CONFIRMED: ['ok', 'confirmed'], NON_RETRYABLE: ['bad', 'refused'], UNKNOWN: ['warn', 'outcome unknown'], NO_EFFECT: ['info', 'no effect'] };

function phase(step) {
  if (step.outcome) return OUTCOMES[step.outcome] ?? ['info', words(step.outcome.toLowerCase())];
  const { name, reason, until } = step.phase ?? {};
  if (name === 'PARKED') return ['warn', `parked: ${words(reason.toLowerCase())}`];
  if (name === 'WAITING') return ['info', `next try in ${age(Math.max(0, at(until) - now()))}`];
  if (name === 'IN_FLIGHT') return ['info', 'call in flight'];
  return ['info', 'about to call'];
}

function step(one) {
  const [tone, text] = phase(one);
  const plural = (number, word) => `${count(number)} ${word}${number === 1 ? '' : 's'}`;
  return html`
    <li>
      <p class="first">
        <b>${title(one.step)}</b> <span class="aside">${one.gateway}, ${one.lane} lane</span>
        <span class="pill ${tone}">${text}</span>
        ${one.inDoubt && !one.outcome ? html`<span class="pill warn">${icon('warning')} in doubt</span>` : nothing}
        ${one.breaker && one.breaker.breaker !== 'closed' ? html`<span class="pill bad">${icon(one.breaker.breaker)} breaker ${words(one.breaker.breaker)}</span>` : nothing}
        <span class="end aside">${plural(one.attempts, 'attempt')}, ${plural(one.calls, 'call')}</span>
      </p>
      <p class="aside">
        ${one.firstSentAt ? html`first sent ${clock(at(one.firstSentAt))}` : 'not sent yet'}${one.lastAnswer ? html` · last answer ${words(one.lastAnswer)}` : nothing}${one.reference ? html` · <span class="mono">${one.reference}</span>` : nothing}
      </p>
      <p class="aside mono wrap">${one.key}</p>
      ${one.log?.length > 0 ? html`
        <details>
          <summary>${plural(one.log.length, 'call')} in full</summary>
          <ol class="rows" start="${one.log[0].call}">${one.log.map(call)}</ol>
        </details>` : nothing}
    </li>`;
}

function call(one) {
  const took = one.endedAt ? `${count(at(one.endedAt) - at(one.at))} ms` : 'no answer';
  return html`
    <li class="aside">
      ${clock(at(one.at))} ${one.kind === 'QUERY' ? 'asked' : 'sent'}, breaker ${words(one.breaker)}
      → ${one.endedAt ? html`${words(one.class.toLowerCase())} (${words(one.answer)})` : nothing} <span class="end">${took}</span>
    </li>`;
}

function cash(position) {
  const text = (minor) => money(minor, position.currency);
  return html`
    <h3>Money ${position.certain ? nothing : html`<span class="pill warn">${icon('warning')} not certain yet</span>`}</h3>
    <dl class="facts">
      <div><dt>Amount</dt><dd>${text(position.amount)}</dd></div>
      <div><dt>${position.certain ? 'Captured' : 'Captured at most'}</dt><dd>${text(position.captured)}</dd></div>
      <div><dt>Refunded</dt><dd>${text(position.refunded)}</dd></div>
      <div><dt>Held</dt><dd>${text(position.held)}</dd></div>
    </dl>`;
}

function facts(order) {
  const rows = [
    ['Version', order.version],
    ['Admitted', order.admittedAt && exact(order.admittedAt)],
    ['Next wake-up', order.nextWakeUp && `in ${age(Math.max(0, at(order.nextWakeUp) - now()))}`],
    ['Deadline', !isFinal(order) && order.deadline && (at(order.deadline) > now() ? `in ${age(at(order.deadline) - now())}` : 'passed')],
    ['Dead letter', order.suspended?.deadLetterId],
    ['Trace', order.traceId],
    ['Known by', `${order.instance} (${order.source})`],
  ].filter(([, value]) => value);
  return html`
    <h3>Facts</h3>
    <dl class="facts">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd class="mono wrap">${value}</dd></div>`)}</dl>`;
}
