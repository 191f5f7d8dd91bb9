import { describe, expect, it } from 'vitest';
import { lineOf } from '../support/c-text.js';
import { expectRefused, PATHS, planned, ported, reverted } from '../support/ported-tree.js';
import { changed, oldTree, type SmallTree } from '../support/small-tree.js';

/** The old tree with these lines instead of the includes of its savevm code, and no other tracepoint in it. */
function savevmWith(includes: string): SmallTree {
  const savevm = oldTree.savevm
    .replace('#include "qemu-common.h"\n#include "trace.h"\n', includes)
    .replace(/ *trace_savevm_section_\w+\(\);\n/g, '');
  return { ...oldTree, savevm };
}

describe('the include', () => {
  it.each([
    ['#include "a.h"\n#include <b.h>\n', '#include "a.h"\n#include <b.h>\n#include "trace.h"\n'],
    [
      '#include "a.h"\n\n#ifdef X\n#include "x.h"\n#endif\n',
      '#include "a.h"\n#include "trace.h"\n\n#ifdef X\n',
    ],
    [
      '#include "a.h" // a\n/* #include "b.h" */\n',
      '#include "a.h" // a\n#include "trace.h"\n/* #include "b.h" */\n',
    ],
    [
      '#include "a.h" /* that\n   and this */\n',
      '#include "a.h" /* that\n   and this */\n#include "trace.h"\n',
    ],
    ['#include "a.h"\r\n', '#include "a.h"\r\n#include "trace.h"\r\n'],
  ])('goes behind the last one that every build sees: %j', (includes, expected) => {
    const tree = savevmWith(includes);
    const after = ported(tree);
    expect(after.savevm.startsWith(expected)).toBe(true);
    expect(reverted(after)).toEqual(tree);
  });

  it('stays as it is where it is there', () => {
    expect(ported(oldTree).savevm.match(/trace\.h/g)).toHaveLength(1);
  });

  it('does not count in a comment, behind a function or in a branch', () => {
    const tree = savevmWith(
      '#include "a.h"\n/*\n#include "trace.h"\n*/\n#ifdef X\n#include "trace.h"\n#endif\n',
    );
    expect(ported(tree).savevm).toMatch(/^#include "a\.h"\n#include "trace\.h"\n/);
  });

  it('is not added where no checkpoint goes', () => {
    const tree = savevmWith('#include "a.h"\n');
    expect(ported(tree, { only: ['src-vm-stopped'] }).savevm).toBe(tree.savevm);
  });

  it('is refused where nothing uses it, since a revert could not tell whose it is', () => {
    const tree = savevmWith('#include "a.h"\n#include "trace.h"\n');
    expectRefused(tree, [{ code: 'include-unused', file: PATHS.savevm, line: 2, function: undefined }]);
  });

  it('may be unused in front of others, where the port would not have put it', () => {
    expect(planned(savevmWith('#include "trace.h"\n#include "a.h"\n')).problems).toEqual([]);
  });

  it('is refused where tracepoints are used without it', () => {
    const tree = changed(oldTree, 'savevm', '#include "trace.h"\n', '');
    expectRefused(tree, [
      {
        code: 'include-missing',
        file: PATHS.savevm,
        line: lineOf(tree.savevm, '#include'),
        function: undefined,
      },
    ]);
  });

  it('is refused in a file without any include', () => {
    expectRefused(savevmWith(''), [{ code: 'no-includes', file: PATHS.savevm, function: undefined }]);
  });
});
