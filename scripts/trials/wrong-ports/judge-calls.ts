import { type CodeLine, functionBodies, withoutComments } from '../../../test/golden/code-lines.js';
import { MOMENTS, type Moment } from './moments.js';

/** A call of the tracepoint in a text, wherever it got to. */
export interface JudgedCall {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** The function; undefined in a comment and outside of functions. */
  readonly function: string | undefined;
  readonly inComment: boolean;
  /** Whether it marks its moment. */
  readonly isRight: boolean;
}

const CALL = /trace_vmstate_downtime_checkpoint\s*\(\s*"([^"]*)"/g;
const TRACE = /^\(?(?:void\) )?trace_\w+\(/;

/** Judges every call in a file by the function around it and the lines beside it. Of two in one place the second is wrong. */
export function judgeCalls(file: string, text: string): JudgedCall[] {
  const code = withoutComments(text).split('\n');
  const bodies = [...functionBodies(text)];
  const taken = new Set<string>();
  return [...text.matchAll(CALL)].map((match) => {
    const name = match[1] ?? '';
    const line = text.slice(0, match.index).split('\n').length;
    const inComment = !(code[line - 1] ?? '').includes('trace_vmstate_downtime_checkpoint');
    const around = inComment ? undefined : bodies.find(([, body]) => body.some((one) => one.line === line));
    const [fn, body = []] = around ?? [];
    const place = fn === undefined ? undefined : placeIn(body, line);
    const fits = place && (MOMENTS[name] ?? []).some((moment) => isAt(moment, fn ?? '', place));
    const key = `${name} ${fn} ${place?.at}`;
    const isRight = fits === true && !taken.has(key);
    if (isRight) taken.add(key);
    return { name, file, line, function: fn, inComment, isRight };
  });
}

interface Lines {
  readonly behind: string;
  readonly before: string;
  /** How many lines of code are above. */
  readonly at: number;
}

function placeIn(body: readonly CodeLine[], line: number): Lines {
  const others = body.filter((one) => one.line === line || !TRACE.test(one.text));
  const index = others.findIndex((one) => one.line === line);
  const above = others.slice(0, index).map(({ text }) => text);
  const last = above.at(-1) ?? '';
  return {
    behind: last === '}' ? (above.at(-2) ?? '') : last,
    before: others[index + 1]?.text ?? '',
    at: index,
  };
}

function isAt(moment: Moment, fn: string, { behind, before }: Lines): boolean {
  return moment.in.test(fn) && (moment.behind?.test(behind) ?? true) && (moment.before?.test(before) ?? true);
}
