import type { SourceFile } from '../../csource/source-file.js';
import type { HiddenCall } from '../../placement/existing-calls.js';

const ZERO = /^#\s*if\s+0$/;

/** Whether a call stands where no build compiles it. */
export function isNeverCompiled({ file, offset, why }: HiddenCall): boolean {
  return why === 'preprocessor' && isInNoBuild(file, offset);
}

/** Whether an offset is in the branch of an `#if 0` that no build compiles; its `#else` is another matter. */
export function isInNoBuild(file: SourceFile, offset: number): boolean {
  return file.conditionals.some(
    ({ directive, hidden }) =>
      ZERO.test(directive) && hidden.some(({ start, end }) => start <= offset && offset < end),
  );
}
