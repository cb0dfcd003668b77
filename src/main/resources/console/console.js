// The page: follows the pictures and draws them.
import { html, nothing, render } from './lib/lit-html.js';
import { icon } from './icons.js';
import { follow, signIn, signOut, token } from './feed.js';
import { clock, now, setClock } from './format.js';
import { findings, spoken, verdict } from './verdict.js';
import { connect, pipeline } from './pipeline.js';
import { gateways, instances, remember } from './gateways.js';
import { draw as drawPlot, outcomes, recent } from './outcomes.js';
import { deadLetters, readDeadLetters, suspended } from './trouble.js';
import { switches } from './switches.js';
import { OrderView } from './order.js';
import { Operation } from './operate.js';

const at = (id) => document.getElementById(id);
const main = at('main');
const drawer = at('order');
const confirmation = at('operate');
const input = at('order-id');

let picture;
let lost = '';
let lostAt = 0;
let refusal;
let saidLast = '';

// --- theme ---

const systemDark = matchMedia('(prefers-color-scheme: dark)');
const theme = () => document.documentElement.dataset.theme ?? (systemDark.matches ? 'dark' : 'light');

function flipTheme() {
  const next = theme() === 'dark' ? 'light' : 'dark';
  document.documentElement.dataset.theme = next;
  try {
    localStorage.setItem('theme', next);
  } catch {
    // It lasts as long as the page, then.
  }
  draw();
}

systemDark.addEventListener('change', () => draw());

// --- one order ---

const view = new OrderView(() => draw());

function open(orderId) {
  location.hash = `order=${encodeURIComponent(orderId)}`;
}

function close() {
  drawer.close();
}

function followHash() {
  const orderId = new URLSearchParams(location.hash.slice(1)).get('order');
  if (orderId) {
    view.show(orderId);
    if (!drawer.open) drawer.showModal();
  } else if (drawer.open) {
    drawer.close();
  }
}

addEventListener('hashchange', followHash);
drawer.addEventListener('close', () => {
  view.hide();
  if (location.hash) history.pushState(null, '', location.pathname);
});
drawer.addEventListener('click', (event) => {
  if (event.target === drawer) close(); // beside it
});

at('search').addEventListener('submit', (event) => {
  event.preventDefault();
  const orderId = input.value.trim();
  if (!orderId) return;
  if (new URLSearchParams(location.hash.slice(1)).get('order') === orderId) followHash();
  else open(orderId);
});

addEventListener('keydown', (event) => {
  const writing = event.target.closest?.('input, textarea, dialog[open]');
  if (event.key === '/' && !writing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    input.focus();
    input.select();
  } else if (event.key === 'Escape' && event.target === input) {
    input.value = '';
    input.blur();
  }
});

// --- what a person does ---

const operation = new Operation(() => {
  if (!operation.what) return;
  render(operation.render(() => confirmation.close()), confirmation);
  if (!confirmation.open) confirmation.showModal();
});
confirmation.addEventListener('close', () => {
  operation.end();
  draw();
});

// --- drawing ---

function status() {
  const dark = theme() === 'dark';
  return html`
    ${refusal
      ? nothing
      : lost
        ? html`<span class="pill bad" data-test="connection">${icon('offline')} no connection</span>`
        : picture
          ? html`<span class="pill ok live" data-test="connection"><i aria-hidden="true"></i>live</span>`
          : html`<span class="pill">connecting</span>`}
    ${token() ? html`<button class="text-button" @click=${signOut}>Sign out</button>` : nothing}
    <button class="icon-button" @click=${flipTheme} aria-label=${dark ? 'Light theme' : 'Dark theme'} title=${dark ? 'Light theme' : 'Dark theme'}>${icon(dark ? 'light' : 'dark')}</button>`;
}

function signInForm() {
  const submit = (event) => {
    event.preventDefault();
    const value = new FormData(event.target).get('token').trim();
    if (value) {
      refusal = { ...refusal, waiting: true };
      signIn(value);
      draw();
    }
  };
  const wrong = refusal.code !== 'token_missing';
  return html`
    <section class="panel sign-in" aria-labelledby="sign-in-title">
      <h2 id="sign-in-title">Sign in</h2>
      <p>This service shows its orders to whoever has a token: the read token or the admin token. It is kept in this tab until you close it.</p>
      <form @submit=${submit}>
        <label for="token">Token</label>
        <input id="token" name="token" type="password" required autocomplete="current-password" aria-describedby=${wrong ? 'token-problem' : nothing} aria-invalid=${wrong} />
        ${wrong && !refusal.waiting ? html`<p class="note" id="token-problem" role="alert">${icon('warning')} ${refusal.detail}</p>` : nothing}
        <button class="primary">${refusal.waiting ? 'Signing in …' : 'Sign in'}</button>
      </form>
    </section>`;
}

function connectionLost() {
  const others = picture.instances.filter((one) => !one.self);
  return html`
    <section class="note lost" role="alert">
      <p>${icon('offline')} <b>This instance has not been heard of since ${clock(lostAt)}.</b> What you see is as of then; it is being tried again.</p>
      ${others.length > 0 ? html`<p>Ask another one: ${others.map((one) => html`<a href="${location.protocol}//${one.address}/">${one.address}</a> `)}</p>` : nothing}
    </section>`;
}

function page() {
  const found = findings(picture);
  announce(found);
  return html`
    ${lost ? connectionLost() : nothing} ${verdict(picture, found, operation)} ${switches(picture, draw)} ${pipeline(picture, open)}
    <div class="columns">
      <div>${gateways(picture)} ${outcomes(picture)}</div>
      <div>${instances(picture)} ${suspended(picture, open, operation)} ${recent(picture, open)}</div>
    </div>
    ${deadLetters(open, draw, operation)}`;
}

/// Says what has changed, when it has.
function announce(found) {
  const text = lost ? 'Connection lost' : spoken(found);
  if (text !== saidLast) {
    saidLast = text;
    at('announce').textContent = text;
  }
}

function known() {
  const ids = [...picture.suspended, ...picture.recent].map((one) => one.orderId).concat(picture.states.map((state) => state.oldestOrder));
  return [...new Set(ids.filter((id) => id))].map((id) => html`<option value=${id}></option>`);
}

function draw() {
  render(status(), at('status'));
  if (refusal) {
    document.title = 'Sign in · Order Pipeline';
    render(signInForm(), main);
    return;
  }
  if (!picture) {
    render(lost ? html`<p class="loading" role="alert">The service does not answer (${lost}). Trying again …</p>` : html`<p class="loading">Connecting …</p>`, main);
    return;
  }
  main.classList.toggle('stale', Boolean(lost));
  render(page(), main);
  connect(main.querySelector('.flow'), picture);
  drawPlot(picture, theme());
  if (document.activeElement !== input) render(known(), at('known-orders'));
  if (view.orderId) render(view.render(close), drawer);
  render(html`<span>${picture.pipeline}</span><span>picture of ${clock(picture.at)}</span><a href="/openapi.yaml">API</a><a href="/topology">topology</a><span><kbd>/</kbd> find an order <kbd>Esc</kbd> close</span>`, at('foot'));
}

main.replaceChildren();
new ResizeObserver(() => picture && !refusal && connect(main.querySelector('.flow'), picture)).observe(main);

setInterval(() => {
  if (lost && !refusal) draw();
}, 1000);

follow({
  picture(next) {
    picture = next;
    setClock(next.at);
    lost = '';
    refusal = undefined;
    remember(next);
    readDeadLetters(next, draw);
    view.refresh();
    const found = findings(next);
    const bad = found.filter((one) => one.severity === 'bad').length;
    document.title = bad > 0 ? `(${bad}) Order Pipeline` : 'Order Pipeline';
    draw();
    if (!drawer.open && location.hash) followHash();
  },
  lost(why) {
    if (!lost) lostAt = picture ? picture.at : now();
    lost = why;
    draw();
  },
  refused(problem) {
    refusal = problem;
    picture = undefined;
    draw();
    at('token')?.focus();
  },
});
