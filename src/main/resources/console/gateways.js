// The gateways, each lane with its own breaker; and the instances.
import { html, nothing, svg } from './lib/lit-html.js';
import { icon } from './icons.js';
import { count, millis, since, title } from './format.js';

const KEPT = 60;
const past = new Map();

/// Remembers latencies for the little curves.
export function remember(picture) {
  for (const gate of picture.gateways) {
    const key = `${gate.gateway}/${gate.lane}`;
    const values = past.get(key) ?? [];
    values.push(gate.p95Millis ?? null);
    past.set(key, values.slice(-KEPT));
  }
}

function curve(gate) {
  const values = past.get(`${gate.gateway}/${gate.lane}`) ?? [];
  const top = Math.max(1, ...values.filter((value) => value != null));
  const points = values
    .map((value, i) => (value == null ? null : `${(((KEPT - values.length + i) / (KEPT - 1)) * 100).toFixed(1)},${(22 - (value / top) * 20).toFixed(1)}`))
    .filter((point) => point);
  return html`<svg class="curve" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true" focusable="false">
    ${points.length > 1 ? svg`<polyline points=${points.join(' ')} />` : nothing}
  </svg>`;
}

const NAMES = { closed: 'closed', half_open: 'half open', open: 'open' };
const TONES = { closed: 'ok', half_open: 'warn', open: 'bad' };

function lane(gate) {
  const name = `${gate.gateway}-${gate.lane}`;
  const share = gate.limit > 0 ? gate.inFlight / gate.limit : 0;
  return html`
    <article class="gate" aria-labelledby="gate-${name}">
      <header>
        <h3 id="gate-${name}">${title(gate.gateway)} <span class="aside">${gate.lane}</span></h3>
        <p class="pill ${TONES[gate.breaker]}" data-test="breaker-${name}">${icon(gate.breaker)} ${NAMES[gate.breaker]}${gate.open > 0 && gate.of > 1 ? ` at ${gate.open} of ${gate.of}` : ''}</p>
        ${gate.paused > 0 ? html`<p class="pill warn">${icon('paused')} paused</p>` : nothing}
      </header>
      <dl>
        <div><dt>In flight</dt><dd>${count(gate.inFlight)} <span class="aside">${gate.limit === 0 ? 'none let in' : `of ${count(gate.limit)}`}</span></dd></div>
        <div><dt>p50</dt><dd>${millis(gate.p50Millis)}</dd></div>
        <div><dt>p95</dt><dd>${millis(gate.p95Millis)}</dd></div>
        <div><dt>Failures</dt><dd>${gate.failureRatePercent == null ? '–' : `${Math.round(gate.failureRatePercent)} %`}</dd></div>
      </dl>
      <div class="fill" aria-hidden="true"><i .style=${`width:${Math.min(100, share * 100).toFixed(1)}%`}></i></div>
      <footer>${curve(gate)}<span class="aside">${NAMES[gate.breaker]} for ${since(gate.since)}</span></footer>
    </article>`;
}

export function gateways(picture) {
  return html`
    <section class="panel" aria-labelledby="gateways-title">
      <h2 id="gateways-title">Gateways <span class="aside">breaker, calls and latency of each lane${picture.gateways.some((gate) => gate.of > 1) ? ', slowest instance' : ''}</span></h2>
      <div class="gates">${picture.gateways.map(lane)}</div>
    </section>`;
}

export function instances(picture) {
  return html`
    <section class="panel" aria-labelledby="instances-title">
      <h2 id="instances-title">Instances <span class="aside">${picture.ownedPartitions} of ${picture.partitions} partitions owned</span></h2>
      <ul class="rows">
        ${picture.instances.map(
          (one) => html`
            <li>
              <p class="first">
                <span class="pill ${one.answers ? (one.running ? 'ok' : 'warn') : 'bad'}">${icon(one.answers ? 'ok' : 'offline')} ${one.answers ? (one.running ? 'running' : 'restoring') : 'unreachable'}</span>
                <span class="mono">${one.address}</span>${one.self ? html`<span class="aside">this one</span>` : nothing}
                <span class="end">${one.answers ? html`${count(one.active)} <span class="aside">on their way</span>` : html`<span class="aside">unknown</span>`}</span>
              </p>
              <p class="aside">${one.partitions.length === 0 ? 'no partitions' : `partitions ${one.partitions.join(', ')}`}</p>
            </li>`,
        )}
      </ul>
    </section>`;
}
