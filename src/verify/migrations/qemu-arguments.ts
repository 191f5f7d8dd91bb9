import type { QemuOffer } from './offer.js';
import type { RunFiles, SharedFile } from './run-files.js';

/** How one side of a migration is started. */
export interface SideOptions {
  /** What it waits for to come in: an address, or `defer` to be told. */
  readonly incoming?: string | undefined;
  /** Its guest does not start by itself. */
  readonly paused?: boolean | undefined;
}

const COMMON = ['-nodefaults', '-display', 'none', '-qmp', 'stdio', '-msg', 'timestamp=on'];

/** The arguments of a QEMU that only tells what it offers. */
export const PROBE_ARGUMENTS: readonly string[] = ['-machine', 'none', ...COMMON];

/** The arguments of one side of a migration. */
export function sideArguments(
  offer: Pick<QemuOffer, 'machine'>,
  files: RunFiles,
  trace: SharedFile,
  { incoming, paused = false }: SideOptions,
): readonly string[] {
  return [
    ...['-machine', `${offer.machine},accel=tcg`, '-m', '64'],
    ...(offer.machine === 'pc' ? pcArguments(files) : []),
    ...COMMON,
    // A file of patterns: every release takes it, a pattern on the command line only those from 2.6 on.
    ...['-trace', `events=${optionValue(files.events.inside)}`, '-D', trace.inside],
    ...(paused ? ['-S'] : []),
    ...(incoming === undefined ? [] : ['-incoming', incoming]),
  ];
}

/** The option ROM that vapic would load is not there in a bare build. */
function pcArguments(files: RunFiles): readonly string[] {
  return ['-bios', files.rom.inside, '-global', 'apic-common.vapic=off'];
}

/** QEMU splits an option at commas, but for doubled ones. */
function optionValue(value: string): string {
  return value.replaceAll(',', ',,');
}
