import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { scratchFolder } from '../tree/write/scratch-tree.js';

/** Where the trees written for the tests lie. */
export const FIXTURES = join(import.meta.dirname, '../../qemu-fixtures');

/** Checkpoints of one run, by host. */
export interface Fired {
  readonly source: readonly string[];
  readonly destination: readonly string[];
}

/** What scenarios.json says of a tree. */
export interface FixtureFacts {
  readonly era: string;
  readonly release: string;
  readonly sites: Readonly<Record<string, number>>;
  readonly notApplicable: readonly string[];
  /** `fixed`: where `--fixes` differs. */
  readonly scenarios: Readonly<Record<string, Fired & { readonly fixed?: Partial<Fired> }>>;
}

/** The trees by name, oldest code first. */
export const fixtureNames: readonly string[] = readdirSync(FIXTURES)
  .filter((name) => existsSync(join(FIXTURES, name, 'scenarios.json')))
  .sort();

export function factsOf(name: string): FixtureFacts {
  return JSON.parse(readFileSync(join(FIXTURES, name, 'scenarios.json'), 'utf8'));
}

/** A copy of a tree that the test may do anything to. */
export function copyOf(name: string, root = scratchFolder()): string {
  cpSync(join(FIXTURES, name), root, { recursive: true });
  return root;
}

/** The three files of a tree that a port may change. */
export interface Targets {
  readonly migration: string;
  readonly savevm: string;
  readonly events: string;
}

/** Their paths, in the layout of the tree's era. */
export function targetsOf(root: string): Targets {
  const first = (...paths: string[]): string => paths.find((path) => existsSync(join(root, path))) ?? '';
  return {
    migration: first('migration/migration.c', 'migration.c'),
    savevm: first('migration/savevm.c', 'savevm.c'),
    events: first('migration/trace-events', 'trace-events'),
  };
}

/** Changes a file's text, one character a byte. */
export function rewrite(root: string, path: string, change: (text: string) => string): void {
  const file = join(root, path);
  const before = readFileSync(file, 'latin1');
  const after = change(before);
  expect(after, `${path} was to be changed`).not.toBe(before);
  writeFileSync(file, after, 'latin1');
}

/** Replaces text inside one function of a file. */
export function replaceIn(root: string, path: string, name: string, from: string | RegExp, to: string): void {
  rewrite(root, path, (text) => {
    const start = text.search(new RegExp(`^[\\w *]*\\b${name}\\([^;{]*\\)\\s*\\n\\{`, 'm'));
    expect(start, `${name} in ${path}`).toBeGreaterThanOrEqual(0);
    const end = text.indexOf('\n}', start) + 2;
    const body = text.slice(start, end);
    const changed = body.replace(from, () => to);
    expect(changed, `"${from}" in ${name}`).not.toBe(body);
    return text.slice(0, start) + changed + text.slice(end);
  });
}

/** The bytes of a tree's targets. */
export function bytesOf(root: string): Record<string, Buffer> {
  return Object.fromEntries(
    Object.values(targetsOf(root)).map((path) => [path, readFileSync(join(root, path))]),
  );
}
