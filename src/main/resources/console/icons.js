import { svg, html } from './lib/lit-html.js';

const PATHS = {
  placed: svg`<path d="M2.5 9.5h3l1 2h3l1-2h3M4 3.5h8l1.5 6v3h-11v-3z"/>`,
  pending: svg`<circle cx="8" cy="8" r="5.5"/><path d="M8 5v3.2l2 1.3"/>`,
  validating: svg`<path d="M3 4.5h5M3 8h5M3 11.5h5M10 4l1.2 1.2L13.5 3M10 11l1.2 1.2L13.5 10"/>`,
  charging: svg`<rect x="2" y="3.5" width="12" height="9" rx="1.5"/><path d="M2 6.5h12M4.5 10h3"/>`,
  reserving: svg`<path d="M8 2.2 13.5 5v6L8 13.8 2.5 11V5zM2.5 5 8 7.8 13.5 5M8 7.8v6"/>`,
  compensating: svg`<path d="M5.5 4 3 6.5 5.5 9M3 6.5h6.5a3.25 3.25 0 0 1 0 6.5H6"/>`,
  completed: svg`<circle cx="8" cy="8" r="5.5"/><path d="m5.5 8.2 1.8 1.8 3.4-3.8"/>`,
  failed: svg`<circle cx="8" cy="8" r="5.5"/><path d="m6 6 4 4m0-4-4 4"/>`,
  closed: svg`<path d="M1.5 8h13"/><circle cx="5" cy="8" r="1.4"/><circle cx="11" cy="8" r="1.4"/>`,
  half_open: svg`<path d="M1.5 8H4m7.8 0h2.7M5.8 7.2l4.6-2.4"/><circle cx="5" cy="8" r="1.4"/><circle cx="11" cy="8" r="1.4"/>`,
  open: svg`<path d="M1.5 8H4m7.8 0h2.7M5.5 6.8l3-4.3"/><circle cx="5" cy="8" r="1.4"/><circle cx="11" cy="8" r="1.4"/>`,
  paused: svg`<path d="M5.5 3.5v9m5-9v9"/>`,
  warning: svg`<path d="M8 2.5 14 13H2zM8 6.5v3M8 11.2v.1"/>`,
  person: svg`<circle cx="8" cy="5.2" r="2.5"/><path d="M3 13.5c.6-2.8 2.5-4 5-4s4.4 1.2 5 4"/>`,
  letter: svg`<rect x="2" y="3.5" width="12" height="9" rx="1"/><path d="m2.5 4.5 5.5 4 5.5-4"/>`,
  offline: svg`<path d="M2.5 6.5a8 8 0 0 1 11 0M5 9.2a4.5 4.5 0 0 1 6 0M8 12v.1M2.5 2.5l11 11"/>`,
  light: svg`<circle cx="8" cy="8" r="2.8"/><path d="M8 1.5v1.5m0 10v1.5M1.5 8H3m10 0h1.5M3.4 3.4l1 1m7.2 7.2 1 1m0-9.2-1 1m-7.2 7.2-1 1"/>`,
  dark: svg`<path d="M14 8.5A6 6 0 1 1 7.5 2 4.7 4.7 0 0 0 14 8.5z"/>`,
  close: svg`<path d="m4 4 8 8m0-8-8 8"/>`,
  instance: svg`<rect x="2.5" y="3" width="11" height="4" rx="1"/><rect x="2.5" y="9" width="11" height="4" rx="1"/><path d="M5 5v.1M5 11v.1"/>`,
  ok: svg`<path d="m3.5 8.5 3 3 6-7"/>`,
};

/// Decoration: what it means is always written beside it.
export const icon = (name) =>
  html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">${PATHS[name]}</svg>`;
