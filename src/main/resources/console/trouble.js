// What waits for a person: suspended orders, and dead letters.
import { html, nothing } from './lib/lit-html.js';
import { icon } from './icons.js';
import { count, since, words } from './format.js';
import { ask } from './feed.js';

const SHOWN = 8;
const AGAIN_MS = 2_000;

/// What was redriven gets on without a new letter.
const UNSETTLED_MS = 5_000;

let letters = { list: [], more: false, problem: '' };
let readMark;
let readAt = 0;
let expanded = false;

/// Reads the dead letters when there are new ones.
export async function readDeadLetters(picture, changed) {
  const settled = picture.deadLetters === readMark && Date.now() - readAt < UNSETTLED_MS;
  if (picture.deadLetters == null || settled || Date.now() - readAt < AGAIN_MS) return;
  const mark = picture.deadLetters;
  readAt = Date.now();
  try {
    const answer = await ask('/dead-letters?limit=50');
    const body = await answer.json();
    if (!answer.ok) throw new Error(body.detail);
    letters = { list: body.deadLetters, more: body.more, problem: '' };
    readMark = mark;
  } catch (failure) {
    letters = { ...letters, problem: failure.message };
  }
  changed();
}

const from = (source) => (source ? `${source.topic}-${source.partition}@${source.offset}` : 'suspended order');

const TONES = { OPEN: 'warn', BACK_AGAIN: 'bad', REDRIVEN: 'info', RESOLVED: 'ok', DISCARDED: '' };
const waits = (one) => one.status === 'OPEN' || one.status === 'BACK_AGAIN';

function status(one) {
  const times = one.redrives > 0 ? ` · redriven ${one.redrives === 1 ? 'once' : `${count(one.redrives)} times`}` : '';
  return html`<span class="pill ${TONES[one.status] ?? ''}" data-test="letter-status">${words(one.status.toLowerCase())}</span><span class="aside">${times}</span>`;
}

function buttons(one, operation) {
  if (!waits(one)) return nothing;
  const of = `${words(one.reason)}, ${one.id}`;
  return html`
    <button class="small" aria-label="Redrive ${of}" @click=${() => operation.redrive(one)}>Redrive</button>
    ${one.kind === 'SUSPENDED'
      ? html`<button class="small" aria-label="Resolve ${of}" @click=${() => operation.resolve(one.orderId, one.step)}>Resolve</button>`
      : html`<button class="small" aria-label="Discard ${of}" @click=${() => operation.discard(one)}>Discard</button>`}`;
}

function letter(one, open, operation) {
  return html`
    <li>
      <p><span class="pill warn">${icon('letter')} ${words(one.reason)}</span></p>
      <p class="what">${one.message}</p>
      <p class="aside wrap">${one.orderId ? html`<button class="link mono" @click=${() => open(one.orderId)}>${one.orderId}</button>` : one.key ? html`key <span class="mono">${one.key}</span>` : 'no key'}</p>
      <p class="aside mono from" title=${from(one.source)}>${from(one.source)}</p>
      <p class="aside when">${since(Date.parse(one.at))} ago</p>
      <p class="state-of">${status(one)}</p>
      <p class="buttons">${buttons(one, operation)}</p>
    </li>`;
}

export function deadLetters(open, changed, operation) {
  const { list, more, problem } = letters;
  const waiting = list.filter(waits).length;
  const shown = expanded ? list : list.slice(0, SHOWN);
  const expand = () => {
    expanded = !expanded;
    changed();
  };
  return html`
    <section class="panel" aria-labelledby="letters-title">
      <h2 id="letters-title">Dead letters <span class="aside">${list.length === 0 ? '' : `${count(waiting)} of the newest ${count(list.length)} wait for a person${more ? ', there are more' : ''}`}</span></h2>
      ${problem ? html`<p class="note">${icon('warning')} ${problem}</p>` : nothing}
      ${list.length === 0 && !problem ? html`<p class="empty">${icon('ok')} None in the topic.</p>` : nothing}
      <ul class="rows letters" data-test="dead-letters">${shown.map((one) => letter(one, open, operation))}</ul>
      ${list.length > SHOWN ? html`<button class="more" aria-expanded=${expanded} @click=${expand}>${expanded ? 'Show fewer' : `Show all ${list.length}`}</button>` : nothing}
    </section>`;
}

export function suspended(picture, open, operation) {
  const hidden = picture.suspendedCount - picture.suspended.length;
  return html`
    <section class="panel" aria-labelledby="suspended-title">
      <h2 id="suspended-title">Suspended orders <span class="aside">${picture.suspendedCount === 0 ? '' : count(picture.suspendedCount)}</span></h2>
      ${picture.suspendedCount === 0 ? html`<p class="empty">${icon('ok')} No order waits for a person.</p>` : nothing}
      <ul class="rows" data-test="suspended">
        ${picture.suspended.map(
          (one) => html`
            <li>
              <p class="first"><span class="pill bad">${icon('person')} ${words(one.reason)}</span><span class="end aside">for ${since(one.since)}</span></p>
              <p class="aside"><button class="link mono" @click=${() => open(one.orderId)}>${one.orderId}</button> · dead letter <span class="mono">${one.deadLetterId}</span></p>
              <p class="buttons">
                <button class="small" aria-label="Redrive order ${one.orderId}" @click=${() => operation.redriveOrder(one.orderId)}>Redrive</button>
                <button class="small" aria-label="Resolve order ${one.orderId}" @click=${() => operation.resolve(one.orderId, letters.list.find((letter) => letter.id === one.deadLetterId)?.step)}>Resolve</button>
              </p>
            </li>`,
        )}
      </ul>
      ${hidden > 0 ? html`<p class="aside">and ${count(hidden)} younger ones</p>` : nothing}
    </section>`;
}
