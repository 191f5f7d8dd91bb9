import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import { type Gap, gapAfterDeclarations, gapAtEnd, gapBeside } from '../../src/csource/gap.js';
import type { ParsedFunction } from '../../src/csource/source-file.js';
import { splice } from '../../src/csource/splice.js';
import { isStatement, listOf, statementList } from '../../src/csource/statements.js';
import { descendants } from '../../src/csource/syntax.js';
import { findExistingCalls } from '../../src/placement/existing-calls.js';
import { intoGap } from '../../src/port/line-edits.js';
import { removalEdit } from '../../src/port/removal.js';
import { callLines } from '../../src/port/site-edits.js';
import { anyFunction } from '../support/any-function.js';
import { offsetAfter } from '../support/offset-after.js';
import { parsedFunction } from '../support/parsed-function.js';

type Side = 'before' | 'after';

const never = (): boolean => false;

/** Every room of a function, with the side from which it is entered. */
function rooms(fn: ParsedFunction): { gap: Gap; side: Side }[] {
  const found: { gap: Gap; side: Side }[] = [];
  const add = (gap: Gap | undefined, side: Side): void => {
    if (gap) found.push({ gap, side });
  };
  for (const node of descendants(fn.bodyNode)) {
    if (!isStatement(node) || node.type === 'labeled_statement' || !listOf(node)) continue;
    for (const side of ['before', 'after'] as const) add(gapBeside(fn, node, side, never), side);
  }
  add(gapAfterDeclarations(fn, fn.bodyNode, never), 'before');
  add(gapAtEnd(fn, fn.bodyNode, never), 'after');
  return found;
}

/** A gap by offsets, so that one of another parse can be compared. */
const place = (gap: Gap | undefined) => gap && [gap.block.start, gap.previous?.start, gap.next?.start];

/** Puts a call into one of a function's rooms. */
const filled = fc.tuple(anyFunction, fc.nat(), fc.boolean()).map(([text, choice, guarded]) => {
  const fn = parsedFunction(text);
  const all = rooms(fn);
  const room = all[choice % all.length];
  if (!room) throw new Error('a function without a room');
  const lines = callLines(
    defaultRecipe,
    'src-vm-stopped',
    guarded ? '!in_postcopy || iterable_only' : undefined,
  );
  const edit = intoGap(room.gap, room.side, lines);
  return { text, fn, ...room, edit, after: splice(text, [edit]) };
});

function existing(text: string) {
  const [call, another] = findExistingCalls(parsedFunction(text).file, defaultRecipe).calls;
  if (!call || another) throw new Error(`not one call in ${text}`);
  return call;
}

describe('a call that is put into any room of any function', () => {
  it('comes out again without a trace', () => {
    fc.assert(
      fc.property(filled, ({ text, side, after }) => {
        expect(splice(after, [removalEdit(existing(after), side)])).toBe(text);
      }),
      { numRuns: 150 },
    );
  });

  it('is found in the same room', () => {
    fc.assert(
      fc.property(filled, ({ gap, edit, after }) => {
        const moved = place(gap)?.map((offset) =>
          offset === undefined ? undefined : offsetAfter([edit], offset),
        );
        expect(place(existing(after).gap)).toEqual(moved);
      }),
      { numRuns: 150 },
    );
  });

  it('lies between its neighbours, on lines of its own, with their line ends', () => {
    fc.assert(
      fc.property(filled, ({ fn, gap, edit, text }) => {
        const list = statementList(fn.file, gap.block);
        expect(edit.start).toBeGreaterThanOrEqual(gap.previous?.end ?? list.start);
        expect(edit.start).toBeLessThanOrEqual(gap.next?.start ?? list.end);
        expect(edit.end).toBe(edit.start);
        expect(edit.text.includes('\r\n')).toBe(text.includes('\r\n'));
        expect(edit.text).not.toMatch(/[^\r]\n.*\r|\r[^\n]/);
      }),
      { numRuns: 150 },
    );
  });
});
