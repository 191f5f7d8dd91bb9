import { existsSync, linkSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import { bytesOf, copyOf, factsOf, replaceIn, rewrite } from '../support/fixture-trees.js';
import { cli, shell } from '../support/run-cli.js';
import { expectUntouched, stateOf } from '../support/tree-state.js';
import { scratchFolder } from '../tree/write/scratch-tree.js';

const NAMES = defaultRecipe.checkpoints.map((one) => one.name);
const MIGRATION = 'migration/migration.c';

interface Json {
  readonly checkpoints: readonly {
    name: string;
    status: string;
    sites: readonly { file: string; line: number }[];
  }[];
  readonly files: readonly { path: string; before: string; after: string }[];
  readonly written: boolean;
  readonly diff?: string;
}

async function json(args: readonly string[]): Promise<Json> {
  const run = await cli([...args, '--format', 'json']);
  return JSON.parse(run.stdout);
}

const statuses = (document: Json): Record<string, string> =>
  Object.fromEntries(document.checkpoints.map((one) => [one.name, one.status]));
const read = (root: string, path: string): string => readFileSync(join(root, path), 'latin1');

describe('--only', () => {
  it('takes patterns, lists and repetitions; the rest is skipped', async () => {
    const root = copyOf('I-7.2');
    const document = await json([
      'apply',
      '--only',
      'src-*',
      '--only',
      'dst-precopy-bh-enter,dst-precopy-bh-??????ced',
      root,
    ]);
    const taken = [
      ...NAMES.filter((name) => name.startsWith('src-')),
      'dst-precopy-bh-enter',
      'dst-precopy-bh-announced',
    ];
    for (const [name, status] of Object.entries(statuses(document)))
      expect([name, status]).toEqual([name, taken.includes(name) ? 'inserted' : 'skipped']);
    const code = read(root, MIGRATION) + read(root, 'migration/savevm.c');
    for (const name of NAMES) expect(code.includes(`("${name}")`), name).toBe(taken.includes(name));
    // The older event goes only with all five of its calls.
    expect(read(root, 'migration/trace-events')).toContain('loadvm_postcopy_handle_run_bh(');
    // What is left can be added later, with the result of one go.
    expect((await cli(['apply', root])).code).toBe(0);
    const whole = copyOf('I-7.2');
    await cli(['apply', whole]);
    expect(bytesOf(root)).toEqual(bytesOf(whole));
    expect(read(root, 'migration/trace-events')).not.toContain('loadvm_postcopy_handle_run_bh(');
  });

  it('with all five of the older calls, takes the older event out', async () => {
    const root = copyOf('I-7.2');
    const document = await json(['apply', '--only', 'dst-postcopy-*', root]);
    expect(Object.values(statuses(document)).filter((status) => status === 'replaced')).toHaveLength(5);
    expect(read(root, 'migration/trace-events')).not.toContain('loadvm_postcopy_handle_run_bh(');
  });

  it('keeps the older event while another call of it is left', async () => {
    const root = copyOf('I-7.2');
    const planted = '{\n    trace_loadvm_postcopy_handle_run_bh("mine");\n';
    replaceIn(root, 'migration/savevm.c', 'qemu_loadvm_state', '{\n', planted);
    const before = bytesOf(root);
    const run = await cli(['apply', root]);
    expect(run.code).toBe(0);
    const line =
      read(root, 'migration/savevm.c')
        .split('\n')
        .indexOf('    trace_loadvm_postcopy_handle_run_bh("mine");') + 1;
    expect(run.stderr).toBe(
      `note: loadvm_postcopy_handle_run_bh stays in trace-events, since migration/savevm.c:${line} (qemu_loadvm_state) still uses it\n`,
    );
    expect(read(root, 'migration/trace-events')).toContain('loadvm_postcopy_handle_run_bh(');
    // What apply makes is right for lint, so for the hooks, too.
    expect((await cli(['lint', root])).code).toBe(0);
    expect((await cli(['revert', root])).code).toBe(0);
    expect(bytesOf(root)).toEqual(before);
  });

  it.each(['src-downtime-stop', 'nothing*', ''])('refuses %j, which fits no name', async (pattern) => {
    const root = copyOf('I-7.2');
    const before = stateOf(root);
    const run = await cli(['apply', '--only', pattern, root]);
    expect(run.code).toBe(2);
    expect(run.stdout).toBe('');
    expect(run.stderr).toContain(`no checkpoint fits "${pattern}" [no-such-checkpoint]`);
    expect(run.stderr).toContain('src-downtime-start');
    expectUntouched(root, before);
  });

  it('reverts one checkpoint, leaving the others', async () => {
    const root = copyOf('H-6.2');
    await cli(['apply', root]);
    expect((await cli(['revert', '--only', 'src-vm-stopped', root])).code).toBe(0);
    const others = copyOf('H-6.2');
    await cli(['apply', '--only', NAMES.filter((name) => name !== 'src-vm-stopped').join(), others]);
    expect(bytesOf(root)).toEqual(bytesOf(others));
  });

  it('does not mind a wrong call of a name that is not asked for', async () => {
    const root = copyOf('H-6.2');
    const planted = '{\n    trace_vmstate_downtime_checkpoint("src-vm-stopped");\n';
    replaceIn(root, 'migration/savevm.c', 'qemu_loadvm_state', '{\n', planted);
    expect((await cli(['apply', root])).code).toBe(3);
    expect((await cli(['apply', '--only', 'dst-*', root])).code).toBe(0);
  });
});

describe('--fixes', () => {
  it('puts the end of the downtime inside the guard', async () => {
    const [faithful, fixed] = [copyOf('H-6.2'), copyOf('H-6.2')];
    await cli(['apply', faithful]);
    await cli(['apply', '--fixes', fixed]);
    const inGuard =
      /->downtime = [^;]*;\n(?:\s*\n)?\s*trace_vmstate_downtime_checkpoint\("src-downtime-end"\);\n {4}\}/;
    expect(read(fixed, MIGRATION)).toMatch(inGuard);
    expect(read(faithful, MIGRATION)).not.toMatch(inGuard);
  });

  it('lists the corrections with their commits', async () => {
    const root = copyOf('H-6.2');
    const run = await cli(['apply', '--check', '--fixes', root]);
    expect(run.stdout.split('\n')[1]).toBe(
      'fixes: 812145fcf7 migration: Avoid two src-downtime-end tracepoints for postcopy',
    );
    expect((await cli(['apply', '--check', root])).stdout).not.toContain('fixes:');
    const other = ['apply', '--check', '--fixes', '--only', 'dst-*', root];
    expect((await cli(other)).stdout).not.toContain('fixes:');
  });

  it.each(['K-8.2', 'L-9.0'])('moves upstream’s call in %s', async (name) => {
    const root = copyOf(name);
    const before = stateOf(root);
    expect((await cli(['apply', '--check', root])).code).toBe(0);
    expect((await cli(['apply', '--check', '--fixes', root])).code).toBe(1);
    expectUntouched(root, before);
    const document = await json(['apply', '--fixes', root]);
    expect(statuses(document)['src-downtime-end']).toBe('moved');
    expect(Object.values(statuses(document)).filter((status) => status === 'present')).toHaveLength(13);
    expect(document.files.map((file) => file.path)).toEqual([MIGRATION]);
    const again = await json(['apply', '--fixes', root]);
    expect(again.files).toEqual([]);
    expect((await cli(['apply', root])).code).toBe(0);
  });

  it('finds nothing to do where upstream has them', async () => {
    const document = await json(['apply', '--fixes', copyOf('M-10.0')]);
    expect(new Set(Object.values(statuses(document)))).toEqual(new Set(['present']));
    expect(document.files).toEqual([]);
  });

  it('reverts what was applied with it', async () => {
    const root = copyOf('F-4.1');
    const before = bytesOf(root);
    await cli(['apply', '--fixes', root]);
    expect((await cli(['revert', root])).code).toBe(0);
    expect(bytesOf(root)).toEqual(before);
  });
});

describe('forms of the result', () => {
  it('the table has one line a call: name, status, place, function, reason', async () => {
    const root = copyOf('A-1.0');
    const run = await cli(['apply', '--check', root]);
    const lines = run.stdout.split('\n');
    expect(lines[0]).toBe(
      `${root}: QEMU 1.0, checkpoints (upstream 3e5f3bcdc2); lines as after the change`.replace(
        '1.0,',
        `${read(root, 'VERSION').trim()},`,
      ),
    );
    expect(lines.filter((line) => line === 'source' || line === 'destination')).toEqual([
      'source',
      'destination',
    ]);
    const row = lines.find((line) => line.includes('src-vm-stopped'));
    expect(row).toMatch(
      /^ {2}src-vm-stopped\s+insert\s+migration\.c:\d+\s+migrate_fd_put_ready\s+after the guest stopped$/,
    );
    expect(lines.find((line) => line.includes('dst-postcopy-bh-enter'))).toMatch(
      /not-applicable\s+no postcopy in this tree$/,
    );
    const calls = Object.values(factsOf('A-1.0').sites).reduce((sum, count) => sum + count, 0);
    expect(lines.filter((line) => /\.c:\d+/.test(line))).toHaveLength(calls);
    expect(lines.at(-2)).toBe(`missing: ${calls} calls in 3 files`);
    expect(lines.every((line) => !line.endsWith(' '))).toBe(true);
  });

  it('the lines named are those of the calls in the resulting files', async () => {
    const root = copyOf('F-2.12');
    const document = await json(['apply', root]);
    expect(document.written).toBe(true);
    for (const { name, sites } of document.checkpoints)
      for (const { file, line } of sites)
        expect(read(root, file).split('\n')[line - 1]).toMatch(
          new RegExp(`^\\s*trace_vmstate_downtime_checkpoint\\("${name}"\\);$`),
        );
  });

  it('names blobs as git does', async () => {
    const root = copyOf('G-5.2');
    const { files } = await json(['apply', '--dry-run', root]);
    const hash = async (): Promise<string[]> => {
      const run = await shell(
        'shift 2; git hash-object --no-filters "$@"',
        files.map((file) => join(root, file.path)),
      );
      return run.stdout.trim().split('\n');
    };
    expect(await hash()).toEqual(files.map((file) => file.before));
    await cli(['apply', root]);
    expect(await hash()).toEqual(files.map((file) => file.after));
  });

  it('--format diff writes the files and shows the change', async () => {
    const [root, other] = [copyOf('E-2.6'), copyOf('E-2.6')];
    const dry = await cli(['apply', '--dry-run', other]);
    const run = await cli(['apply', '--format', 'diff', root]);
    expect(run.stdout).toBe(dry.stdout);
    expect((await cli(['apply', '--check', root])).code).toBe(0);
    expect((await cli(['apply', '--check', other])).code).toBe(1);
  });

  it('--output takes the result; stdout stays empty', async () => {
    const folder = scratchFolder();

    const root = copyOf('E-2.6');
    for (const format of ['text', 'json', 'diff']) {
      const file = join(folder, format);
      const more = ['--format', format];
      const plain = await cli(['apply', '--check', ...more, root]);
      const run = await cli(['apply', '--check', ...more, '--output', file, root]);
      expect(run.code).toBe(1);
      expect(run.stdout).toBe('');
      expect(readFileSync(file, 'utf8')).toBe(plain.stdout);
    }
    mkdirSync(join(folder, 'taken'));
    const lost = await cli(['checkpoints', '--output', join(folder, 'taken')]);
    expect(lost.code).toBe(2);
    expect(lost.stderr).toContain('taken: a folder; nothing was written [output-unfit]');
    const nowhere = await cli(['checkpoints', '--output', join(folder, 'none/there')]);
    expect(nowhere.code).toBe(2);
    expect(nowhere.stderr).toContain(`there is no folder ${join(folder, 'none')}; nothing was written`);
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  it('an --output that cannot be written is said before the tree is changed', async () => {
    const root = copyOf('E-2.6');
    const before = stateOf(root);
    const run = await cli(['apply', '--output', join(root, 'no/such/folder'), root]);
    expect(run.code).toBe(2);
    expect(run.stderr).not.toContain('no-space');
    expectUntouched(root, before);
  });

  it.each([
    'migration/migration.c',
    'migration/../migration//savevm.c',
    'link/trace-events',
    'soft',
    'hard',
    'VERSION',
    'migration.c',
    '.qemu-downtime.lock',
    '.qemu-downtime.journal',
  ])('an --output that is a file of the tree is refused: %s', async (name) => {
    const root = copyOf('H-6.2');
    symlinkSync('migration', join(root, 'link'));
    symlinkSync('migration/savevm.c', join(root, 'soft'));
    linkSync(join(root, MIGRATION), join(root, 'hard'));
    const before = stateOf(root);
    for (const args of [['apply'], ['apply', '--dry-run'], ['revert', '--format', 'json']]) {
      const run = await cli([...args, '--output', name, '.'], { cwd: root });
      expect(run.code).toBe(2);
      expect(run.stdout).toBe('');
      expect(run.stderr).toContain('of the tree; nothing was written [output-unfit]');
      expectUntouched(root, before);
    }
  });

  it('--output - is stdout, and what is no file is written to, not replaced', async () => {
    const root = copyOf('E-2.6');
    const plain = await cli(['apply', '--check', root]);
    const dash = await cli(['apply', '--check', '--output', '-', root], { cwd: root });
    expect(dash.stdout).toBe(plain.stdout);
    expect(existsSync(join(root, '-'))).toBe(false);
    expect((await cli(['checkpoints', '--output', '-'])).stdout).toContain('src-downtime-start');
    expect((await shell('"$@" | cat', ['checkpoints', '--output', '/dev/stdout'])).stdout).toContain(
      'src-downtime-start',
    );
  });

  it('says one call in one file, the event alone, and which events change', async () => {
    const root = copyOf('I-7.2');
    const first = await cli(['apply', '--only', 'dst-*,src-downtime-start', root]);
    expect(first.stdout).toMatch(
      /^trace-events {2,}\+ vmstate_downtime_checkpoint\n {2,}- loadvm_postcopy_handle_run_bh\n/m,
    );
    const one = await cli(['apply', '--check', '--only', 'src-vm-stopped,src-downtime-start', root]);
    expect(one.stdout).not.toMatch(/^trace-events/m);
    const single = copyOf('I-7.2');
    await cli(['apply', single]);
    const back = await cli(['revert', '--dry-run', '--only', 'dst-precopy-loadvm-completed', single]);
    expect(back.stderr).toMatch(/^1 call in 1 file would be taken out$/m);
    rewrite(single, 'migration/trace-events', (text) =>
      text.replace(/^vmstate_downtime_checkpoint\(.*\n/m, ''),
    );
    const event = await cli(['apply', single]);
    expect(event.code, event.stderr).toBe(0);
    expect(event.stdout).toMatch(/^the event's line in trace-events written$/m);
    expect(event.stdout).toMatch(/^trace-events {2,}\+ vmstate_downtime_checkpoint$/m);
  });

  it('counts only the calls that are new', async () => {
    const root = copyOf('H-6.2');
    const [all, half] = [
      await json(['apply', '--dry-run', root]),
      await json(['apply', '--only', 'src-*', root]),
    ];
    const calls = (document: Json, name: string): number =>
      document.checkpoints.filter((one) => one.name.startsWith(name)).flatMap((one) => one.sites).length;
    expect(calls(half, 'src-')).toBe(calls(all, 'src-'));
    // One of the calls of a checkpoint that has several.
    replaceIn(
      root,
      MIGRATION,
      'postcopy_start',
      /\n *trace_vmstate_downtime_checkpoint\("src-vm-stopped"\);/,
      '',
    );
    const rest = await cli(['apply', root]);
    expect(rest.stdout).toMatch(new RegExp(`^${calls(all, 'dst-') + 1} calls in 2 files written$`, 'm'));
  });

  it('the table of a revert is aligned', async () => {
    const root = copyOf('H-6.2');
    await cli(['apply', root]);
    const run = await cli(['revert', root]);
    const rows = run.stdout.split('\n').filter((line) => line.includes('.c:'));
    const column = (row: string): number => /\.c:\d+ +/.exec(row.trimEnd())?.index ?? -1;
    expect(rows.every((row) => column(row) > 0)).toBe(true);
    expect(new Set(rows.map((row) => /\S+$/.exec(row)?.index)).size).toBe(1);
  });

  it('checkpoints: the list, one of them, and both as data', async () => {
    const list = await cli(['checkpoints']);
    expect(list.code).toBe(0);
    for (const name of NAMES) expect(list.stdout).toContain(name);
    const one = await cli(['checkpoints', 'src-downtime-end']);
    expect(one.stdout).toContain('812145fcf7 migration: Avoid two src-downtime-end tracepoints for postcopy');
    const document = JSON.parse((await cli(['checkpoints', '--format', 'json'])).stdout);
    expect(document.checkpoints.map((entry: { name: string }) => entry.name)).toEqual(NAMES);
    const some = await cli(['checkpoints', 'src-*']);
    expect(some.stdout.split('\n').filter((line) => line.startsWith('  src-'))).toHaveLength(5);
    expect(some.stdout).not.toContain('dst-');
    expect((await cli(['checkpoints', 'src-vm-*'])).stdout).toBe(
      (await cli(['checkpoints', 'src-vm-stopped'])).stdout,
    );
    const unknown = await cli(['checkpoints', 'src-downtime-stop']);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('no checkpoint fits "src-downtime-stop"');
  });
});
