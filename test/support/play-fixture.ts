import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FIXTURES, type Fired } from './fixture-trees.js';

const run = promisify(execFile);

/** One line of a run: a checkpoint that fired or a mark of the harness, with the host. */
export interface Event {
  readonly side: 'source' | 'destination';
  readonly kind: 'checkpoint' | 'mark';
  readonly what: string;
}

/** Compiles a tree with every warning an error. @throws with the compiler's words */
export async function compile(tree: string, program: string): Promise<void> {
  await run(join(FIXTURES, 'build.sh'), [tree, program], { timeout: 60_000 });
}

/** The scenarios that a program knows. */
export async function scenariosIn(program: string): Promise<string[]> {
  const { stdout } = await run(program, ['--list'], { timeout: 20_000 });
  return stdout.split('\n').filter((line) => line !== '');
}

/** Plays a scenario. */
export async function play(program: string, scenario: string): Promise<Event[]> {
  const { stdout } = await run(program, [scenario], { timeout: 20_000, maxBuffer: 16 * 1024 * 1024 });
  const events: Event[] = [];
  let side: Event['side'] = 'source';
  for (const line of stdout.split('\n').filter((text) => text !== '')) {
    const [kind, ...rest] = line.split(' ');
    const what = rest.join(' ');
    if (kind === 'side') side = what === 'destination' ? 'destination' : 'source';
    else if (kind === 'checkpoint' || kind === 'mark') events.push({ side, kind, what });
    else throw new Error(`${scenario}: a line of no known kind: ${line}`);
  }
  return events;
}

/** The checkpoints of a run, by host. */
export function fired(events: readonly Event[]): Fired {
  const of = (side: Event['side']): string[] =>
    events.filter((event) => event.kind === 'checkpoint' && event.side === side).map((event) => event.what);
  return { source: of('source'), destination: of('destination') };
}

/** What the code itself did in a run. */
export function marks(events: readonly Event[]): string[] {
  return events.filter((event) => event.kind === 'mark').map((event) => `${event.side}: ${event.what}`);
}

type Marks = readonly string[];
const ends = (list: Marks, test: RegExp): boolean => test.test(list.at(-1) ?? '');
const begins = (list: Marks, test: RegExp): boolean => test.test(list[0] ?? '');
const none = (list: Marks, test: RegExp): boolean => !list.some((mark) => test.test(mark));

/** The moment of each checkpoint between the marks of its host, as qemu-fixtures/README.md has them. */
const MOMENTS: Readonly<Record<string, (before: Marks, after: Marks) => boolean>> = {
  'src-downtime-start': (before, after) => none(before, /^vm-stop/) && begins(after, /^vm-stop/),
  'src-vm-stopped': (before) => ends(before, /^vm-stop/),
  'src-iterable-saved': (before, after) =>
    ends(before, /^iterable-section/) &&
    none(before, /^device-section/) &&
    !begins(after, /^iterable-section/),
  'src-non-iterable-saved': (before, after) =>
    ends(before, /^device-(?:section|failed)/) && none(after, /^device-section/),
  'src-downtime-end': (_before, after) => none(after, /^device-section/),
  'dst-precopy-loadvm-completed': (before) => ends(before, /^(?:loadvm|cpu-sync)/),
  'dst-precopy-bh-enter': (_before, after) => begins(after, /^(?:activate|announce)/),
  'dst-precopy-bh-announced': (before) => ends(before, /^announce/),
  'dst-precopy-bh-vm-started': (before) => before.some((mark) => /^announce|^activate/.test(mark)),
  'dst-postcopy-bh-enter': (_before, after) => begins(after, /^cpu-sync/),
  'dst-postcopy-bh-cpu-synced': (before) => ends(before, /^cpu-sync/),
  'dst-postcopy-bh-announced': (before) => ends(before, /^announce/),
  'dst-postcopy-bh-cache-invalidated': (before) => ends(before, /^(?:activate|error-reported)/),
  'dst-postcopy-bh-vm-started': (before) => ends(before, /^(?:vm-start|runstate|activate|error-reported)/),
};

/** Checkpoints that fired at another moment than theirs. */
export function wrongMoments(events: readonly Event[]): string[] {
  return events.flatMap((event, index) => {
    if (event.kind !== 'checkpoint') return [];
    const own = (other: Event): boolean => other.kind === 'mark' && other.side === event.side;
    const before = events
      .slice(0, index)
      .filter(own)
      .map((other) => other.what);
    const after = events
      .slice(index + 1)
      .filter(own)
      .map((other) => other.what);
    const right = MOMENTS[event.what]?.(before, after) ?? false;
    return right ? [] : [`${event.what} between "${before.at(-1) ?? ''}" and "${after[0] ?? ''}"`];
  });
}
