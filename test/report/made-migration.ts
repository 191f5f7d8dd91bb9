import fc from 'fast-check';

/** A migration with true times, as a log of each side by its own clock. */
export interface MadeMigration {
  readonly source: readonly string[];
  readonly destination: readonly string[];
  /** The truth, in microseconds. */
  readonly downtime: number;
  readonly pause: number;
  readonly returnPath: boolean;
}

/** How long each thing takes, in microseconds. */
export interface Timing {
  readonly stop: number;
  readonly beforeRam: number;
  readonly devices: readonly { readonly save: number; readonly load: number; readonly gap: number }[];
  readonly after: number;
  readonly transit: number;
  readonly steps: readonly [number, number, number];
  readonly completion: number;
  readonly returnPath: boolean;
}

const duration = fc.integer({ min: 1, max: 300_000 });

/** Any timing. */
export const anyTiming: fc.Arbitrary<Timing> = fc.record({
  stop: duration,
  beforeRam: duration,
  devices: fc.array(fc.record({ save: duration, load: duration, gap: fc.integer({ min: 0, max: 50 }) }), {
    minLength: 1,
    maxLength: 12,
  }),
  after: duration,
  transit: fc.integer({ min: 0, max: 100_000 }),
  steps: fc.tuple(duration, duration, duration),
  completion: duration,
  returnPath: fc.boolean(),
});

/** A moment by a clock, as QEMU's log backend prints it. */
export function stamp(microseconds: number): string {
  const seconds = Math.floor(microseconds / 1_000_000);
  return `${seconds}.${String(microseconds % 1_000_000).padStart(6, '0')}`;
}

/** A line of a checkpoint. */
export function checkpointLine(at: number, name: string, thread = 7): string {
  return `${thread}@${stamp(at)}:vmstate_downtime_checkpoint ${name}`;
}

/** A line of a device, which was done at that time. */
function rowLine(at: number, kind: 'save' | 'load', index: number, took: number): string {
  const device = index === 0 ? 'type=iterable idstr=ram' : `type=non-iterable idstr=dev${index}`;
  return `7@${stamp(at)}:vmstate_downtime_${kind} ${device} instance_id=0 downtime=${took}`;
}

/**
 * Plays a precopy: the source saves one device after the other, the destination loads each as soon as it has begun to arrive and
 * the one before is loaded, and has it no sooner than the source was done with it.
 * @param begin by the source's clock @param offset destination's clock − source's
 */
export function playPrecopy(timing: Timing, begin: number, offset: number): MadeMigration {
  const { stop, beforeRam, devices, after, transit, steps, completion, returnPath } = timing;
  const source: string[] = [];
  const destination: string[] = [];
  const here = (at: number, name: string) => source.push(checkpointLine(at, name));
  const there = (at: number, name: string) => destination.push(checkpointLine(at + offset, name));
  here(begin, 'src-downtime-start');
  here(begin + stop, 'src-vm-stopped');
  let saved = begin + stop + beforeRam;
  let loaded = 0;
  for (const [index, { save, load, gap }] of devices.entries()) {
    const from = saved + gap;
    saved = from + save;
    source.push(rowLine(saved, 'save', index, save));
    if (index === 0) here(++saved, 'src-iterable-saved');
    const loadFrom = Math.max(loaded, from + transit);
    loaded = Math.max(loadFrom + load, saved + transit);
    destination.push(rowLine(loaded + offset, 'load', index, loaded - loadFrom));
  }
  saved += after;
  here(saved, 'src-non-iterable-saved');
  let at = Math.max(loaded, saved + transit);
  there(at, 'dst-precopy-loadvm-completed');
  const names = ['dst-precopy-bh-enter', 'dst-precopy-bh-announced', 'dst-precopy-bh-vm-started'];
  for (const [index, name] of names.entries()) {
    at += steps[index] ?? 0;
    there(at, name);
  }
  const end = (returnPath ? Math.max(at, saved) : saved) + completion;
  here(end, 'src-downtime-end');
  return { source, destination, downtime: end - begin, pause: at - begin, returnPath };
}

/**
 * Plays a postcopy: all devices are saved into one package and sent at once; RAM comes when the guest runs, and the source ends for
 * the second time when the destination has said that it has all.
 */
export function playPostcopy(timing: Timing, begin: number, offset: number): MadeMigration {
  const { stop, beforeRam, devices, after, transit, steps, completion } = timing;
  const source: string[] = [];
  const destination: string[] = [];
  const here = (at: number, name: string) => source.push(checkpointLine(at, name));
  const there = (at: number, name: string) => destination.push(checkpointLine(at + offset, name));
  here(begin, 'src-downtime-start');
  here(begin + stop, 'src-vm-stopped');
  let saved = begin + stop + beforeRam;
  here(saved, 'src-iterable-saved');
  for (const [index, { save, gap }] of devices.entries()) {
    saved += gap + save;
    source.push(rowLine(saved, 'save', index + 1, save));
  }
  saved += after;
  here(saved, 'src-non-iterable-saved');
  const end = saved + completion;
  here(end, 'src-downtime-end');
  let at = end + transit;
  for (const [index, { load }] of devices.entries()) {
    at += load;
    destination.push(rowLine(at + offset, 'load', index + 1, load));
  }
  const [enter, announce, start] = steps;
  there(++at, 'dst-precopy-loadvm-completed');
  at += enter;
  there(at, 'dst-postcopy-bh-enter');
  there(at + 1, 'dst-postcopy-bh-cpu-synced');
  at += 1 + announce;
  there(at, 'dst-postcopy-bh-announced');
  there(at + 2, 'dst-postcopy-bh-cache-invalidated');
  at += 2 + start;
  there(at, 'dst-postcopy-bh-vm-started');
  const ram = at + after;
  destination.push(rowLine(ram + offset, 'load', 0, 1));
  here(ram + transit, 'src-downtime-end');
  return { source, destination, downtime: end - begin, pause: at - begin, returnPath: true };
}

/** Lines as a file. */
export function fileOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
