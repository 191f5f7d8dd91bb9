import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bytesOf, copyOf, replaceIn, rewrite, targetsOf } from '../../support/fixture-trees.js';
import { cli } from '../../support/run-cli.js';
import { expectUntouched, stateOf } from '../../support/tree-state.js';

/** Input that is odd and still taken, with its oddities kept. */

const TREES = ['A-1.0', 'D-2.5', 'H-6.2', 'I-7.2'];

function changeAll(root: string, change: (text: string) => string): void {
  for (const path of Object.values(targetsOf(root))) rewrite(root, path, change);
}

const textOf = (root: string, path: string): string => readFileSync(join(root, path), 'latin1');

/** What apply makes of the same tree without its oddities. */
async function plainResult(name: string): Promise<Record<string, string>> {
  const root = copyOf(name);
  await cli(['apply', root]);
  return Object.fromEntries(Object.values(targetsOf(root)).map((path) => [path, textOf(root, path)]));
}

/** Applies and compares with what is expected; a second time changes nothing, a revert gives the same bytes. */
async function expectPorted(root: string, expected: Record<string, string>, notes = ''): Promise<void> {
  const before = bytesOf(root);
  const run = await cli(['apply', root]);
  expect(run.stderr).toBe(notes);
  expect(run.code).toBe(0);
  for (const path of Object.values(targetsOf(root))) expect(textOf(root, path)).toBe(expected[path]);
  const written = stateOf(root);
  expect((await cli(['apply', root])).code).toBe(0);
  expectUntouched(root, written);
  expect((await cli(['revert', root])).code).toBe(0);
  expect(bytesOf(root)).toEqual(before);
}

const each = (texts: Record<string, string>, change: (text: string) => string): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, change(text)]));

describe.each(TREES)('%s is ported', (name) => {
  it('with CRLF line ends, which new lines get too', async () => {
    const root = copyOf(name);
    const toCrlf = (text: string): string => text.replace(/\n/g, '\r\n');
    changeAll(root, toCrlf);
    await expectPorted(root, each(await plainResult(name), toCrlf));
  });

  it('with mixed line ends, said on stderr', async () => {
    const root = copyOf(name);
    const paths = Object.values(targetsOf(root));
    changeAll(root, (text) =>
      text.replace(/\n/g, (end, at: number) => (at > text.length / 2 ? '\r\n' : end)),
    );
    const before = bytesOf(root);
    const run = await cli(['apply', root]);
    expect(run.code).toBe(0);
    expect(run.stderr).toBe(
      paths
        .map((path) => `note: ${path} mixes LF and CRLF line ends; new lines end as their neighbours do\n`)
        .join(''),
    );
    const plain = await plainResult(name);
    for (const path of paths) {
      const lines = textOf(root, path).split('\n');
      expect(lines.map((line) => line.replace(/\r$/, '')).join('\n')).toBe(plain[path]);
      // One change from LF to CRLF in the whole file, as before.
      const ends = lines.slice(0, -1).map((line) => line.endsWith('\r'));
      expect(ends.filter((end, index) => index > 0 && end !== ends[index - 1])).toEqual([true]);
    }
    expect((await cli(['revert', root])).code).toBe(0);
    expect(bytesOf(root)).toEqual(before);
  });

  it('without a newline at the end of the files', async () => {
    const root = copyOf(name);
    const strip = (text: string): string => text.replace(/\n+$/, '');
    changeAll(root, strip);
    const plain = await plainResult(name);
    const { events } = targetsOf(root);
    const appended = name === 'A-1.0';
    const expected = each(plain, strip);
    if (appended) expected[events] = textOf(root, events) === '' ? '' : (expected[events] ?? '');
    const before = bytesOf(root);
    expect((await cli(['apply', root])).code).toBe(0);
    for (const path of Object.values(targetsOf(root)))
      expect(strip(textOf(root, path)), path).toBe(expected[path]);
    expect((await cli(['revert', root])).code).toBe(0);
    expect(bytesOf(root)).toEqual(before);
  });

  it('with a byte order mark', async () => {
    const root = copyOf(name);
    const mark = (text: string): string => `\u00ef\u00bb\u00bf${text}`;
    changeAll(root, mark);
    await expectPorted(root, each(await plainResult(name), mark));
  });

  it('with bytes that are no UTF-8', async () => {
    const root = copyOf(name);
    const note = (text: string): string =>
      text
        .replace('\n', '\n\u00ff\u00fe\u00e9\u0080')
        .replace('\n\u00ff', '\n/* \u00ff')
        .replace('\u0080', '\u0080 */\n');
    const comment = (text: string): string => text.replace('\n', '\n# \u00ff\u00fe\u00e9\u0080\n');
    const { events } = targetsOf(root);
    for (const path of Object.values(targetsOf(root))) rewrite(root, path, path === events ? comment : note);
    const plain = await plainResult(name);
    const expected = Object.fromEntries(
      Object.entries(plain).map(([path, text]) => [path, path === events ? comment(text) : note(text)]),
    );
    const asJson = await cli(['apply', '--dry-run', '--format', 'json', root]);
    expect(JSON.parse(asJson.stdout).files).toHaveLength(3);
    await expectPorted(root, expected);
  });

  it('with tabs, which new lines get too', async () => {
    const root = copyOf(name);
    const tabs = (text: string): string => text.replace(/^(?: {4})+/gm, (run) => '\t'.repeat(run.length / 4));
    const { migration, savevm } = targetsOf(root);
    for (const path of [migration, savevm]) rewrite(root, path, tabs);
    await expectPorted(root, each(await plainResult(name), tabs));
  });

  it('with the names that it looks for in comments and strings', async () => {
    const root = copyOf(name);
    const { migration, savevm } = targetsOf(root);
    const decoys = [
      '/* trace_vmstate_downtime_checkpoint("src-vm-stopped"); vm_stop_force_state(x); } */',
      '// qemu_loadvm_state(f); trace_vmstate_downtime_checkpoint("no-such-name");',
      'const char decoy[] = "static void postcopy_start(void) { s->downtime = 1; /* ";',
      "const char quote = '\"'; /* ' */",
      '#define DECOY(s) "trace_vmstate_downtime_checkpoint(\\"src-downtime-end\\");"',
      '',
    ].join('\n');
    const add = (text: string): string =>
      text.replace(/((?:#include [^\n]*\n)+)(?![\s\S]*\n#include)/, `$1${decoys}`);
    for (const path of [migration, savevm]) rewrite(root, path, add);
    const plain = await plainResult(name);
    const expected = {
      ...plain,
      [migration]: add(plain[migration] ?? ''),
      [savevm]: add(plain[savevm] ?? ''),
    };
    await expectPorted(root, expected);
  });

  it('with decoys inside the very functions', async () => {
    const root = copyOf(name);
    const { savevm } = targetsOf(root);
    const fn =
      name === 'A-1.0' || name === 'D-2.5'
        ? name === 'A-1.0'
          ? 'qemu_savevm_state_complete'
          : 'qemu_savevm_state_complete_precopy'
        : 'qemu_savevm_state_complete_precopy_non_iterable';
    const decoy =
      '{\n    /* return 0; } qemu_fflush(f); */\n    const char *decoy = "return 0; } /* qemu_fflush(f);";\n';
    replaceIn(root, savevm, fn, '{\n', decoy);
    const reference = copyOf(name);
    await cli(['apply', reference]);
    replaceIn(reference, savevm, fn, '{\n', decoy);
    await expectPorted(
      root,
      Object.fromEntries(Object.values(targetsOf(root)).map((path) => [path, textOf(reference, path)])),
    );
  });

  it('completed, where a right subset is there already', async () => {
    const root = copyOf(name);
    const some = 'src-vm-stopped,dst-precopy-bh-announced,src-iterable-saved';
    expect((await cli(['apply', '--only', some, root])).code).toBe(0);
    const run = await cli(['apply', '--format', 'json', root]);
    const document = JSON.parse(run.stdout);
    const present = document.checkpoints.filter((one: { status: string }) => one.status === 'present');
    expect(present.map((one: { name: string }) => one.name).sort()).toEqual(some.split(',').sort());
    const plain = await plainResult(name);
    for (const path of Object.values(targetsOf(root))) expect(textOf(root, path)).toBe(plain[path]);
  });
});
