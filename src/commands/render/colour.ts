import picocolors from 'picocolors';

/** The colours that the tables use; each leaves text alone where colour is off. */
export interface Colours {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly strong: (text: string) => string;
}

/**
 * Decides about colour as users of git expect.
 * @param when `--color`; `auto` means on a terminal and without NO_COLOR
 */
export function colours(when: 'auto' | 'always' | 'never', isTerminal: boolean): Colours {
  const on =
    when === 'always' ||
    (when === 'auto' && isTerminal && !process.env.NO_COLOR && process.env.TERM !== 'dumb');
  const { green, red, dim, bold } = picocolors.createColors(on);
  return { good: green, bad: red, dim, strong: bold };
}
