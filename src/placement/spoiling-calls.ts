import { isParsed, SourceFile } from '../csource/source-file.js';
import { splice } from '../csource/splice.js';

/**
 * The calls that are themselves why their function does not parse, such as one that `patch --fuzz` left in an initialiser:
 * without any the function parses, and with that one it does not. Of a semicolon that was lost elsewhere no call is to blame.
 * @returns their offsets
 */
export function spoilingCalls(file: SourceFile, callee: string): ReadonlySet<number> {
  // Not up to the semicolon of the next statement, where the call's own was lost.
  const statement = new RegExp(`\\b${callee}\\s*\\((?:[^;{}()]|\\([^;{}()]*\\))*\\)\\s*;`, 'g');
  const calls = [...file.lexical.matchAll(statement)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  const isWhole = (span: SourceFile['functions'][number] | undefined, of: SourceFile): boolean =>
    span !== undefined && isParsed(of.parse(span));
  const broken = calls.filter(({ start }) => !isWhole(file.functionAt(start), file));
  const without = blanked(file, broken);
  return new Set(
    broken
      .filter(({ start }) => isWhole(without.functionAt(start), without))
      .filter((call) => {
        const alone = blanked(
          file,
          broken.filter((other) => other !== call),
        );
        return !isWhole(alone.functionAt(call.start), alone);
      })
      .map(({ start }) => start),
  );
}

/** The file with blanks in the place of some calls. */
function blanked(
  file: SourceFile,
  calls: readonly { readonly start: number; readonly end: number }[],
): SourceFile {
  const edits = calls.map(({ start, end }) => ({
    start,
    end,
    text: file.text.slice(start, end).replace(/[^\r\n]/g, ' '),
  }));
  return new SourceFile(file.path, splice(file.text, edits));
}
