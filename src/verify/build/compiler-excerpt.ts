/** Lines of a build's output that are shown where no compiler error is found in it. */
const LAST_LINES = 15;
/** Lines that are shown from a compiler error on. */
const ERROR_LINES = 20;

/**
 * What of a failed build's output tells why: from the first compiler error on, else the end.
 * @returns the file that does not compile, as the tree has it
 */
export function compilerExcerpt(output: string): { file: string | undefined; excerpt: string } {
  const lines = output.trimEnd().split('\n');
  const first = lines.findIndex((line) => /^\S+:\d+(?::\d+)?: (?:fatal )?error: /.test(line));
  if (first < 0) return { file: undefined, excerpt: lines.slice(-LAST_LINES).join('\n') };
  const [, path = ''] = /^([^:]+):/.exec(lines[first] ?? '') ?? [];
  // The compiler names it from the build folder.
  const file = path.replace(/^(?:\/src\/|(?:\.\.\/)*src\/|(?:\.\.\/)+)/, '');
  return { file, excerpt: lines.slice(first, first + ERROR_LINES).join('\n') };
}
