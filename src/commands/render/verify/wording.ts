import type { Submodule } from '../../../git/submodules.js';
import type { Judgement } from '../../../verify/expectation/judge.js';
import { isGood, type MigrationResult, type VerifyResult } from '../../../verify/result.js';

/** What is wrong with a migration, a line each; nothing where it passed. */
export function faultsOf(one: MigrationResult): string[] {
  const { status, isRequired, reason, source, destination, devices } = one;
  return [
    ...(reason === undefined ? [] : [reason]),
    ...(status === 'not-runnable' && isRequired ? ['it has to run, by --require'] : []),
    ...faultsOn('source', source),
    ...faultsOn('destination', destination),
    ...(devices?.faults ?? []),
  ];
}

function faultsOn(side: string, judgement: Judgement | undefined): string[] {
  if (!judgement) return [];
  const { counts, missing, unexpected, outOfOrder } = judgement;
  const counted = new Map(counts.map(({ name, count }) => [name, count]));
  const fired = counts.map(({ name, count }) => (count > 1 ? `${name} (${count} times)` : name)).join(', ');
  const faults = [
    ...missing.map((name) => `${side}: ${name} does not fire`),
    ...unexpected.map((name) => {
      const count = counted.get(name) ?? 0;
      return `${side}: ${name} fires ${count > 1 ? `${count} times, expected once at most` : 'where it should not'}`;
    }),
    ...outOfOrder.map((name) => `${side}: ${name} fires out of order`),
  ];
  return faults.length === 0 ? [] : [...faults, `${side}: fired, in this order: ${fired || 'nothing'}`];
}

/** What passed by exception. */
export function notesOf({ source, destination, devices }: MigrationResult): string[] {
  const doubles = [source, destination].flatMap((side) =>
    (side?.notes ?? []).map(({ checkpoint, why }) => `${checkpoint} fires twice, ${why}`),
  );
  return [...doubles, ...(devices?.notes ?? [])];
}

/** What the user can do about a verification that failed; nothing where it passed. */
export function nextOf({ passed, breakage, migrations, absent, logs }: VerifyResult): string[] {
  if (passed) return [];
  const where = logs === undefined ? '' : `: ${logs}`;
  const bad = migrations.filter((one) => !isGood(one));
  const has = (test: (one: MigrationResult) => boolean) => bad.some(test);
  return [
    ...(breakage ? [`${breakage.next}${where}`] : []),
    ...(breakage ? absentText(absent) : []),
    ...(has(({ source, destination }) => source !== undefined || destination !== undefined)
      ? [`see where each call belongs with qemu-downtime lint, or in the traces${where}`]
      : []),
    ...(has(({ status, source }) => status === 'failed' && source === undefined)
      ? [`see what the QEMUs wrote, beside their traces${where}`]
      : []),
    ...(has(({ status }) => status === 'not-runnable')
      ? ['mend what keeps it from running, or do not --require it']
      : []),
  ];
}

/** Submodules that may be what a build lacks. Below roms/ are the sources of firmware, which no build of the emulator takes. */
function absentText(absent: readonly Submodule[]): string[] {
  const paths = absent.map(({ path }) => path).filter((path) => !path.startsWith('roms/'));
  if (paths.length === 0) return [];
  return [
    `the build may lack submodules whose commits are not here: git submodule update --init ${paths.join(' ')}`,
  ];
}
