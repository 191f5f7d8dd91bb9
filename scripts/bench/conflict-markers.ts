const CONFLICT = /^<{7} [^\n]*\n([\s\S]*?)^={7}\n([\s\S]*?)^>{7} [^\n]*\n/gm;

/** A merged text with each conflict resolved to the release's side: what is in place without a person's work. */
export function releaseSide(text: string): string {
  return text.replace(CONFLICT, (_, ours: string) => ours);
}

/** The same with each conflict resolved to the patch's side. */
export function patchSide(text: string): string {
  return text.replace(CONFLICT, (_, __: string, theirs: string) => theirs);
}
