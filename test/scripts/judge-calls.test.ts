import { describe, expect, it } from 'vitest';
import { functionBodies, withoutComments } from '../golden/code-lines.js';
import { goldenReleases, goldenTrees, upstreamCommit } from '../golden/golden.js';
import { judgeCalls } from '../golden/judge-calls.js';
import { isEventRight } from '../golden/judge-event.js';

const BEFORE = `static int stop(void)
{
    int a = 1;

    /* The
     * stop. */
    begin();
    if (halt(a)) {
        goto fail;
    }
    trace_loadvm_postcopy_handle_run_bh("enter");
    return 0;
}

static void
other(int x,
      int y)
{
    begin();
    end();
}
`;

const call = (name: string) => `trace_vmstate_downtime_checkpoint("${name}");`;

function golden(site: {
  name: string;
  after_line: number;
  kind?: string;
  function?: string;
  inside?: number;
}) {
  const { name, after_line, kind = 'plain', inside } = site;
  const place = { file: 'm.c', function: site.function ?? 'stop', after_line, kind };
  return {
    commit: '',
    blobs: {},
    sites: { [name]: [inside === undefined ? place : { ...place, after_line_inside_guard: inside }] },
    trace_events: { file: 'trace-events', after_line: 2, remove_line: 1 },
  };
}

function judge(known: ReturnType<typeof golden>, after: string, policy?: 'fixed') {
  return judgeCalls(known, new Map([['m.c', BEFORE]]), new Map([['m.c', after]]), policy);
}

const RIGHT = { right: 1, wrong: [], missing: [] };

describe('judgeCalls', () => {
  it('does not mind blank lines and comments', () => {
    const known = golden({ name: 'x', after_line: 3 });
    expect(judge(known, BEFORE.replace('    begin', `    ${call('x')}\n    begin`))).toEqual(RIGHT);
    expect(judge(known, BEFORE.replace('= 1;\n', `= 1;\n    ${call('x')}\n`))).toEqual(RIGHT);
  });

  it('minds every line of code, the function, and the name', () => {
    const known = golden({ name: 'x', after_line: 3 });
    const wrong = {
      right: 0,
      wrong: [{ name: 'x', file: 'm.c' }],
      missing: [{ name: 'x', function: 'stop' }],
    };
    expect(judge(known, BEFORE.replace('begin();\n', `begin();\n    ${call('x')}\n`))).toMatchObject(wrong);
    expect(judge(known, BEFORE.replace('    end', `    ${call('x')}\n    end`))).toMatchObject(wrong);
    const misnamed = judge(known, BEFORE.replace('    begin', `    ${call('y')}\n    begin`));
    expect(misnamed).toMatchObject({ right: 0, wrong: [{ name: 'y' }], missing: [{ name: 'x' }] });
    expect(judge(known, BEFORE)).toMatchObject({ right: 0, wrong: [], missing: [{ name: 'x' }] });
  });

  it('counts a call that is there twice once', () => {
    const twice = BEFORE.replace('    begin', `    ${call('x')}\n    ${call('x')}\n    begin`);
    expect(judge(golden({ name: 'x', after_line: 3 }), twice)).toMatchObject({
      right: 1,
      wrong: [{ line: 8 }],
    });
  });

  it('finds calls that went into a comment or out of every function', () => {
    const known = golden({ name: 'x', after_line: 3 });
    const commented = BEFORE.replace('     * stop', `     ${call('x')}\n     * stop`);
    expect(judge(known, commented).wrong).toMatchObject([{ line: 6, why: 'inside a comment' }]);
    const outside = `${BEFORE}${call('x')}\n`;
    expect(judge(known, outside).wrong).toMatchObject([
      { why: expect.stringContaining('outside any function') },
    ]);
  });

  it('knows a hoisted condition, with and without a new local', () => {
    const known = golden({ name: 'x', after_line: 8, kind: 'call-is-if-condition: hoist result' });
    const hoisted = BEFORE.replace('if (halt(a)) {', `a = halt(a);\n    ${call('x')}\n\n    if (a) {`);
    expect(judge(known, hoisted)).toEqual(RIGHT);
    expect(
      judge(
        known,
        hoisted
          .replace('a = halt', 'r = halt')
          .replace('if (a)', 'if (r)')
          .replace('= 1;', '= 1;\n    int r;'),
      ),
    ).toEqual(RIGHT);
    expect(judge(known, BEFORE.replace('        goto', `        ${call('x')}\n        goto`)).right).toBe(0);
    expect(judge(golden({ name: 'x', after_line: 8 }), hoisted).right).toBe(0);
  });

  it('knows a guard, and minds its condition', () => {
    const known = golden({ name: 'x', after_line: 7, kind: 'guard: (!a || b)' });
    const guarded = (condition: string) =>
      BEFORE.replace('begin();\n', `begin();\n    if (${condition}) {\n        ${call('x')}\n    }\n`);
    expect(judge(known, guarded('!a || b'))).toEqual(RIGHT);
    expect(judge(known, guarded('!b')).right).toBe(0);
    expect(judge(known, BEFORE.replace('begin();\n', `begin();\n    ${call('x')}\n`)).right).toBe(0);
    expect(judge(golden({ name: 'x', after_line: 7 }), guarded('!a || b')).right).toBe(0);
  });

  it('wants the older call gone where the new one replaces it', () => {
    const known = golden({ name: 'x', after_line: 11, kind: 'replace-line' });
    const older = 'trace_loadvm_postcopy_handle_run_bh("enter");';
    expect(judge(known, BEFORE.replace(older, call('x')))).toEqual(RIGHT);
    expect(judge(known, BEFORE.replace(older, `${older}\n    ${call('x')}`)).right).toBe(0);
  });

  it('takes the corrected place where asked', () => {
    const known = golden({ name: 'x', after_line: 10, inside: 9 });
    const inside = BEFORE.replace('goto fail;\n', `goto fail;\n        ${call('x')}\n`);
    expect(judge(known, inside, 'fixed')).toEqual(RIGHT);
    expect(judge(known, inside).right).toBe(0);
  });

  it('stays sure of the place where other lines of the function changed', () => {
    const known = golden({ name: 'x', after_line: 7 });
    const changed = BEFORE.replace('int a = 1;', 'int a = 2;').replace(
      'begin();\n',
      `begin();\n    ${call('x')}\n`,
    );
    expect(judge(known, changed)).toEqual(RIGHT);
  });
});

describe('isEventRight', () => {
  const known = golden({ name: 'x', after_line: 1 });
  const line = 'vmstate_downtime_checkpoint(const char *checkpoint) "%s"';

  it('wants the line at its place, the older one gone, and nothing else', () => {
    expect(isEventRight(known, 'old\nload\nmore\n', `load\n${line}\nmore\n`)).toBe(true);
    expect(isEventRight(known, 'old\nload\nmore\n', `old\nload\n${line}\nmore\n`)).toBe(false);
    expect(isEventRight(known, 'old\nload\nmore\n', `load\nmore\n${line}\n`)).toBe(false);
  });
});

describe('code lines', () => {
  it('keep strings, and lose comments but not their line ends', () => {
    expect(withoutComments('a = "/* no */"; /* yes\n */ b; // c\n\'"\'')).toBe(
      'a = "/* no */";  \n  b;  \n\'"\'',
    );
  });

  it('are found by function', () => {
    const bodies = functionBodies(BEFORE);
    expect([...bodies.keys()]).toEqual(['stop', 'other']);
    expect(bodies.get('other')).toEqual([
      { line: 19, text: 'begin();' },
      { line: 20, text: 'end();' },
    ]);
  });
});

describe('what is known', () => {
  it('is the same in both files', () => {
    for (const [name, tree] of goldenTrees) {
      const release = goldenReleases.get(name);
      expect(release?.commit).toBe(tree.commit);
      const counts = Object.entries(tree.sites).map(([checkpoint, sites]) => [checkpoint, sites.length]);
      expect(Object.fromEntries(counts)).toEqual(release?.expected_sites);
    }
    expect(goldenReleases.size).toBe(45);
    expect(Object.keys(upstreamCommit.files)).toHaveLength(3);
  });
});
