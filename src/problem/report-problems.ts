import { anyOf } from '../near-names.js';
import { shellWord } from '../shell-word.js';
import { Refusal, WrongUsage } from './problem.js';

/** Whether only the unit is missing. */
function isNumber(text: string): boolean {
  return /^[+-]?\d+(?:\.\d+)?$/.test(text);
}

/** What kept a file from being read as a log. */
export interface UnreadLog {
  /** A clause that follows the file's name. */
  readonly what: string;
  /** The command line that makes a log of it, with `FILE` for the file and `TEXT` for a new one. */
  readonly command?: string;
  /** What to do where no one command does it, with the same names in it. */
  readonly advice?: string;
  /** Whether lines name an event and have no form that is read. */
  readonly isMisread?: true;
}

/** A log without a downtime event. */
interface EmptyLog {
  readonly name: string;
  readonly unread: UnreadLog | undefined;
}

function adviceOn(logs: readonly EmptyLog[]): string {
  const filled = (key: 'command' | 'advice'): string[] => [
    ...new Set(
      logs.flatMap(({ name, unread }) =>
        unread?.[key] === undefined
          ? []
          : [
              unread[key]
                .replace('FILE', () => shellWord(name))
                .replace('TEXT', () => shellWord(`${name}.txt`)),
            ],
      ),
    ),
  ];
  const advice = filled('advice');
  if (advice.length > 0) return advice.join('; ');
  const commands = filled('command');
  if (commands.length > 0) return `make text of it, and name that: ${commands.join('; ')}`;
  return logs.some(({ unread }) => unread?.isMisread)
    ? 'give the lines as QEMU, libvirt or the tracer wrote them, each whole and with its time'
    : "run QEMU with -trace 'vmstate_downtime*' -msg timestamp=on, or name another file";
}

/** What `report` declines, worded in one place. */
export const reportProblems = {
  /** @param meant those that it may be meant for */
  noSuchFigure: (name: string, names: readonly string[], meant: readonly string[]): WrongUsage =>
    new WrongUsage([
      {
        code: 'no-such-figure',
        expected: `one of: ${names.join(', ')}`,
        found: `no figure is called "${name}"`,
        next: meant.length === 0 ? 'leave the name out for all of them' : `did you mean ${anyOf(meant)}?`,
      },
    ]),
  noLog: (): WrongUsage =>
    new WrongUsage([
      {
        code: 'no-log',
        expected: '--source FILE, --destination FILE or --run DIR',
        found: 'no log to read',
        next: 'name the trace output of a migration, of either side or of both',
      },
    ]),
  folderNeeded: (format: string, count: number): WrongUsage =>
    new WrongUsage([
      {
        code: 'folder-needed',
        expected: '--output with the name of a folder',
        found: `--format ${format}, which makes ${count} files`,
        next: 'add --output trace',
      },
    ]),
  durationUnfit: (option: string, text: string, example: string): WrongUsage =>
    new WrongUsage([
      {
        code: 'duration-unfit',
        expected: `a number with its unit (us, ms or s), such as ${example}`,
        found: `${option} ${text}`,
        next: `write it as ${option} ${isNumber(text) ? `${text}ms or ${text}s` : example}`,
      },
    ]),
  /** @param instead what else may be meant */
  numberUnfit: (option: string, text: string, instead: string): WrongUsage =>
    new WrongUsage([
      {
        code: 'number-unfit',
        expected: 'a whole number from 1',
        found: `${option} ${text}`,
        next: `write it as ${option} 1, or ${instead}`,
      },
    ]),
  noSuchMigration: (number: number, count: number): WrongUsage =>
    new WrongUsage([
      {
        code: 'no-such-migration',
        expected: count === 1 ? '1' : `a number from 1 to ${count}`,
        found: `--migration ${number}, where ${count === 1 ? 'there is one' : `there are ${count}`} in the logs`,
        next: 'name one of those, or leave --migration out to see all',
      },
    ]),
  /** @param meant folders of runs that are near, or a pattern of such */
  noSuchRun: (
    text: string,
    why: string,
    { option = '--run', meant = [] }: { readonly option?: string; readonly meant?: readonly string[] } = {},
  ): WrongUsage =>
    new WrongUsage([
      {
        code: 'no-such-run',
        expected: 'a folder with the logs of a run, or a pattern of such folders',
        found: `${text}: ${why}`,
        next:
          meant.length === 0
            ? 'give the folder that holds the trace output of a migration'
            : `did you mean ${option} ${meant.map(shellWord).join(' ')}?`,
      },
    ]),
  folderForLog: (option: string, path: string): WrongUsage =>
    new WrongUsage([
      {
        code: 'file-unreadable',
        expected: `a text file for ${option}`,
        found: `${path}: a folder, not a file`,
        next: `name the log in it, or sum up the runs in it with --run ${shellWord(path)}`,
      },
    ]),
  baselineUnfit: (path: string, why: string): WrongUsage =>
    new WrongUsage([
      {
        code: 'baseline-unfit',
        expected: 'a folder of runs, or a report that was saved with --format json',
        found: `--compare ${path}: ${why}`,
        next: 'save one with qemu-downtime report --format json --output before.json',
      },
    ]),
  /** @param found what each log holds */
  wrongSide: (found: readonly string[]): Refusal =>
    new Refusal([
      {
        code: 'wrong-side',
        expected: 'a log of the source for --source, one of the destination for --destination',
        found: found.join('; '),
        next:
          found.length === 1
            ? 'name it by the other of the two options'
            : 'change the two options for each other',
      },
    ]),
  /**
   * @param logs each with what it is, if it is none that can be read, and the command that makes one of it
   * @param form the form that `--input-format` names, and the one that lines are of, where that is another
   */
  noDowntimeEvent: (
    logs: readonly EmptyLog[],
    form: { readonly asked: string; readonly found: string } | undefined,
  ): Refusal =>
    new Refusal([
      {
        code: 'no-downtime-event',
        expected:
          'lines with vmstate_downtime_checkpoint, _save or _load, in a form that --input-format lists',
        found: `no downtime event in ${logs.map(({ name, unread }) => (unread ? `${name}, ${unread.what}` : name)).join(', nor in ')}`,
        next:
          form === undefined
            ? adviceOn(logs)
            : `leave --input-format ${form.asked} out: the lines are of the form ${form.found}`,
      },
    ]),
} as const;
