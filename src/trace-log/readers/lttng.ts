import type { EventBody, ParsedLine, Reader } from '../event.js';
import { checkpointOf, rowOf } from '../event-text.js';
import { microseconds } from '../microseconds.js';

const LINE =
  /^\[(?:(?:(\d{4})-(\d\d)-(\d\d) )?(\d\d):(\d\d):(\d\d)|(\d{1,12}))\.(\d{9})\] (.*?)qemu:vmstate_downtime_(\w+): (.*)$/;
const CHECKPOINT = /\{ checkpoint = "([\w-]{1,64})" \}$/;
const ROW =
  /\{ type = "([\w-]+)", idstr = "((?:[^"\\]|\\.)*)", instance_id = (-?\d+), downtime = (\d{1,15}) \}$/;

/**
 * LTTng's UST backend as `babeltrace` prints it: `[time] (+difference) host qemu:event: { cpu_id = 0 }, { field = value, … }`. The
 * time is that of the day, with `--clock-date` of a date, with `--clock-seconds` in seconds.
 */
export const lttng: Reader = {
  form: 'lttng',
  times: 'wall',
  open: () => {
    const dated = acrossMidnight();
    return (line) => readLine(line, dated);
  },
};

const DAY = 86_400_000_000;

/** Gives times of day the day that is nearest to the line before: behind 23:59 comes 00:00, which is no step back. */
function acrossMidnight(): (at: number) => number {
  let last: number | undefined;
  return (at) => {
    last = last === undefined ? at : at + Math.round((last - at) / DAY) * DAY;
    return last;
  };
}

function readLine(line: string, dated: (at: number) => number): ParsedLine | undefined {
  const [, year, month, day, hour, minute, second, seconds, fraction, context = '', kind, fields] =
    LINE.exec(line) ?? [];
  if (kind === undefined || fields === undefined) return undefined;
  const [y = 1970, m = 1, d = 1, h = 0, min = 0, s = 0] = [year, month, day, hour, minute, second].map(
    (text) => (text === undefined ? undefined : Number(text)),
  );
  const whole = seconds ?? String(Date.UTC(y, m - 1, d, h, min, s) / 1000);
  const at = microseconds(whole, fraction);
  const body = bodyOf(kind, fields);
  const [, thread] = /\bv[pt]id = (\d{1,10})/.exec(fields) ?? /\bv[pt]id = (\d{1,10})/.exec(context) ?? [];
  return at === undefined || !body
    ? undefined
    : {
        at: year === undefined && seconds === undefined ? dated(at) : at,
        thread: thread === undefined ? null : Number(thread),
        body,
      };
}

function bodyOf(kind: string, fields: string): EventBody | undefined {
  const [, name] = (kind === 'checkpoint' ? CHECKPOINT.exec(fields) : undefined) ?? [];
  if (name !== undefined) return checkpointOf(name);
  const [, section = '', idstr = '', instance, duration] = ROW.exec(fields) ?? [];
  if (instance === undefined || (kind !== 'save' && kind !== 'load')) return undefined;
  return rowOf(kind, section, idstr.replace(/\\(.)/g, '$1'), Number(instance), Number(duration));
}
