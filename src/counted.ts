/** A count with its noun, whose plural has an s: `3 calls`, `1 call`, `0 calls`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
