// The demo's switches on its simulated gateways. A service has none, and this shows nothing.
import { html, nothing } from './lib/lit-html.js';
import { ask } from './feed.js';

let problem = '';

async function flip(one, changed) {
  try {
    const answer = await ask(`/console/switches/${one.id}/${one.on ? 'off' : 'on'}`, { method: 'POST', headers: { 'X-Console': 'switch' } });
    problem = answer.ok ? '' : (await answer.json()).detail;
  } catch (failure) {
    problem = failure.message;
  }
  changed();
}

export function switches(picture, changed) {
  if (!picture.switches) return nothing;
  return html`
    <section class="panel demo" aria-labelledby="demo-title">
      <h2 id="demo-title">Break something <span class="aside">this is a demo: its gateways are simulated</span></h2>
      <div class="switches">
        ${picture.switches.map(
          (one) => html`
            <button role="switch" class="switch" aria-checked=${one.on} aria-labelledby="label-${one.id}" aria-describedby="hint-${one.id}" data-test="switch-${one.id}" @click=${() => flip(one, changed)}>
              <span class="track" aria-hidden="true"><i></i></span>
              <span class="label" id="label-${one.id}">${one.label} <span class="onoff" aria-hidden="true">${one.on ? 'on' : 'off'}</span></span>
              <span class="hint" id="hint-${one.id}">${one.hint}</span>
            </button>`,
        )}
      </div>
      ${problem ? html`<p class="note" role="alert">${problem}</p>` : nothing}
    </section>`;
}
