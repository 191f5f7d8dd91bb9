import { Markup } from './markup.js';
import type { SliceKind } from './timeline.js';

/**
 * The colours of slices, the same by day and by night: white text on them, and they themselves on either background, have the
 * contrast that WCAG 2.2 asks for (4.5 and 3).
 * @internal
 */
export const SLICE_COLOURS: Readonly<Record<SliceKind, string>> = {
  stop: '#c2413b',
  iterable: '#2f6fc4',
  'non-iterable': '#7a5fc0',
  completion: '#6b7280',
  'in-flight': '#a06000',
  load: '#1a7f6b',
  enter: '#b0467f',
  'cpu-sync': '#64781e',
  announce: '#0f7ea8',
  activate: '#b4541f',
  start: '#3a7d2c',
  'save-device': '#2f6fc4',
  'load-device': '#1a7f6b',
  outlier: '#c23b3b',
};

/** Colours of everything else. */
interface Theme {
  readonly paper: string;
  readonly ink: string;
  readonly faint: string;
  readonly line: string;
  /** Behind what is set off from the paper. */
  readonly panel: string;
}

/** @internal */
export const LIGHT: Theme = {
  paper: '#ffffff',
  ink: '#1b1f24',
  faint: '#57606a',
  line: '#d0d7de',
  panel: '#f3f5f7',
};

/** @internal */
export const DARK: Theme = {
  paper: '#15181d',
  ink: '#e8eaed',
  faint: '#a3adb8',
  line: '#3a414a',
  panel: '#1f242b',
};

/** Both themes and the slices' colours as custom properties; the reader's system chooses the theme. */
export function colourRules(): Markup {
  const slices = Object.entries(SLICE_COLOURS).map(([kind, colour]) => `.${kind} { --slice: ${colour}; }`);
  const rules = [
    `:root { color-scheme: light dark; ${properties(LIGHT)} }`,
    `@media (prefers-color-scheme: dark) { :root { ${properties(DARK)} } }`,
    `@media print { :root { color-scheme: light; ${properties(LIGHT)} } }`,
    ...slices,
  ];
  return new Markup(rules.join('\n'));
}

function properties(theme: Theme): string {
  return Object.entries(theme)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(' ');
}
