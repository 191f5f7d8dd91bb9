import { readFileSync } from 'node:fs';
import { packageFolder } from './package-folder.js';

const FOLDER = new URL('templates/', packageFolder);
const read = new Map<string, string>();

/** The text of a template of this package. */
function template(name: string): string {
  const known = read.get(name);
  if (known !== undefined) return known;
  const text = readFileSync(new URL(name, FOLDER), 'latin1');
  read.set(name, text);
  return text;
}

/**
 * Fills the holes of a template, written `@NAME@`, and gives back its lines without line ends.
 * @throws Error on a hole without a value: a mistake in the catalogue.
 */
export function fill(name: string, values: Readonly<Record<string, string>>): string[] {
  const filled = template(name).replace(/@([A-Z]+)@/g, (_, hole: string) => {
    const value = values[hole];
    if (value === undefined) throw new Error(`template ${name} has a hole ${hole} without a value`);
    return value;
  });
  const lines = filled.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
