// What waits for a person: suspended orders, and dead letters.
import { html, nothing } from './lib/lit-html.js';
import { icon } from './icons.js';
import { count, since, words } from './format.js';
import { ask } from './feed.js';

const SHOWN = 8;
const AGAIN_MS = 2_000;

let letters = { list: [], more: false, problem: '' };
let readMark;
let readAt = 0;
let expanded = false;

/// Reads the dead letters when there are new ones.
export async function readDeadLetters(picture, changed) {
  if (picture.deadLetters == null || picture.deadLetters === readMark || Date.now() - readAt < AGAIN_MS) return;
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

function letter(one, open) {
  return html`
    <li>
      <p><span class="pill warn">${icon('letter')} ${words(one.reason)}</span></p>
      <p class="what">${one.message}</p>
      <p class="aside wrap">${one.orderId ? html`<button class="link mono" @click=${() => open(one.orderId)}>${one.orderId}</button>` : one.key ? html`key <span class="mono">${one.key}</span>` : 'no key'}</p>
      <p class="aside mono from" title=${from(one.source)}>${from(one.source)}</p>
      <p class="aside when">${since(Date.parse(one.at))} ago</p>
    </li>`;
}

export function deadLetters(open, changed) {
  const { list, more, problem } = letters;
  const shown = expanded ? list : list.slice(0, SHOWN);
  const expand = () => {
    expanded = !expanded;
    changed();
  };
  return html`
    <section class="panel" aria-labelledby="letters-title">
      <h2 id="letters-title">Dead letters <span class="aside">${list.length === 0 ? '' : `the newest ${count(list.length)}${more ? ', there are more' : ''}`}</span></h2>
      ${problem ? html`<p class="note">${icon('warning')} ${problem}</p>` : nothing}
      ${list.length === 0 && !problem ? html`<p class="empty">${icon('ok')} None in the topic.</p>` : nothing}
      <ul class="rows letters" data-test="dead-letters">${shown.map((one) => letter(one, open))}</ul>
      ${list.length > SHOWN ? html`<button class="more" aria-expanded=${expanded} @click=${expand}>${expanded ? 'Show fewer' : `Show all ${list.length}`}</button>` : nothing}
    </section>`;
}

export function suspended(picture, open) {
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
            </li>`,
        )}
      </ul>
      ${hidden > 0 ? html`<p class="aside">and ${count(hidden)} younger ones</p>` : nothing}
    </section>`;
}
