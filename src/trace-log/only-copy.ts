/** How many names are remembered; hardly a machine has as many devices. */
const MANY = 20_000;

const copies = new Map<string, string>();

/**
 * One copy of each name, cut free from the line that it was found in: a part of a string keeps the whole string, and a log may
 * name the same device hundreds of thousands of times.
 */
export function onlyCopy(name: string): string {
  const known = copies.get(name);
  if (known !== undefined) return known;
  if (copies.size >= MANY) copies.clear();
  const own = Buffer.from(name).toString();
  copies.set(own, own);
  return own;
}
