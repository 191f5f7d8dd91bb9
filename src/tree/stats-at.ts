import { type Stats, statSync } from 'node:fs';

/**
 * What is at a path, links followed. Undefined where there is nothing, or nothing can be seen: whoever opens it then learns
 * why, such as that a part of the path is no folder.
 */
export function statsAt(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** Whether two paths lead to one file or folder, by whatever names; what is not there is the same as nothing. */
export function isSameFile(a: string, b: string): boolean {
  const [one, other] = [statsAt(a), statsAt(b)];
  return one !== undefined && other !== undefined && one.dev === other.dev && one.ino === other.ino;
}
