import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import { eventChanges } from '../../src/port/event-changes.js';

describe('eventChanges', () => {
  const [ours, older] = ['vmstate_downtime_checkpoint', 'loadvm_postcopy_handle_run_bh'];
  const of = (before: string, after: string) =>
    eventChanges(defaultRecipe, [{ path: 'migration/trace-events', before, after, edits: [] }]);

  it('are told by the names that lines declare', () => {
    const before = `a(void) ""\ndisable ${older}(const char *s) "%s"\n# ${ours}(x)\n${ours}s(int a) "%d"\n`;
    expect(of(before, `a(void) ""\n${ours}(const char *c) "%s"\n`)).toEqual([
      { sign: '+', name: ours },
      { sign: '-', name: older },
    ]);
    expect(of(before, `${before}\n`)).toEqual([]);
    expect(eventChanges(defaultRecipe, [])).toEqual([]);
  });

  it('are not those of C functions with such a name', () => {
    const file = {
      path: 'migration/savevm.c',
      before: `static void ${older}(void *o)\n`,
      after: '',
      edits: [],
    };
    expect(eventChanges(defaultRecipe, [file])).toEqual([]);
  });
});
