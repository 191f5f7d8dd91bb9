import { describe, expect, it } from 'vitest';
import { lineOf } from '../support/c-text.js';
import { expectRefused, PATHS, ported } from '../support/ported-tree.js';
import { changed, extended, newTree, oldTree, type SmallTree } from '../support/small-tree.js';

const LINE = 'vmstate_downtime_checkpoint(const char *checkpoint) "%s"';
const withEvents = (events: string, tree: SmallTree = oldTree): SmallTree => ({ ...tree, events });
const portedEvents = (events: string, tree: SmallTree = oldTree): string =>
  ported(withEvents(events, tree)).events;

describe('the event’s line goes', () => {
  it('behind vmstate_downtime_load, where that is', () => {
    expect(portedEvents('vmstate_load(int a) ""\nvmstate_downtime_load(int a) ""\nz(void) ""\n')).toBe(
      `vmstate_load(int a) ""\nvmstate_downtime_load(int a) ""\n${LINE}\nz(void) ""\n`,
    );
  });

  it('behind vmstate_load otherwise, not behind those whose names begin so', () => {
    expect(
      portedEvents(
        'vmstate_load_state(int a) ""\nvmstate_load(int a) ""\nvmstate_load_field_error(int a) ""\n',
      ),
    ).toBe(
      `vmstate_load_state(int a) ""\nvmstate_load(int a) ""\n${LINE}\nvmstate_load_field_error(int a) ""\n`,
    );
  });

  it('behind savevm_section_end where there is neither', () => {
    expect(portedEvents('savevm_section_end(void) ""\nvmstate_load_state(int a) ""\n')).toBe(
      `savevm_section_end(void) ""\n${LINE}\nvmstate_load_state(int a) ""\n`,
    );
  });

  it('behind an event that is disabled', () => {
    expect(portedEvents('disable savevm_section_end(void) ""\nz(void) ""\n')).toBe(
      `disable savevm_section_end(void) ""\n${LINE}\nz(void) ""\n`,
    );
  });

  it('to a section of its own at the end where there is none of them', () => {
    expect(portedEvents('a(void) ""\n')).toBe(`a(void) ""\n\n# savevm.c\n${LINE}\n`);
  });

  it('to a file without a final line end, which keeps having none', () => {
    expect(portedEvents('a(void) ""')).toBe(`a(void) ""\n\n# savevm.c\n${LINE}`);
    expect(portedEvents('vmstate_load(int a) ""')).toBe(`vmstate_load(int a) ""\n${LINE}`);
  });

  it('with the line end of its neighbours', () => {
    expect(portedEvents('a(void) ""\r\nvmstate_load(int a) ""\r\n')).toBe(
      `a(void) ""\r\nvmstate_load(int a) ""\r\n${LINE}\r\n`,
    );
  });

  it('nowhere if it is there, in whatever spacing', () => {
    const half = ported(oldTree, { only: ['src-vm-stopped'] });
    const events = 'a(void) ""\nvmstate_downtime_checkpoint(const char  *checkpoint)  "%s"\n';
    expect(portedEvents(events, half)).toBe(events);
  });
});

describe('the event’s line is refused', () => {
  it('where nothing calls it yet, since a revert could not tell whose it is', () => {
    expectRefused(withEvents(`a(void) ""\n${LINE}\n`), [
      { code: 'event-unused', file: PATHS.events, line: 2 },
    ]);
  });

  it('where it is there twice', () => {
    const tree = withEvents(`${LINE}\na(void) ""\n${LINE}\n`);
    expectRefused(tree, [{ code: 'event-doubled', file: PATHS.events, line: 3 }]);
  });

  it.each([
    ['other arguments', 'vmstate_downtime_checkpoint(int checkpoint) "%s"'],
    ['another format', 'vmstate_downtime_checkpoint(const char *checkpoint) "%d"'],
    ['a property', `disable ${LINE}`],
  ])('with %s', (_, line) => {
    expectRefused(withEvents(`a(void) ""\n${line}\n`), [
      { code: 'event-format', file: PATHS.events, line: 2 },
    ]);
  });
});

describe('the older event', () => {
  const OLDER = 'loadvm_postcopy_handle_run_bh(const char *str) "%s"\n';

  it('goes when its five calls have the new name', () => {
    expect(ported(newTree).events).not.toContain('handle_run_bh');
    expect(ported(newTree).events).toContain('loadvm_postcopy_handle_run(void) ""\n');
  });

  it('stays while one of its calls is not selected', () => {
    const { events, savevm } = ported(newTree, {
      only: ['dst-postcopy-bh-enter', 'dst-postcopy-bh-announced'],
    });
    expect(events).toContain(OLDER);
    expect(savevm.match(/trace_loadvm_postcopy_handle_run_bh/g)).toHaveLength(3);
  });

  it('goes with the last of its calls', () => {
    const half = ported(newTree, { only: ['dst-postcopy-bh-enter', 'dst-postcopy-bh-announced'] });
    expect(ported(half)).toEqual(ported(newTree));
  });

  it('stays while another function calls it', () => {
    const other = '\nvoid mine(void)\n{\n    trace_loadvm_postcopy_handle_run_bh("mine");\n}\n';
    expect(ported(extended(newTree, 'savevm', other)).events).toContain(OLDER);
  });

  it.each([
    ['a macro', '#define ANNOUNCED() trace_loadvm_postcopy_handle_run_bh("mine")\n'],
    [
      'an #else',
      '#ifdef FLEET\n#else\nvoid f(void) { trace_loadvm_postcopy_handle_run_bh("mine"); }\n#endif\n',
    ],
    ['a pointer', 'void (*mine)(const char *) = trace_loadvm_postcopy_handle_run_bh;\n'],
    ['a test', 'int on(void) { return trace_event_get_state(TRACE_LOADVM_POSTCOPY_HANDLE_RUN_BH); }\n'],
    ['a test of backends', 'int on(void) { return TRACE_LOADVM_POSTCOPY_HANDLE_RUN_BH_BACKEND_DSTATE(); }\n'],
  ])('stays while %s needs it', (_, text) => {
    expect(ported(extended(newTree, 'savevm', text)).events).toContain(OLDER);
    expect(ported(extended(newTree, 'migration', text)).events).toContain(OLDER);
  });

  it.each([
    '// trace_loadvm_postcopy_handle_run_bh("mine");\n',
    'int trace_loadvm_postcopy_handle_run_bh_v2;\n',
  ])('goes where %j is all that is left', (text) => {
    expect(ported(extended(newTree, 'savevm', text)).events).not.toContain(OLDER);
  });

  it('stays while one of the five stands beside its checkpoint, as a merge leaves it', () => {
    const announced = 'trace_vmstate_downtime_checkpoint("dst-postcopy-bh-announced");\n';
    const merged = changed(
      {
        ...ported(newTree),
        events: ported(newTree).events.replace('_run(void) ""\n', `_run(void) ""\n${OLDER}`),
      },
      'savevm',
      announced,
      `${announced}    trace_loadvm_postcopy_handle_run_bh("after announce");\n`,
    );
    expect(merged.events).toContain(OLDER);
    expect(ported(merged)).toEqual(merged);
  });

  it('stays in a tree where it was never called', () => {
    expect(ported({ ...oldTree, events: newTree.events }).events).toContain(OLDER);
  });

  const refusedAt = (events: string, code: string): void =>
    expectRefused({ ...newTree, events }, [
      { code, file: PATHS.events, line: lineOf(events, 'handle_run_bh(const') },
    ]);

  it.each([
    ['elsewhere', newTree.events.replace(OLDER, '').replace('\n# migration.c', `${OLDER}\n# migration.c`)],
    ['with another format', newTree.events.replace(OLDER, OLDER.replace('str)', 's)'))],
    [
      'with a line end that its neighbour has not',
      newTree.events.replace(OLDER, OLDER.replace('\n', '\r\n')),
    ],
  ])('is refused %s, for a revert could not put it back', (_, events) => {
    refusedAt(events, 'event-older-moved');
  });

  it('is refused twice', () => {
    const tree = changed(newTree, 'events', OLDER, OLDER + OLDER);
    expectRefused(tree, [{ code: 'event-doubled', file: PATHS.events, line: 4 }]);
  });
});
