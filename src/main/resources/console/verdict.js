// What a person has to know first: whether anything is wrong, and what.
import { html, nothing } from './lib/lit-html.js';
import { icon } from './icons.js';
import { age, count, now, rate, title, words } from './format.js';

const OLD_MS = 60_000;
const LAG = 1_000;

/// Everything that is not as it should be, worst first. `key` stays the same while a thing lasts.
export function findings(picture) {
  const found = [];
  const bad = (key, text, remedy) => found.push({ key, severity: 'bad', text, remedy });
  const warn = (key, text, remedy) => found.push({ key, severity: 'warn', text, remedy });

  for (const one of picture.instances) {
    if (!one.answers) bad(`down ${one.address}`, `Instance ${one.address} does not answer; its orders are not in these counts`);
    else if (!one.running) warn(`starting ${one.address}`, `Instance ${one.address} is restoring its partitions`);
  }
  const unowned = picture.partitions - picture.ownedPartitions;
  if (unowned > 0 && picture.ownedPartitions > 0) warn('unowned', `${unowned} of ${picture.partitions} partitions are moving to another instance`);
  for (const gate of picture.gateways) {
    const where = gate.of > 1 && gate.open > 0 ? ` at ${gate.open} of ${gate.of} instances` : '';
    const name = `${title(gate.gateway)}, ${gate.lane} lane`;
    if (gate.breaker === 'open') bad(`open ${name}`, `${name}: breaker open${where} for ${age(now() - gate.since)}`);
    if (gate.breaker === 'half_open') warn(`probing ${name}`, `${name}: breaker half open${where}, trying the gateway`);
    if (gate.paused > 0) warn(`paused ${name}`, `${name}: paused ${told(gate.pause)}`, { label: `Resume ${name}`, act: (operation) => operation.resumeGateway(gate.gateway, gate.lane) });
  }
  if (picture.suspendedCount > 0) bad('suspended', `${count(picture.suspendedCount)} suspended ${picture.suspendedCount === 1 ? 'order waits' : 'orders wait'} for a person`);
  if (picture.intake) {
    const { kind } = picture.intake;
    // What a recovery has closed it opens itself.
    const remedy = kind === 'RECOVERY' ? undefined : { label: kind === 'BRAKE' ? 'Release the brake' : 'Resume the intake', act: (operation) => operation.openIntake(kind) };
    (kind === 'BRAKE' ? bad : warn)(`intake ${kind}`, `Intake closed: ${title(kind)} ${told(picture.intake)}`, remedy);
  } else if (picture.intakeClosed) warn('closed', `Intake closed: ${count(picture.active)} orders of ${count(picture.activeLimit)} are on their way`);
  if (picture.lag && picture.lag.records > LAG) warn('lag', `${count(picture.lag.records)} orders wait in the input topic`);
  for (const state of picture.states) {
    if (state.parked > 0) warn(`parked ${state.state}`, `${count(state.parked)} parked in ${title(state.state)}, using no attempts`);
    else if (state.oldestAt && now() - state.oldestAt > OLD_MS) warn(`old ${state.state}`, `The oldest in ${title(state.state)} has been there for ${age(now() - state.oldestAt)}`);
  }
  return found.sort((one, other) => (one.severity === other.severity ? 0 : one.severity === 'bad' ? -1 : 1));
}

const told = (order) => (order ? `by ${order.by} for ${age(now() - order.since)}${order.why ? `: ${order.why}` : ''}` : 'by an operator');

export function headline(found) {
  const bad = found.filter((one) => one.severity === 'bad').length;
  if (bad > 0) return bad === 1 ? 'One thing needs you' : `${bad} things need you`;
  return found.length > 0 ? 'Working, with something to watch' : 'All is well';
}

export function verdict(picture, found, operation) {
  const severity = found[0]?.severity ?? 'ok';
  const outcomes = picture.states.filter((state) => state.state === 'COMPLETED' || state.state === 'FAILED').reduce((sum, state) => sum + state.perSecond, 0);
  return html`
    <section class="verdict ${severity}" aria-label="Verdict">
      <p class="headline">${icon(severity === 'ok' ? 'ok' : 'warning')} ${headline(found)}
        <span class="aside">${rate(outcomes)} get their outcome${picture.complete ? nothing : html` · counts incomplete`}</span></p>
      ${found.length > 0
        ? html`<ul>${found.map((one) => html`<li class=${one.severity}><span class="sr">${one.severity === 'bad' ? 'Problem: ' : 'Note: '}</span>${one.text}${one.remedy ? html` <button class="small" data-test="remedy" @click=${() => one.remedy.act(operation)}>${one.remedy.label}</button>` : nothing}</li>`)}</ul>`
        : nothing}
    </section>`;
}

/// What a screen reader is told when it changes, and not each second.
export const spoken = (found) => `${headline(found)}. ${found.map((one) => words(one.key)).join(', ')}`;
