// What the orders come to: as a plot, and the last of them by name.
import { html, nothing } from './lib/lit-html.js';
import uPlot from './lib/uplot.js';
import { icon } from './icons.js';
import { clock, count, rate, span, title, words } from './format.js';

const HEIGHT = 190;
const LEAST_SECONDS = 120;

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/// Two colours by the theme; canvas does not know `light-dark()`.
function tone(name) {
  const probe = document.getElementById('tone');
  probe.style.color = css(name);
  return getComputedStyle(probe).color;
}

const faint = (color) => color.replace('rgb(', 'rgba(').replace(')', ', 0.14)');

export function outcomes(picture) {
  const done = picture.outcomes;
  const total = (numbers) => numbers.reduce((sum, number) => sum + number, 0);
  return html`
    <section class="panel" aria-labelledby="outcomes-title">
      <h2 id="outcomes-title">Outcomes <span class="aside">a second, last ${done ? Math.round((done.completed.length * done.spanSeconds) / 60) : 10} minutes</span></h2>
      <div id="plot" class="plot" role="img" aria-label=${done ? `${count(total(done.completed))} completed and ${count(total(done.failed))} failed in the time shown` : 'no outcomes known'}></div>
      <p class="legend" aria-hidden="true"><span class="completed">completed</span><span class="failed">failed</span></p>
      <span id="tone" hidden></span>
    </section>`;
}

function series(done) {
  const first = done.completed.findIndex((number, i) => number > 0 || done.failed[i] > 0);
  const least = Math.floor(LEAST_SECONDS / done.spanSeconds);
  const from = Math.max(0, Math.min(first < 0 ? Infinity : first - 1, done.completed.length - least));
  const perSecond = (number) => number / done.spanSeconds;
  const times = done.completed.map((_, i) => done.end - (done.completed.length - i) * done.spanSeconds);
  return [times.slice(from), done.completed.slice(from).map(perSecond), done.failed.slice(from).map(perSecond)];
}

let plot;
let drawnTheme;

/// Draws the plot into the page as it is now.
export function draw(picture, theme) {
  const place = document.getElementById('plot');
  if (!place || !picture.outcomes) return;
  const data = series(picture.outcomes);
  if (plot && (plot.root.parentNode !== place || drawnTheme !== theme)) {
    plot.destroy();
    plot = undefined;
  }
  if (plot) {
    plot.setData(data);
    return;
  }
  drawnTheme = theme;
  const [completed, failed, text, line] = ['--ok', '--bad', '--muted', '--line'].map(tone);
  const axis = { stroke: text, font: `11px ${css('--font')}`, grid: { stroke: line, width: 1 }, ticks: { show: false } };
  plot = new uPlot(
    {
      width: place.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { y: false, points: { size: 6 } },
      scales: { y: { range: (_, _low, high) => [0, Math.max(1, high * 1.15)] } },
      series: [
        {},
        { label: 'completed', stroke: completed, fill: faint(completed), width: 1.5, points: { show: false } },
        { label: 'failed', stroke: failed, fill: faint(failed), width: 1.5, dash: [5, 3], points: { show: false } },
      ],
      axes: [
        { ...axis, size: 30, space: 80, values: (_, times, _axis, _space, step) => times.map((at) => clock(at * 1000).slice(0, step < 60 ? 8 : 5)) },
        { ...axis, size: 42, values: (_, values) => values.map((value) => String(value)) },
      ],
      hooks: { setCursor: [tell] },
    },
    data,
    place,
  );
  new ResizeObserver(() => plot?.root.parentNode === place && plot.setSize({ width: place.clientWidth, height: HEIGHT })).observe(place);
}

function tell(drawn) {
  const at = drawn.cursor.idx;
  const legend = drawn.root.parentNode?.parentNode?.querySelector('.legend');
  if (legend) {
    legend.dataset.at = at == null ? '' : `${clock(drawn.data[0][at] * 1000)}: ${rate(drawn.data[1][at])} completed, ${rate(drawn.data[2][at])} failed`;
  }
}

export function recent(picture, open) {
  return html`
    <section class="panel" aria-labelledby="recent-title">
      <h2 id="recent-title">Latest outcomes</h2>
      ${picture.recent.length === 0 ? html`<p class="empty">No order has got its outcome since this page can tell.</p>` : nothing}
      <ul class="rows tight">
        ${picture.recent.slice(0, 10).map(
          (one) => html`
            <li>
              <p class="first">
                <span class="tone ${one.state === 'COMPLETED' ? 'ok' : 'bad'}">${icon(one.state.toLowerCase())}<span class="sr">${title(one.state)}</span></span>
                <button class="link mono" @click=${() => open(one.orderId)}>${one.orderId}</button>
                <span class="aside reason">${one.failure ? words(one.failure) : 'completed'}</span>
                <span class="end aside">${span(one.tookMillis)}</span>
              </p>
            </li>`,
        )}
      </ul>
    </section>`;
}
