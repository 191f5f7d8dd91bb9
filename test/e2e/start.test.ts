import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { FIXTURES } from '../support/fixture-trees.js';
import { cli, shell } from '../support/run-cli.js';

/** A copy of the built program beside the first, where it finds its templates and packages. */
function programCopy(): string {
  const from = dirname(inject('cliPath'));
  const copy = mkdtempSync(join(dirname(from), `${basename(from)}-start-`));
  onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
  cpSync(from, copy, { recursive: true });
  return copy;
}

const codeIn = (folder: string): string[] => readdirSync(folder).filter((name) => name.endsWith('.code'));
const lintWith = (folder: string) =>
  shell('exec "$1" "$3/cli.js" lint "$4"', [folder, join(FIXTURES, 'M-10.0')]);
const samples = join(import.meta.dirname, '../report/samples');
const reportWith = (folder: string) =>
  shell('exec "$1" "$3/cli.js" report --source "$4"', [folder, join(samples, 'precopy-src-v10.log')]);

describe('the start of the program', () => {
  it('has the code that V8 made of it for this node', () => {
    const names = codeIn(programCopy());
    // One for lint, one for the other commands on sources, one for all.
    expect(names).toHaveLength(3);
    for (const name of names) expect(name).toContain(process.version);
  });

  it('has no path of the folder that it was built in', () => {
    const folder = dirname(inject('cliPath'));
    const names = readdirSync(folder);
    expect(names.some((name) => name.endsWith('.code'))).toBe(true);
    const root = join(import.meta.dirname, '../..');
    expect(names.filter((name) => readFileSync(join(folder, name)).includes(`${root}/`))).toEqual([]);
  });

  it.each([
    ['is not there', (file: string) => rmSync(file)],
    ['is empty', (file: string) => writeFileSync(file, '')],
    ['is not code', (file: string) => writeFileSync(file, 'something else')],
  ])('says the same where that code %s', async (_, spoil) => {
    const folder = programCopy();
    const before = [await lintWith(folder), await reportWith(folder)];
    for (const name of codeIn(folder)) spoil(join(folder, name));
    const after = [await lintWith(folder), await reportWith(folder)];
    for (const [index, { code, stdout, stderr }] of after.entries())
      expect([code, stdout, stderr]).toEqual([0, before[index]?.stdout, before[index]?.stderr]);
  });

  it.each(['--version', '-V'])(
    'says the version of the package where %s is all that is asked',
    async (option) => {
      const folder = programCopy();
      const manifest: unknown = JSON.parse(
        readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'),
      );
      const { version } = manifest as { version: string };
      for (const name of ['sources.js', 'whole.js']) rmSync(join(folder, name));
      const { code, stdout, stderr } = await shell('exec "$1" "$3/cli.js" "$4"', [folder, option]);
      expect([code, stdout, stderr]).toEqual([0, `${version}\n`, '']);
    },
  );

  it('says with version what the report of a defect needs', async () => {
    const shown = (env: Readonly<Record<string, string>> = {}) => cli(['version'], { env });
    const { code, stdout, stderr } = await shown();
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.replace(/\d+(?:\.\d+)+/g, 'N')).toMatch(
      new RegExp(
        `^qemu-downtime N, node vN, ${process.arch}\nsystem: ${process.platform} .+\nparser: native\ngit: N.*\n$`,
      ),
    );
    expect(stdout).toContain(`node ${process.version},`);
    const lacking = await shown({ QEMU_DOWNTIME_PARSER: 'wasm', PATH: '/nowhere' });
    expect(lacking.code).toBe(0);
    expect(lacking.stdout).toMatch(/^parser: WebAssembly\ngit: none \(no git on the PATH\)$/m);
  });

  it('tells of a defect with the versions and the stack', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'qemu-downtime-defect-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const spoilt = join(folder, 'spoilt.cjs');
    writeFileSync(spoilt, "require('node:fs').statSync = () => { throw new TypeError('spoilt'); };");
    const run = await cli(['lint', folder], { env: { NODE_OPTIONS: `--require ${spoilt}` } });
    expect([run.code, run.stdout]).toEqual([70, '']);
    expect(run.stderr).toMatch(
      /^qemu-downtime: a defect of this program; please report it .*qemu-downtime version says\nqemu-downtime \d.*, node v\d.*\nTypeError: spoilt\n {4}at /,
    );
  });
});
