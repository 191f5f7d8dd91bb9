import { describe, expect, it } from 'vitest';
import { copyOf, replaceIn, rewrite, targetsOf } from '../../support/fixture-trees.js';
import { expectRefused } from '../../support/place-of.js';
import { cli } from '../../support/run-cli.js';
import { expectUntouched, stateOf } from '../../support/tree-state.js';

/** Code that does not take the checkpoints: exit 3, one kind of message with the place, nothing touched. */

interface Case {
  readonly what: string;
  readonly tree: string;
  readonly change: (root: string) => void;
  readonly code: string;
  /** What it leads to as well. */
  readonly also?: string;
  readonly place: RegExp;
  readonly fixes?: boolean;
}

const M = 'migration/migration.c';
const S = 'migration/savevm.c';
const call = (name: string): string => `trace_vmstate_downtime_checkpoint("${name}");`;

/** Puts a line at the begin of a function's body. */
const atBegin = (path: string, fn: string, line: string) => (root: string) =>
  replaceIn(root, path, fn, '{\n', `{\n    ${line}\n`);
/** Puts lines before or behind the statement that matches. */
const around =
  (path: string, fn: string, statement: RegExp, before: string, after: string) => (root: string) =>
    rewrite(root, path, (text) => {
      const start = text.search(new RegExp(`^[\\w *]*\\b${fn}\\([^;{]*\\)\\s*\\n\\{`, 'm'));
      const end = text.indexOf('\n}', start) + 1;
      const body = text.slice(start, end);
      const match = statement.exec(body);
      expect(match, `${statement} in ${fn}`).not.toBeNull();
      const changed = body.replace(statement, (found) => `${before}${found}${after}`);
      return text.slice(0, start) + changed + text.slice(end);
    });
const everywhere = (path: string, from: RegExp, to: string) => (root: string) =>
  rewrite(root, path, (text) => text.replace(from, to));

const STOP = / *(?:\w+ = )?vm_stop_force_state\([^;]*;\n/;
const DOWNTIME = / *\w+->downtime = [^;]*;\n/;

const CASES: readonly Case[] = [
  {
    what: 'a function missing',
    tree: 'H-6.2',
    change: (root) =>
      rewrite(root, M, (text) => text.replace(/^static int postcopy_start\([\s\S]*?\n\}\n/m, '')),
    code: 'no-place',
    place: /^migration\/migration\.c/m,
  },
  {
    what: 'a function renamed',
    tree: 'I-7.2',
    change: everywhere(S, /\bqemu_savevm_state_complete_precopy_non_iterable\b/g, 'save_the_devices'),
    code: 'no-place',
    place: /^migration\/savevm\.c/m,
  },
  {
    what: 'a renamed function that no older one stands in for',
    tree: 'E-2.11',
    change: everywhere(M, /\bprocess_incoming_migration_bh\b/g, 'resume_bh'),
    code: 'no-place',
    place: /^migration\/migration\.c:\d+ \(process_incoming_migration_co\)/m,
  },
  {
    what: 'an anchor not at all',
    tree: 'H-6.2',
    change: everywhere(M, / *qemu_announce_self\([^;]*;\n/g, ''),
    code: 'no-place',
    place:
      /^migration\/migration\.c:\d+ \(process_incoming_migration_bh\): no safe place for dst-precopy-bh-/m,
  },
  {
    what: 'an anchor too often',
    tree: 'H-6.2',
    change: around(
      M,
      'postcopy_start',
      STOP,
      '',
      '    ret = vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);\n',
    ),
    code: 'stopped-twice',
    place: /^migration\/migration\.c:\d+ \(postcopy_start\): postcopy_start stops the guest a second time/m,
  },
  {
    what: 'an anchor that is stored to twice',
    tree: 'I-7.2',
    change: around(M, 'bg_migration_vm_start_bh', DOWNTIME, '', '    mig->downtime = 2;\n'),
    code: 'no-place',
    place: /\(bg_migration_vm_start_bh\): /m,
  },
  {
    what: 'an anchor under #ifdef',
    tree: 'H-6.2',
    change: around(M, 'bg_migration_vm_start_bh', DOWNTIME, '#ifdef CONFIG_X\n', '#endif\n'),
    code: 'no-place',
    place: /\(bg_migration_vm_start_bh\): .*inside "#ifdef CONFIG_X"/m,
  },
  {
    what: 'a function defined twice',
    tree: 'H-6.2',
    change: (root) =>
      rewrite(
        root,
        M,
        (text) => text + (/^static void bg_migration_vm_start_bh\([\s\S]*?\n\}\n/m.exec(text)?.[0] ?? ''),
      ),
    code: 'defined-twice',
    place: /^migration\/migration\.c:\d+ \(bg_migration_vm_start_bh\)/m,
  },
  {
    what: 'a function that does not parse',
    tree: 'H-6.2',
    change: atBegin(M, 'postcopy_start', 'TFR(x) y z ( ; ) q'),
    code: 'not-analysable',
    place: /^migration\/migration\.c:\d+ \(postcopy_start\)/m,
  },
  {
    what: 'a brace too few',
    tree: 'H-6.2',
    change: (root) => replaceIn(root, M, 'postcopy_start', '{\n', '{\n    {\n'),
    code: 'unbalanced-braces',
    place: /^migration\/migration\.c/m,
  },
  {
    what: 'a call the result of which is only taken at times',
    tree: 'H-6.2',
    change: (root) =>
      replaceIn(
        root,
        M,
        'postcopy_start',
        /vm_stop_force_state\(/,
        'migrate_colo_enabled() || vm_stop_force_state(',
      ),
    code: 'no-place',
    place: /\(postcopy_start\): .*only evaluated at times/m,
  },
  {
    what: 'a statement beside another on its line',
    tree: 'H-6.2',
    change: (root) =>
      replaceIn(
        root,
        M,
        'bg_migration_vm_start_bh',
        /;\n( *\w+->downtime = )/,
        '; trace_one(0);$1'.replace('$1', '\n    trace_two(0); mig->downtime = '),
      ),
    code: 'crowded-line',
    place: /^migration\/migration\.c:\d+ \(bg_migration_vm_start_bh\)/m,
  },
  {
    what: 'a checkpoint doubled',
    tree: 'K-8.2',
    change: around(
      S,
      'qemu_savevm_state_complete_precopy_iterable',
      / *trace_vmstate_downtime_checkpoint\([^;]*;\n/,
      '',
      `    ${call('src-iterable-saved')}\n`,
    ),
    code: 'duplicate',
    place: /^migration\/savevm\.c:\d+ \(qemu_savevm_state_complete_precopy_iterable\): a second call/m,
  },
  {
    what: 'a checkpoint in the wrong function',
    tree: 'H-6.2',
    change: atBegin(S, 'qemu_loadvm_state', call('src-vm-stopped')),
    code: 'wrong-function',
    place: /^migration\/savevm\.c:\d+ \(qemu_loadvm_state\): src-vm-stopped is in qemu_loadvm_state/m,
  },
  {
    what: 'a checkpoint at the wrong moment',
    tree: 'H-6.2',
    change: around(M, 'postcopy_start', STOP, `    ${call('src-vm-stopped')}\n`, ''),
    code: 'misplaced',
    place: /^migration\/migration\.c:\d+ \(postcopy_start\): src-vm-stopped is in the right function/m,
  },
  {
    what: 'a checkpoint that cannot be reached',
    tree: 'H-6.2',
    change: (root) =>
      replaceIn(
        root,
        S,
        'loadvm_postcopy_handle_run',
        /( *)return LOADVM_QUIT;\n/,
        `    return LOADVM_QUIT;\n    ${call('dst-postcopy-bh-vm-started')}\n`,
      ),
    code: 'unreachable',
    place: /^migration\/savevm\.c:\d+ \(loadvm_postcopy_handle_run\): no path/m,
  },
  {
    what: 'a checkpoint under #if 0',
    tree: 'H-6.2',
    change: atBegin(S, 'qemu_loadvm_state', `\n#if 0\n    ${call('src-vm-stopped')}\n#endif`),
    code: 'not-analysable',
    place: /^migration\/savevm\.c:\d+ \(qemu_loadvm_state\): a checkpoint call inside "#if 0"/m,
  },
  {
    what: 'a checkpoint outside any function',
    tree: 'H-6.2',
    change: (root) => rewrite(root, S, (text) => `${text}\nint planted = ${call('src-vm-stopped')}\n`),
    code: 'not-analysable',
    place: /^migration\/savevm\.c:\d+: a checkpoint call outside any function/m,
  },
  {
    what: 'a checkpoint with a name that is no string',
    tree: 'H-6.2',
    change: atBegin(M, 'postcopy_start', 'trace_vmstate_downtime_checkpoint(__func__);'),
    code: 'not-analysable',
    place: /\(postcopy_start\): a checkpoint call whose name is not a plain string literal/m,
  },
  {
    what: 'a checkpoint with upstream’s misspelt name',
    tree: 'H-6.2',
    change: atBegin(M, 'postcopy_start', call('src-downtime-stop')),
    code: 'unknown-checkpoint',
    place: /"src-downtime-stop", which is none of them/,
  },
  {
    what: 'a helper that one function bypasses',
    tree: 'J2-e22ffad03a',
    change: (root) =>
      replaceIn(
        root,
        M,
        'bg_migration_thread',
        / *migration_downtime_start\([^;]*;\n/,
        '    mig->downtime_start = 1;\n',
      ),
    code: 'helper-not-called',
    place:
      /^migration\/migration\.c:\d+ \(bg_migration_thread\): migration_downtime_start is defined, but bg_migration_thread does not call it/m,
  },
  {
    what: 'a helper that the main path bypasses, with all names present',
    tree: 'K-8.2',
    change: (root) =>
      replaceIn(root, M, 'migration_completion_precopy', / *migration_downtime_start\([^;]*;\n/, ''),
    code: 'helper-not-called',
    place: /but migration_completion_precopy does not call it/m,
  },
  {
    what: 'a helper that is not there',
    tree: 'J2-e22ffad03a',
    change: (root) =>
      rewrite(root, M, (text) => text.replace(/^static void migration_downtime_end\([\s\S]*?\n\}\n/m, '')),
    code: 'helper-undefined',
    also: 'no-place',
    place: /^migration\/migration\.c:\d+ \(\w+\): migration_downtime_end is called but not defined/m,
  },
  {
    what: 'one of the older calls missing',
    tree: 'I-7.2',
    change: everywhere(S, / *trace_loadvm_postcopy_handle_run_bh\("after announce"\);\n/, ''),
    code: 'older-call-missing',
    place: /\(loadvm_postcopy_handle_run_bh\)/m,
  },
  {
    what: 'the older event in another form',
    tree: 'I-7.2',
    change: everywhere(
      'migration/trace-events',
      /^loadvm_postcopy_handle_run_bh\(.*$/m,
      'loadvm_postcopy_handle_run_bh(int code) "%d"',
    ),
    code: 'event-older-moved',
    place: /^migration\/trace-events:\d+/m,
  },
  {
    what: 'the event with another format',
    tree: 'K-8.2',
    change: everywhere(
      'migration/trace-events',
      /^vmstate_downtime_checkpoint\(.*$/m,
      'vmstate_downtime_checkpoint(int n) "%d"',
    ),
    code: 'event-format',
    place: /^migration\/trace-events:\d+/m,
  },
  {
    what: 'the event declared twice',
    tree: 'K-8.2',
    change: (root) =>
      rewrite(
        root,
        'migration/trace-events',
        (text) => `${text}vmstate_downtime_checkpoint(const char *checkpoint) "%s"\n`,
      ),
    code: 'event-doubled',
    place: /^migration\/trace-events:\d+/m,
  },
  {
    what: 'tracepoints in use without their include',
    tree: 'H-6.2',
    change: everywhere(M, /^#include "trace\.h"\n/m, ''),
    code: 'include-missing',
    place: /^migration\/migration\.c/m,
  },
  {
    what: 'a guard without braces, for --fixes',
    tree: 'I-7.2',
    change: (root) =>
      rewrite(root, M, (text) =>
        text.replace(
          /(if \(!\w+->downtime\)) \{\n(?:\s*\/\*[\s\S]*?\*\/\n)?( *\w+->downtime = [^;]*;\n) *\}\n/,
          '$1\n$2',
        ),
      ),
    code: 'guard-without-braces',
    place: /^migration\/migration\.c:\d+ \(migration_calculate_complete\)/m,
    fixes: true,
  },
];

describe('refused, with the place', () => {
  it.each(CASES)('$what', async ({ tree, change, code, also, place, fixes }) => {
    const root = copyOf(tree);
    change(root);
    const before = stateOf(root);
    const options = fixes ? ['--fixes'] : [];
    const run = await cli(['apply', ...options, root]);
    expectRefused(run, also ? [code, also] : code, place);
    expectUntouched(root, before);
    const asJson = await cli(['apply', ...options, '--dry-run', '--format', 'json', root]);
    expect(asJson.code).toBe(3);
    const document = JSON.parse(asJson.stdout);
    expect(document.problems[0].code).toBe(code);
    expect(document.files).toEqual([]);
    expect(document.written).toBe(false);
    expect((await cli(['apply', ...options, '--check', root])).code).toBe(3);
    expectUntouched(root, before);
  });
});

describe('a call that is wrong is not taken out by revert either', () => {
  it.each(
    CASES.filter(({ code }) =>
      [
        'duplicate',
        'wrong-function',
        'misplaced',
        'unreachable',
        'not-analysable',
        'unknown-checkpoint',
      ].includes(code),
    ).filter(({ what }) => /checkpoint/.test(what)),
  )('$what', async ({ tree, change, code }) => {
    const root = copyOf(tree);
    change(root);
    const before = stateOf(root);
    const run = await cli(['revert', root]);
    expect(run.code).toBe(3);
    expect(run.stderr).toContain(`[${code}]`);
    expectUntouched(root, before);
  });
});

describe('files that are no sources', () => {
  const FILES: readonly { what: string; change: (text: string) => string; code: string; place: string }[] = [
    {
      what: 'conflict markers',
      change: (text) => text.replace('\n', '\n<<<<<<< HEAD\n#include "x.h"\n=======\n>>>>>>> theirs\n'),
      code: 'conflict-marker',
      place: ':2',
    },
    { what: 'a NUL byte', change: (text) => text.replace('\n', '\n\0'), code: 'nul-byte', place: '' },
    { what: 'no byte at all', change: () => '', code: 'empty', place: ':1' },
  ];
  const ROLES = ['migration', 'savevm', 'events'] as const;
  it.each(FILES.flatMap((file) => ROLES.map((role) => ({ ...file, role }))))(
    '$what in the $role file',
    async ({ change, code, place, role }) => {
      const root = copyOf('H-6.2');
      const path = targetsOf(root)[role];
      rewrite(root, path, change);
      const before = stateOf(root);
      expectRefused(await cli(['apply', root]), code, `${path}${place}`);
      expectUntouched(root, before);
    },
  );

  it.each(ROLES)('a line of 10 MB in the %s file is taken or refused, in time', async (role) => {
    const root = copyOf('H-6.2');
    const path = targetsOf(root)[role];
    const long = 'x'.repeat(10 * 1024 * 1024);
    rewrite(root, path, (text) =>
      text.replace('\n', role === 'events' ? `\n# ${long}\n` : `\n/* ${long} */\n`),
    );
    const before = stateOf(root);
    const began = Date.now();
    expectRefused(await cli(['apply', root]), 'long-line', `${path}:2`);
    expect(Date.now() - began).toBeLessThan(10_000);
    expectUntouched(root, before);
  });
});
