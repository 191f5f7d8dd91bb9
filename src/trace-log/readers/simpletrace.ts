import type { EventBody, Reader } from '../event.js';
import { checkpointOf, rowOf } from '../event-text.js';

const LINE = /^(\w+) (\d{1,13})\.(\d{3}) pid=(\d{1,10})(?: (.*))?$/;
// No part is without bound, or a long line of many blanks would be gone through as often as it has any.
const ROW =
  /^type=(\S{1,40}) idstr=(.{0,260}) instance_id=(-?0x[0-9a-f]{1,16}|-?\d{1,20}) downtime=(0x[0-9a-f]{1,16}|\d{1,20})$/;
const EVENT = /^vmstate_downtime_(\w+)$/;

/**
 * The text of QEMU's `simpletrace.py`: `event microseconds-since-the-line-before pid=… name=value …`. The first line is 0, so
 * that nothing tells the time of day; every line counts, of whatever event. Integers are hexadecimal.
 */
export const simpletrace: Reader = {
  form: 'simpletrace',
  times: 'relative',
  needsEveryLine: true,
  open: () => {
    let nanoseconds = 0;
    return (line) => {
      const [, event, whole, fraction, pid, rest = ''] = LINE.exec(line) ?? [];
      if (event === undefined) return undefined;
      nanoseconds += Number(whole) * 1000 + Number(fraction);
      const [, kind] = EVENT.exec(event) ?? [];
      if (kind === undefined) return null;
      const body = bodyOf(kind, rest);
      if (!body || !Number.isSafeInteger(nanoseconds)) return undefined;
      return { at: Math.floor(nanoseconds / 1000), thread: Number(pid), body };
    };
  },
};

function bodyOf(kind: string, rest: string): EventBody | undefined {
  if (kind === 'checkpoint') {
    const [, name] = /^checkpoint=(.{1,70})$/.exec(rest) ?? [];
    return name === undefined ? undefined : checkpointOf(bare(name));
  }
  if (kind !== 'save' && kind !== 'load') return undefined;
  const [, section = '', idstr = '', instance, duration] = ROW.exec(rest) ?? [];
  if (instance === undefined) return undefined;
  // An int is stored in 64 bits: those that are negative come out as large.
  const number = BigInt.asIntN(32, integer(instance));
  return rowOf(kind, bare(section), bare(idstr), Number(number), Number(duration));
}

function integer(text: string): bigint {
  return text.startsWith('-') ? -BigInt(text.slice(1)) : BigInt(text);
}

/** Some versions print a string as Python shows bytes: `b'ram'`. */
function bare(text: string): string {
  return /^b'(.*)'$/.exec(text)?.[1] ?? text;
}
