import type { HiddenCall } from '../../placement/existing-calls.js';

const ZERO = /^#\s*if\s+0$/;

/** Whether a call stands in the branch of an `#if 0` that no build compiles; its `#else` is another matter. */
export function isNeverCompiled({ file, offset, why }: HiddenCall): boolean {
  return (
    why === 'preprocessor' &&
    file.conditionals.some(
      ({ directive, hidden }) =>
        ZERO.test(directive) && hidden.some(({ start, end }) => start <= offset && offset < end),
    )
  );
}
