import { defaultRecipe } from '../../../catalogue/recipes.js';
import { counted } from '../../../counted.js';
import { printableLine } from '../../../problem/printable.js';
import { isGood, type Level, type MigrationResult, type VerifyResult } from '../../../verify/result.js';
import type { Colours } from '../colour.js';
import type { VerifyReporter } from './reporter.js';
import { faultsOf, nextOf, notesOf } from './wording.js';

/** The result as a table of stages and migrations, with what is wrong below each. */
export const text: VerifyReporter = (result, { paint, headlines }) => {
  const { tree, version, engine, applied, fixes, breakage, logs } = result;
  const lines = [
    `${printableLine(tree)}: QEMU ${printableLine(version ?? 'of unknown version')}, ${doneWith(result)} ${engine}`,
    ...(applied.length > 0 ? [`  its copy got ${appliedText(applied)} first, as by apply`] : []),
    ...fixes.map((why) => `  in its copy ${why}`),
    ...result.stages.map(
      ({ name, seconds, isCached }) =>
        `  ${name.padEnd(12)}${seconds.toFixed(1).padStart(8)} s${isCached ? paint.dim('  there already') : ''}`,
    ),
    ...(result.level === 'objects'
      ? result.built.map((target) => `  made         ${printableLine(target)}`)
      : []),
    ...result.migrations.flatMap((one) => migration(one, headlines?.get(one.mode), paint)),
    ...(breakage
      ? [
          `  ${paint.bad(breakage.stage)}: ${printableLine(breakage.reason)}`,
          ...(breakage.excerpt === ''
            ? []
            : breakage.excerpt.split('\n').map((line) => `    ${printableLine(line)}`)),
        ]
      : []),
    ...(logs === undefined ? [] : [`  logs and traces: ${printableLine(logs)}`]),
    ...nextOf(result).map((line) => `  next: ${printableLine(line)}`),
    verdict(result, paint),
    '',
  ];
  return lines.join('\n');
};

function migration(one: MigrationResult, headline: string | undefined, paint: Colours): string[] {
  const fired = [...(one.source?.counts ?? []), ...(one.destination?.counts ?? [])];
  const { devices } = one;
  const amount = [
    ...(one.source || one.destination ? [counted(fired.length, 'checkpoint')] : []),
    ...(devices ? [`${devices.saved} devices saved, ${devices.loaded} loaded`] : []),
  ].join(', ');
  const word = statusWord(one, paint);
  const time = one.downtime === undefined ? '' : `, QEMU says ${one.downtime} ms of downtime`;
  return [
    `  ${one.mode.padEnd(20)} ${word}${amount === '' ? '' : `  ${amount}${time}`}`,
    ...(headline === undefined ? [] : [`    ${printableLine(headline)}`]),
    ...faultsOf(one).map((fault) => `    ${printableLine(fault)}`),
    ...notesOf(one).map((note) => paint.dim(`    note: ${note}`)),
  ];
}

function statusWord(one: MigrationResult, paint: Colours): string {
  if (one.status === 'passed') return paint.good(one.status);
  if (one.status === 'failed') return paint.bad(one.status);
  return isGood(one) ? paint.dim('not runnable') : paint.bad('not runnable');
}

function verdict({ passed, migrations, level }: VerifyResult, paint: Colours): string {
  const skipped = migrations.filter(({ status }) => status === 'not-runnable').length;
  const left = skipped > 0 ? `, ${skipped} could not be run here` : '';
  if (!passed) return `${paint.bad('failed')}${left}`;
  return `${paint.good('passed')}${left}${NOT_DONE[level]}`;
}

/** What a lower level has not shown. */
const NOT_DONE: Readonly<Record<Level, string>> = {
  objects: ': the touched files compile; nothing was linked or run',
  build: ': it builds, and the program knows the trace events; no migration was run',
  migrate: '',
};

/** How far it came, to be followed by the engine’s name. */
function doneWith({ built, migrations, level }: VerifyResult): string {
  if (built.length === 0) return 'tried with';
  if (level === 'objects') return 'compiled with';
  return migrations.some(({ status }) => status !== 'not-runnable') ? 'built and run with' : 'built with';
}

/** `14 checkpoints and 4 changes`. */
function appliedText(applied: readonly string[]): string {
  const names = new Set(defaultRecipe.checkpoints.map(({ name }) => name));
  const checkpoints = applied.filter((name) => names.has(name)).length;
  const changes = applied.length - checkpoints;
  return [
    ...(checkpoints > 0 ? [counted(checkpoints, 'checkpoint')] : []),
    ...(changes > 0 ? [counted(changes, 'change')] : []),
  ].join(' and ');
}
