// The pipeline, drawn: its states as cards, the transitions between them as lines.
import { html, nothing, render, svg } from './lib/lit-html.js';
import { icon } from './icons.js';
import { age, count, now, rate, title } from './format.js';

const OLD_MS = 60_000;
const FORWARD = ['PENDING', 'VALIDATING', 'CHARGING', 'RESERVING'];
const KINDS = [
  ['inFlight', 'in flight'],
  ['waiting', 'waiting'],
  ['parked', 'parked'],
  ['suspended', 'suspended'],
];

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

function split(state) {
  const parts = KINDS.filter(([kind]) => state[kind] > 0);
  if (parts.length === 0) return html`<div class="split" aria-hidden="true"></div><p class="parts"></p>`;
  return html`
    <div class="split" aria-hidden="true">
      ${parts.map(([kind]) => html`<i class=${kind} .style=${`flex-grow:${state[kind]}`}></i>`)}
    </div>
    <p class="parts">${parts.map(([kind, name]) => html`<span class=${kind}>${count(state[kind])} ${name}</span>`)}</p>`;
}

function oldest(state, open) {
  if (!state.oldestAt) return html`<p class="oldest none">nobody waits</p>`;
  const ms = Math.max(0, now() - state.oldestAt);
  return html`
    <button class="oldest ${ms > OLD_MS ? 'old' : ''}" @click=${() => open(state.oldestOrder)} title=${state.oldestOrder}>
      ${ms > OLD_MS ? icon('warning') : nothing}oldest <b>${age(ms)}</b><span class="sr">: order ${state.oldestOrder} in ${title(state.state)}</span>
    </button>`;
}

function card(state, open) {
  const name = state.state.toLowerCase();
  return html`
    <article class="state ${name} ${state.orders > 0 ? 'busy' : ''}" data-node=${name}>
      <h3>${icon(name)} ${title(state.state)}</h3>
      <p class="number" data-test="count-${name}">${count(state.orders)}</p>
      <p class="rate">${rate(state.perSecond)} in</p>
      ${split(state)} ${oldest(state, open)}
    </article>`;
}

function outcome(state, total, minutes) {
  const name = state.state.toLowerCase();
  return html`
    <article class="state ${name} final" data-node=${name}>
      <h3>${icon(name)} ${title(state.state)}</h3>
      <p class="number" data-test="count-${name}">${count(total)}</p>
      <p class="rate">${rate(state.perSecond)}</p>
      <p class="oldest none">in the last ${minutes} min</p>
    </article>`;
}

function intake(picture) {
  const lag = picture.lag;
  const stale = lag && now() - lag.at > 15_000;
  return html`
    <article class="state placed" data-node="placed">
      <h3>${icon('placed')} Placed</h3>
      <p class="number" data-test="lag">${lag ? count(lag.records) : '–'}</p>
      <p class="rate">lag</p>
      <p class="oldest none">
        ${picture.intakeClosed ? html`${icon('paused')} intake closed` : stale ? html`${icon('warning')} as of ${age(now() - lag.at)} ago` : lag ? 'intake open' : 'Kafka does not say'}
      </p>
    </article>`;
}

function limits(picture) {
  const share = picture.activeLimit > 0 ? picture.active / picture.activeLimit : 0;
  return html`
    <div class="limits">
      <p class="key"><span id="active-label">On their way</span> <b data-test="active">${count(picture.active)}</b> of ${count(picture.activeLimit)}</p>
      <meter aria-labelledby="active-label" min="0" max=${picture.activeLimit || 1} high=${0.9 * picture.activeLimit} .value=${picture.active}>${Math.round(share * 100)} %</meter>
      <p class="legend" aria-hidden="true">${KINDS.map(([kind, name]) => html`<span class=${kind}>${name}</span>`)}</p>
    </div>`;
}

export function pipeline(picture, open) {
  const by = Object.fromEntries(picture.states.map((state) => [state.state, state]));
  const done = picture.outcomes;
  const minutes = done ? Math.round((done.completed.length * done.spanSeconds) / 60) : 10;
  return html`
    <section class="panel pipeline" aria-labelledby="pipeline-title">
      <h2 id="pipeline-title">Pipeline <span class="aside">${picture.pipeline}</span></h2>
      <div class="flow">
        <svg class="edges" aria-hidden="true" focusable="false"></svg>
        ${intake(picture)} ${FORWARD.filter((state) => by[state]).map((state) => card(by[state], open))}
        ${by.COMPLETED ? outcome(by.COMPLETED, done ? sum(done.completed) : 0, minutes) : nothing}
        ${limits(picture)} ${by.COMPENSATING ? card(by.COMPENSATING, open) : nothing}
        ${by.FAILED ? outcome(by.FAILED, done ? sum(done.failed) : 0, minutes) : nothing}
      </div>
    </section>`;
}

/// Draws the lines between the cards, wherever the layout has put them.
export function connect(flow, picture) {
  const area = flow.querySelector('.edges');
  const origin = flow.getBoundingClientRect();
  const box = {};
  for (const node of flow.querySelectorAll('[data-node]')) {
    const at = node.getBoundingClientRect();
    box[node.dataset.node] = {
      left: at.left - origin.left,
      right: at.right - origin.left,
      top: at.top - origin.top,
      bottom: at.bottom - origin.top,
      x: (at.left + at.right) / 2 - origin.left,
      y: (at.top + at.bottom) / 2 - origin.top,
    };
  }
  if (!box.placed || !box.failed || origin.width === 0) return;
  const rates = Object.fromEntries(picture.states.map((state) => [state.state.toLowerCase(), state.perSecond]));
  const upright = box.pending.top >= box.placed.bottom;
  const edges = (upright ? tall : wide)(box).map(([from, to, points]) => ({ from, to, points, rate: flows(from, to) ? rates[to] : 0 }));
  area.setAttribute('viewBox', `0 0 ${origin.width} ${origin.height}`);
  render(svg`${edges.map(edge)}`, area);
}

/// Only where all that come into a state come this way is it known how many do.
const flows = (from, to) => !(to === 'failed' || (to === 'compensating'));

const CHAIN = ['placed', 'pending', 'validating', 'charging', 'reserving', 'completed'];

function wide(box) {
  const straight = CHAIN.slice(1).map((to, i) => {
    const from = CHAIN[i];
    return [from, to, [[box[from].right, box[from].y], [box[to].left, box[to].y]]];
  });
  const rail = Math.max(box.compensating.bottom, box.failed.bottom) + 16;
  const third = (node, share) => node.left + (node.right - node.left) * share;
  return [
    ...straight,
    ['validating', 'failed', [[box.validating.x, box.validating.bottom], [box.validating.x, rail], [box.failed.x, rail], [box.failed.x, box.failed.bottom]]],
    ['charging', 'failed', [[third(box.charging, 0.3), box.charging.bottom], [third(box.charging, 0.3), rail], [box.failed.x, rail], [box.failed.x, box.failed.bottom]]],
    ['charging', 'compensating', [[third(box.charging, 0.7), box.charging.bottom], [third(box.charging, 0.7), box.compensating.y], [box.compensating.left, box.compensating.y]]],
    ['reserving', 'compensating', [[box.reserving.x, box.reserving.bottom], [box.reserving.x, box.compensating.top]]],
    ['compensating', 'failed', [[box.compensating.right, box.compensating.y], [box.failed.left, box.failed.y]]],
  ];
}

function tall(box) {
  return [...CHAIN.slice(1).map((to, i) => [CHAIN[i], to]), ['compensating', 'failed']].map(([from, to]) => [
    from,
    to,
    [[box[from].left + 24, box[from].bottom], [box[to].left + 24, box[to].top]],
  ]);
}

function edge({ from, to, points, rate: perSecond }) {
  const path = rounded(points);
  const speed = Math.min(4, Math.max(0.4, 12 / Math.sqrt(perSecond + 1)));
  return svg`
    <g class="edge ${from}-${to}">
      <path class="line" d=${path} />
      ${perSecond > 0 ? svg`<path class="moving" d=${path} .style=${`--speed:${speed.toFixed(2)}s`} />` : nothing}
      <path class="head" d=${head(points)} />
    </g>`;
}

function rounded(points) {
  const radius = 8;
  let d = `M${points[0]}`;
  for (let i = 1; i < points.length; i++) {
    const [x, y] = points[i];
    const next = points[i + 1];
    if (!next) {
      d += ` L${x},${y}`;
    } else {
      const [bx, by] = toward(points[i], points[i - 1], radius);
      const [ax, ay] = toward(points[i], next, radius);
      d += ` L${bx},${by} Q${x},${y} ${ax},${ay}`;
    }
  }
  return d;
}

function toward([x, y], [tx, ty], by) {
  const length = Math.hypot(tx - x, ty - y) || 1;
  const step = Math.min(by, length / 2) / length;
  return [x + (tx - x) * step, y + (ty - y) * step];
}

function head(points) {
  const [x, y] = points.at(-1);
  const [px, py] = points.at(-2);
  const length = Math.hypot(x - px, y - py) || 1;
  const [ux, uy] = [(x - px) / length, (y - py) / length];
  const at = (back, side) => `${x - ux * back - uy * side},${y - uy * back + ux * side}`;
  return `M${at(6, 3.5)} L${at(0, 0)} L${at(6, -3.5)} Z`;
}
