import type { TraceEvent } from '../trace-log/event.js';
import type { RowBody } from './attempts.js';
import { deviceClass } from './device-class.js';
import type { Device, DeviceRow, Side } from './model.js';
import { withOutliers } from './outliers.js';
import { nameOf } from './side-events.js';
import { beginOf, type JudgedSide } from './side-record.js';

/** A device that takes no longer to save has nothing to send; microseconds. */
const NOTHING_SAVED = 5;

/** The devices of a migration, what was saved of each and what was loaded, joined by section, idstr and instance. */
export function joinDevices(source: JudgedSide | null, destination: JudgedSide | null): Device[] {
  const saves = source ? rowsOf(source, 'source') : [];
  const loads = destination ? rowsOf(destination, 'destination') : [];
  const loadOf = new Map<string, ReadRow[]>();
  for (const load of loads) {
    const same = loadOf.get(load.body.key);
    if (same) same.push(load);
    else loadOf.set(load.body.key, [load]);
  }
  const joined = new Set<ReadRow>();
  const isWhole = destination?.complete === true;
  const devices = saves.map(({ body, row }) => {
    const load = loadOf.get(body.key)?.shift();
    if (load) joined.add(load);
    return deviceOf(body, row, load?.row ?? null, isWhole && !load && row.duration <= NOTHING_SAVED);
  });
  for (const load of loads) if (!joined.has(load)) devices.push(deviceOf(load.body, null, load.row, false));
  return withOutliers(devices, isWhole);
}

function deviceOf(
  { idstr, instance, section }: RowBody,
  save: DeviceRow | null,
  load: DeviceRow | null,
  skipped: boolean,
): Device {
  const part = section === 'iterable' ? 'iterable' : 'non-iterable';
  return { idstr, instance, section: part, class: deviceClass(idstr), save, load, skipped };
}

interface ReadRow {
  readonly body: RowBody;
  readonly row: DeviceRow;
}

function rowsOf({ events, from, origin, marks }: JudgedSide, side: Side): ReadRow[] {
  const seen = new Set<string>();
  const over = marks.size > 0 ? overAt(events, side) : events.length;
  const rows: ReadRow[] = [];
  for (let index = 0; index < events.length; index++) {
    const event = events[index];
    if (!event || event.body.kind === 'checkpoint') continue;
    const { body, line } = event;
    const isRepeated = seen.has(body.key);
    if (!isRepeated) seen.add(body.key);
    const begin = beginOf(event);
    const start = begin === null || origin === null ? null : begin - origin;
    const counts =
      index < from
        ? 'before-switchover'
        : index > over
          ? 'after-resume'
          : isRepeated
            ? 'repeated'
            : 'counted';
    rows.push({ body, row: { duration: body.duration, start, line, counts, outlier: null } });
  }
  return rows;
}

/** Where the rows of the pause end: when all is saved, or when the guest runs. */
function overAt(events: readonly TraceEvent[], side: Side): number {
  const isOver = (name: string | undefined): boolean =>
    side === 'source' ? name === 'src-non-iterable-saved' : name?.endsWith('-bh-vm-started') === true;
  const index = events.findIndex((event) => isOver(nameOf(event)));
  return index < 0 ? events.length : index;
}
