import type { EventBody } from './event.js';
import { onlyCopy } from './only-copy.js';

/** What every event's name begins with, in every form of lines. */
export const EVENT_PREFIX = 'vmstate_downtime_';
const CHECKPOINT = /^checkpoint ([\w-]{1,64})$/;
// An idstr may hold anything, blanks too; QEMU has room for 256 bytes of it.
const ROW = /^(save|load) type=([\w-]{1,32}) idstr=(.{0,256}) instance_id=(-?\d{1,10}) downtime=(\d{1,15})$/;

/** Reads an event as QEMU's own format strings print it: its name, a blank, its arguments. */
export function eventIn(text: string): EventBody | undefined {
  if (!text.startsWith(EVENT_PREFIX)) return undefined;
  const event = text.slice(EVENT_PREFIX.length);
  const row = ROW.exec(event);
  if (row) return rowOf(row[1] ?? '', row[2] ?? '', row[3] ?? '', Number(row[4]), Number(row[5]));
  const name = CHECKPOINT.exec(event)?.[1];
  return name === undefined ? undefined : checkpointOf(name);
}

/** A checkpoint by its name. */
export function checkpointOf(name: string): EventBody {
  return { kind: 'checkpoint', name: onlyCopy(name) };
}

/** A device's row from its parts. */
export function rowOf(
  kind: string,
  section: string,
  idstr: string,
  instance: number,
  duration: number,
): EventBody | undefined {
  if (!Number.isSafeInteger(instance) || !Number.isSafeInteger(duration) || duration < 0) return undefined;
  if (section.length > 32 || idstr.length > 256) return undefined;
  // The key as well is made of the copies: of the parts it would keep the line.
  const own = { section: onlyCopy(section), idstr: onlyCopy(idstr) };
  const key = `${own.section} ${own.idstr}#${instance}`;
  return { kind: kind === 'save' ? 'save' : 'load', ...own, instance, duration, key };
}
