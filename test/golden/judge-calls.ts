import { diffArrays } from 'diff';
import { type CodeLine, functionBodies, withoutComments } from './code-lines.js';
import type { GoldenSite, GoldenTree } from './golden.js';

/** Where upstream's commit puts a call, or where its later corrections do. */
export type Policy = 'faithful' | 'fixed';

/** A call that stands where none belongs. */
interface WrongCall {
  readonly name: string;
  readonly file: string;
  /** 1-based line in the judged text. */
  readonly line: number;
  readonly why: string;
}

/** What is to be said about the calls of a tree. Right and missing make up all sites that are known. */
export interface Judgement {
  readonly right: number;
  readonly wrong: readonly WrongCall[];
  readonly missing: readonly (GoldenSite & { readonly name: string })[];
}

const CALL = /^(?:\(void\) ?)?trace_vmstate_downtime_checkpoint ?\( ?"([^"]*)" ?\);$/;
const OLDER_CALL = /^trace_loadvm_postcopy_handle_run_bh\(/;
const ANY_CALL = /trace_vmstate_downtime_checkpoint\s*\(\s*"([^"]*)"/g;
const GUARD = /^guard: (\(.*\))$/;

/**
 * Compares the calls in a text, however they came there, with the sites read from the release. A call is right if
 * no line of code lies between it and its site; comments and blank lines may.
 * @param before the release's file texts by path
 * @param after the same files with calls in them
 */
export function judgeCalls(
  golden: GoldenTree,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  policy: Policy = 'faithful',
): Judgement {
  const pending = Object.entries(golden.sites).flatMap(([name, sites]) =>
    sites.map((site) => ({ ...site, name, after_line: lineUnder(policy, site) })),
  );
  const wrong: WrongCall[] = [];
  let right = 0;
  for (const [file, text] of after) {
    const bodiesBefore = functionBodies(before.get(file) ?? '');
    const bodiesAfter = functionBodies(text);
    const inCode = new Set<number>();
    for (const [name, body] of bodiesAfter) {
      for (const call of callsIn(bodiesBefore.get(name) ?? [], body)) {
        inCode.add(call.line);
        const index = pending.findIndex(
          (site) =>
            site.file === file &&
            site.function === name &&
            site.name === call.name &&
            standsAt(site, call, bodiesBefore.get(name) ?? [], body),
        );
        if (index >= 0) {
          pending.splice(index, 1);
          right++;
        } else wrong.push({ name: call.name, file, line: call.line, why: `no site of it there, in ${name}` });
      }
    }
    wrong.push(...strayMentions(file, text, inCode));
  }
  return { right, wrong, missing: pending };
}

function lineUnder(policy: Policy, site: GoldenSite): number {
  return policy === 'fixed' ? (site.after_line_inside_guard ?? site.after_line) : site.after_line;
}

/** Calls that no function holds, or that a comment swallowed. */
function strayMentions(file: string, text: string, inCode: ReadonlySet<number>): WrongCall[] {
  const bare = withoutComments(text).split('\n');
  return [...text.matchAll(ANY_CALL)].flatMap((match) => {
    const line = text.slice(0, match.index).split('\n').length;
    if (inCode.has(line)) return [];
    const commented = !(bare[line - 1] ?? '').includes('trace_vmstate_downtime_checkpoint');
    const why = commented ? 'inside a comment' : 'outside any function, or not a statement of its own';
    return [{ name: match[1] ?? '', file, line, why }];
  });
}

interface FoundCall {
  readonly name: string;
  readonly line: number;
  /** Lines of the old code before it; undefined where the code around it is not the old one. */
  readonly position: number | undefined;
  readonly guard: string | undefined;
  readonly hoisted: boolean;
}

interface Piece {
  readonly code: string;
  readonly call?: Omit<FoundCall, 'position'>;
}

function callsIn(before: readonly CodeLine[], after: readonly CodeLine[]): FoundCall[] {
  const old = before.map((line) => line.text).filter((text) => !OLDER_CALL.test(text));
  const pieces = undoForms(old, after);
  const now = pieces.filter((piece) => !piece.call).map((piece) => piece.code);
  const positions = alignment(old, now);
  let passed = 0;
  return pieces.flatMap((piece) => {
    if (piece.call) return [{ ...piece.call, position: positions[passed] }];
    passed++;
    return [];
  });
}

/** Reads the shapes that a call may need around it, and takes what they add out again. */
function undoForms(old: readonly string[], after: readonly CodeLine[]): Piece[] {
  const lines = after.filter((line) => !OLDER_CALL.test(line.text));
  const pieces: Piece[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    if (!line) break;
    const name = CALL.exec(line.text)?.[1];
    const above = pieces.at(-1)?.code ?? '';
    const below = lines[index + 1]?.text ?? '';
    const guard = /^if (\(.*\)) \{$/.exec(above)?.[1];
    const stored = /^(\w+) = (.*);$/.exec(above);
    if (name === undefined) pieces.push({ code: line.text });
    else if (guard !== undefined && below === '}' && !old.includes(above)) {
      pieces.splice(-1, 1, { code: '', call: { name, line: line.line, guard, hoisted: false } });
      index++;
    } else if (stored && below === `if (${stored[1]}) {` && old.includes(`if (${stored[2]}) {`)) {
      pieces.splice(-1, 1, { code: `if (${stored[2]}) {` });
      pieces.push({ code: '', call: { name, line: line.line, guard: undefined, hoisted: true } });
      const declaration = pieces.findIndex((piece) => piece.code === `int ${stored[1]};`);
      if (declaration >= 0 && !old.includes(`int ${stored[1]};`)) pieces.splice(declaration, 1);
      index++;
    } else pieces.push({ code: '', call: { name, line: line.line, guard: undefined, hoisted: false } });
  }
  return pieces;
}

/** For each place between the new lines, the place between the old ones that it is. */
function alignment(old: readonly string[], now: readonly string[]): (number | undefined)[] {
  const fromAbove: (number | undefined)[] = [0];
  const fromBelow: (number | undefined)[] = [];
  let at = 0;
  for (const part of diffArrays([...old], [...now])) {
    if (part.removed) {
      at += part.value.length;
      continue;
    }
    for (let count = 0; count < part.value.length; count++) {
      fromBelow.push(part.added ? undefined : at);
      if (!part.added) at++;
      fromAbove.push(part.added ? undefined : at);
    }
  }
  fromBelow.push(old.length);
  return fromAbove.map((position, index) => position ?? fromBelow[index]);
}

function standsAt(
  site: GoldenSite,
  call: FoundCall,
  before: readonly CodeLine[],
  after: readonly CodeLine[],
): boolean {
  const expected = before.filter(
    (line) => line.line <= site.after_line && !OLDER_CALL.test(line.text),
  ).length;
  if (call.position !== expected) return false;
  if (call.guard !== GUARD.exec(site.kind)?.[1]) return false;
  if (call.hoisted !== site.kind.startsWith('call-is-if-condition')) return false;
  return site.kind !== 'replace-line' || !after.some((line) => OLDER_CALL.test(line.text));
}
