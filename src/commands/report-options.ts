import { type ReportRequest, requireInput } from '../library/report-request.js';
import { reportProblems } from '../problem/report-problems.js';
import { usageProblems } from '../problem/usage-problems.js';
import { type NamedOutput, namedOutputs } from './named-outputs.js';
import { readingProgress } from './reading-progress.js';
import { isFilesFormat, type ReportFormat, reportFormats } from './render/report/index.js';

/** The options of `report`. */
export interface ReportOptions {
  readonly source?: string;
  readonly destination?: string;
  readonly run?: readonly string[];
  readonly compare?: string;
  readonly inputFormat: string;
  readonly clockOffset?: string;
  readonly returnPath?: 'on' | 'off';
  readonly migration?: string;
  readonly failOver?: string;
  readonly top?: string;
  readonly all?: boolean;
  readonly explain?: string | true;
  readonly format: ReportFormat;
  readonly output?: readonly string[];
  readonly color: 'auto' | 'always' | 'never';
}

/** The options as what they mean. */
interface ReadOptions {
  readonly request: ReportRequest;
  /** Null for all. */
  readonly top: number | null;
}

/** Where a report goes. */
export type ReportOutput = NamedOutput<ReportFormat>;

/**
 * Where the reports go.
 * @throws WrongUsage `options-exclude-each-other`, `output-unfit`
 */
export function reportOutputs({ output = [], format, run }: ReportOptions): ReportOutput[] {
  const outputs = namedOutputs(output, format, reportFormats);
  const drawn = outputs.find((one) => isFilesFormat(one.format));
  if (run !== undefined && drawn)
    throw usageProblems.together('--run', `--format ${drawn.format}`, 'that shows migrations one by one');
  return outputs;
}

/** How many devices are listed by default. */
const TOP = 10;

/**
 * Reads the options.
 * @throws WrongUsage for texts that are no durations or numbers, and options that contradict each other
 */
export function reportRequest(options: ReportOptions): ReadOptions {
  const { source, destination, run, compare, top, all } = options;
  requireInput(options);
  const inputs = [source, destination, compare].filter((path) => path === '-');
  if (inputs.length > 1 && !(inputs.length === 2 && compare !== '-'))
    throw usageProblems.together('--compare -', 'a log on -', 'there is one standard input');
  if (top !== undefined && all)
    throw usageProblems.together('--top', '--all', 'one asks for some, one for all');
  const { clockOffset, returnPath, failOver, migration, inputFormat } = options;
  return {
    request: {
      source,
      destination,
      run,
      compare,
      form: inputFormat === 'auto' ? undefined : inputFormat,
      host: { offset: clockOffset === undefined ? undefined : offsetOf(clockOffset), returnPath },
      migration:
        migration === undefined
          ? undefined
          : wholeNumber('--migration', migration, 'leave it out to see all'),
      failOver: failOver === undefined ? undefined : durationOf('--fail-over', failOver, '300ms'),
      watch: readingProgress,
    },
    top: all ? null : top === undefined ? TOP : wholeNumber('--top', top, '--all to list all devices'),
  };
}

function offsetOf(text: string): number | 'unknown' {
  if (text === 'unknown') return 'unknown';
  if (/^[+-]?0$/.test(text)) return 0;
  return durationOf('--clock-offset', text, '169s');
}

const UNITS: Readonly<Record<string, number>> = { us: 1, µs: 1, ms: 1000, s: 1_000_000 };

/** @returns microseconds */
function durationOf(option: string, text: string, example: string): number {
  const [, number, unit = ''] = /^([+-]?\d{1,12}(?:\.\d{1,6})?)(us|µs|ms|s)$/.exec(text) ?? [];
  const value = Math.round(Number(number) * (UNITS[unit] ?? Number.NaN));
  const isNegative = option !== '--clock-offset' && value < 0;
  if (!Number.isSafeInteger(value) || isNegative) throw reportProblems.durationUnfit(option, text, example);
  return value;
}

function wholeNumber(option: string, text: string, instead: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw reportProblems.numberUnfit(option, text, instead);
  return Number(text);
}
