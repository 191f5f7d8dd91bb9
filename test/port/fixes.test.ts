import { describe, expect, it } from 'vitest';
import { functionText } from '../support/c-text.js';
import { planned, ported, reverted } from '../support/ported-tree.js';
import { changed, newTree, oldTree, type SmallTree } from '../support/small-tree.js';

const CALL = 'trace_vmstate_downtime_checkpoint("src-downtime-end");';
const only = ['src-downtime-end'];
const STORE = '        s->downtime = end_time - s->downtime_start;\n';
const faithful = ported(newTree, { only });
const fixed = ported(newTree, { only, fixes: true });

const completing = (tree: SmallTree): string => functionText(tree.migration, 'migration_calculate_complete');
const statusOf = (tree: SmallTree, fixes: boolean) =>
  planned(tree, { only, fixes }).verdicts.find((verdict) => verdict.name === 'src-downtime-end')?.status;

describe('src-downtime-end', () => {
  it('fires on every call, as upstream’s commit has it', () => {
    expect(completing(faithful)).toContain(`${STORE}    }\n\n    ${CALL}\n\n    s->total_time`);
  });

  it('fires only where the downtime is set, with the later correction', () => {
    expect(completing(fixed)).toContain(`${STORE}        ${CALL}\n    }\n\n    s->total_time`);
  });

  it('moves from the one place to the other', () => {
    expect(ported(faithful, { only, fixes: true })).toEqual(fixed);
    expect(statusOf(faithful, true)).toBe('moved');
  });

  it('does not move back', () => {
    expect(ported(fixed, { only })).toEqual(fixed);
    expect(statusOf(fixed, false)).toBe('present');
  });

  it('is right where the correction has it already', () => {
    expect(statusOf(fixed, true)).toBe('present');
  });

  it('is taken out of either place', () => {
    expect(reverted(faithful)).toEqual(newTree);
    expect(reverted(fixed)).toEqual(newTree);
  });

  it('has one place alone without a guard', () => {
    expect(ported(oldTree, { only, fixes: true })).toEqual(ported(oldTree, { only }));
  });

  it('is refused under a guard that the catalogue does not know', () => {
    const tree = changed(newTree, 'migration', 'if (!s->downtime) {', 'if (s->measure) {');
    expect(planned(tree, { only }).problems.map((problem) => problem.code)).toEqual(['no-place']);
  });

  it.each(['!s->downtime', '! ms->downtime', 's->downtime == 0', '!entered_postcopy'])(
    'climbs out of %s',
    (condition) => {
      const tree = changed(newTree, 'migration', 'if (!s->downtime) {', `if (${condition}) {`);
      expect(completing(ported(tree, { only }))).toContain(`    }\n\n    ${CALL}\n`);
    },
  );

  it('is refused under a guard with an else', () => {
    const otherwise = `${STORE}    } else {\n        x();\n    }\n`;
    const tree = changed(newTree, 'migration', `${STORE}    }\n`, otherwise);
    expect(planned(tree, { only }).problems.map((problem) => problem.code)).toEqual(['no-place']);
  });
});
