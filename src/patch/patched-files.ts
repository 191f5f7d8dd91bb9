const HUNK = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/;
/** Lines by which git, diff or quilt name a file, outside of hunks. */
const NAMED = /^(?:--- |\+\+\+ |Index: |diff --git .* (?=b\/)|rename (?:from|to) )([^\t\r]+)/;
/** These are without the folder before the path. */
const BARE = /^rename /;

/**
 * The files that a patch in any form changes, each once, as `patch -p1` names them. A line in a hunk is none of a header,
 * whatever it looks like.
 * @param text one character a byte
 */
export function patchedFiles(text: string): string[] {
  const paths = new Set<string>();
  let [old, now] = [0, 0];
  for (const line of text.split('\n')) {
    if (old > 0 || now > 0) {
      if (!line.startsWith('+') && !line.startsWith('\\')) old -= 1;
      if (!line.startsWith('-') && !line.startsWith('\\')) now -= 1;
      continue;
    }
    const [hunk, before = '1', after = '1'] = HUNK.exec(line) ?? [];
    if (hunk !== undefined) [old, now] = [Number(before), Number(after)];
    const name = NAMED.exec(line)?.[1]?.trim();
    if (name !== undefined && name !== '/dev/null')
      paths.add(BARE.test(line) ? name : name.replace(/^[^/]*\//, ''));
  }
  return [...paths];
}

/** The lines that a patch takes out and puts in, without where: by these two patches are the same change. */
export function changedLines(text: string): string {
  return text
    .split('\n')
    .filter((line) => /^[+-]/.test(line) && !/^(?:--- |\+\+\+ |-- ?$|---$)/.test(line))
    .join('\n');
}
