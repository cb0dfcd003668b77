// How numbers and times are written. Times are milliseconds of the epoch, by the service's clock.

let skew = 0;

/// The service's clock may differ from the browser's.
export function setClock(serverNow) {
  skew = serverNow - Date.now();
}

export const now = () => Date.now() + skew;

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
export const count = (number) => whole.format(number);

export function rate(perSecond) {
  if (perSecond === 0) return '0/s';
  return (perSecond < 10 ? perSecond.toFixed(1) : whole.format(perSecond)) + '/s';
}

export function millis(value) {
  if (value == null) return '–';
  if (value >= 1000) return `${(value / 1000).toFixed(value < 10_000 ? 1 : 0)} s`;
  return value < 10 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`;
}

/// A length of time, in two units at most.
export function span(ms) {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  const seconds = ms / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  return coarse(ms);
}

/// The same, for what is looked at while it grows.
export function age(ms) {
  return ms < 1000 ? '< 1 s' : coarse(ms);
}

function coarse(ms) {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${String(minutes % 60).padStart(2, '0')} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

export const since = (at) => age(Math.max(0, now() - at));

const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
export const clock = (at) => time.format(new Date(at));

export function exact(iso) {
  const at = new Date(iso);
  return `${at.toISOString().slice(0, 10)} ${clock(at)}.${String(at.getMilliseconds()).padStart(3, '0')}`;
}

export function money(minor, currency) {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'code' });
  const digits = format.resolvedOptions().maximumFractionDigits;
  return format.format(minor / 10 ** digits);
}

export const title = (name) => name.charAt(0).toUpperCase() + name.slice(1).toLowerCase();
export const words = (code) => code.replaceAll('_', ' ');
