// The live pictures: server-sent events read with fetch, since EventSource cannot send a token.

const SILENCE_MS = 8_000;
const RETRY_MS = 1_500;
const TOKEN = 'order-pipeline-token';

let abort = new AbortController();

export const token = () => sessionStorage.getItem(TOKEN) ?? '';

export function signIn(value) {
  sessionStorage.setItem(TOKEN, value);
  abort.abort();
}

export function signOut() {
  sessionStorage.removeItem(TOKEN);
  abort.abort();
}

export function ask(path, options = {}) {
  const headers = { ...options.headers };
  if (token()) headers.Authorization = `Bearer ${token()}`;
  return fetch(path, { ...options, headers, cache: 'no-store' });
}

const wait = (ms, signal) =>
  new Promise((done) => {
    if (signal.aborted) return done();
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    });
  });

/// Goes on for ever: connects again whenever the connection ends.
///
/// tell.picture(object): a new picture. tell.lost(why): no connection; it is being tried again.
/// tell.refused(problem): a token is needed, or another one; tried again after signIn.
export async function follow(tell) {
  for (;;) {
    abort = new AbortController();
    const { signal } = abort;
    try {
      const answer = await ask('/console/events', { signal });
      if (answer.status === 401 || answer.status === 403 || answer.status === 429) {
        tell.refused(await answer.json());
        await new Promise((done) => signal.addEventListener('abort', done));
        continue;
      }
      if (!answer.ok) throw new Error(`the service answers ${answer.status}`);
      await read(answer.body.getReader(), tell, abort);
      tell.lost('the connection ended');
    } catch (failure) {
      if (!signal.aborted) tell.lost(failure.message);
    }
    await wait(RETRY_MS, signal);
  }
}

async function read(reader, tell, controller) {
  const decoder = new TextDecoder();
  let text = '';
  let watchdog;
  try {
    for (;;) {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => reader.cancel(), SILENCE_MS);
      const { value, done } = await reader.read();
      if (done || controller.signal.aborted) return;
      text += decoder.decode(value, { stream: true });
      const events = text.split('\n\n');
      text = events.pop();
      // After a pause of the browser there may be several: the last one is how things are.
      const last = events.filter((event) => event.startsWith('data: ')).pop();
      if (last) tell.picture(JSON.parse(last.slice('data: '.length)));
    }
  } finally {
    clearTimeout(watchdog);
  }
}
