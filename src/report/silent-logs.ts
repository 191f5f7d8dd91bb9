import { extname } from 'node:path';
import type { Logs, NamedLog } from './build-report.js';
import type { Side } from './model.js';
import { rotatedName } from './rotated-name.js';
import { sideInName, stemsOf } from './run-groups.js';

/** What those files of a folder are that are named as logs of a side and have no event, though others have. */
export interface SilentLogs {
  /** Of a run whose other side has events. */
  readonly beside: readonly { readonly name: string; readonly side: Side; readonly stem: string }[];
  /** Of no such run: the names by what they have in common. */
  readonly alone: ReadonlyMap<string, readonly string[]>;
}

/**
 * Tells them by their names: by the word for a side, and by an ending that a log with events has as well.
 * @param names files without an event, without their folder
 * @param groups the runs that the logs with events make
 */
export function silentLogs(names: readonly string[], groups: ReadonlyMap<string, Logs>): SilentLogs {
  const runs = [...groups].map(([stem, logs]) => ({
    stem,
    logs,
    stems: namedLogs(logs).flatMap(stemsOfLog),
  }));
  const loud = runs.flatMap(({ logs }) => namedLogs(logs)).map(({ name }) => rotatedName(name).base);
  const endings = new Set(loud.map((name) => extname(name)));
  const beside: { name: string; side: Side; stem: string }[] = [];
  const alone = new Map<string, string[]>();
  const silent = names.flatMap((name) => {
    const { base } = rotatedName(name);
    const side = sideInName(base);
    const isLog = endings.has(extname(base)) && !loud.some((one) => one.endsWith(`/${base}`));
    return side !== undefined && isLog ? [{ name, side, stems: stemsOf(base, BOTH) }] : [];
  });
  for (const { name, side, stems } of silent) {
    const run =
      runs.find((one) => one.stems.some((stem) => stems.includes(stem))) ??
      (silent.length === 1 ? runs.find(({ logs }) => runs.length === 1 && !logs[side]) : undefined);
    if (!run) alone.set(stems[0] ?? name, [...(alone.get(stems[0] ?? name) ?? []), name]);
    else if (!run.logs[side]) beside.push({ name, side, stem: run.stem });
  }
  return { beside, alone };
}

const BOTH = { source: true, destination: true };

function namedLogs({ source, destination }: Logs): NamedLog[] {
  return [source, destination].filter((log) => log !== undefined);
}

function stemsOfLog({ name }: NamedLog): readonly string[] {
  return stemsOf(rotatedName(name).base, BOTH);
}
