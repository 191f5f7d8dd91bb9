import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyOf, rewrite } from '../../support/fixture-trees.js';
import { codesIn } from '../../support/place-of.js';
import { cli, shell } from '../../support/run-cli.js';
import { expectUntouched, stateOf } from '../../support/tree-state.js';
import { parseXml } from '../../support/xml.js';
import { scratchFolder } from '../../tree/write/scratch-tree.js';
import { expectNoStack, MIGRATION, misplacedTree } from './lint-scene.js';

const FORMATS = ['text', 'json', 'sarif', 'github', 'gitlab', 'junit'] as const;

describe('--output', () => {
  it('with formats writes a report each, beside the one on standard output', async () => {
    const root = await misplacedTree();
    const before = stateOf(root);
    const folder = scratchFolder();
    const outputs = FORMATS.flatMap((format) => ['-o', `${format}:${join(folder, format)}`]);
    const run = await cli(['lint', ...outputs, root]);
    expect([run.code, run.stderr]).toEqual([1, '']);
    expect(run.stdout).toMatch(/^2 errors, 0 warnings, 0 notes$/m);
    const text = (format: string): string => readFileSync(join(folder, format), 'utf8');
    expect(text('text')).toBe(run.stdout);
    expect(JSON.parse(text('json')).results[0].errors).toBe(2);
    expect(JSON.parse(text('sarif')).runs[0].results).toHaveLength(2);
    expect(text('github')).toMatch(/^(?:::error .*\n){2}$/);
    expect(JSON.parse(text('gitlab'))).toHaveLength(2);
    expect(parseXml(text('junit')).attributes.failures).toBe('2');
    expect(readdirSync(folder).sort()).toEqual([...FORMATS].sort());
    expectUntouched(root, before);
  });

  it('without a format takes the report there, in the form that --format has', async () => {
    const root = await misplacedTree();
    const file = join(scratchFolder(), 'a:b');
    const run = await cli(['lint', '--format', 'json', '-o', file, root]);
    expect([run.code, run.stdout]).toEqual([1, '']);
    expect(JSON.parse(readFileSync(file, 'utf8')).schema).toBe('qemu-downtime/lint@1');
  });

  it('to - is standard output, also with a format', async () => {
    const root = await misplacedTree();
    const plain = await cli(['lint', '--format', 'json', root]);
    for (const args of [
      ['--format', 'json', '-o', '-'],
      ['-o', 'json:-'],
    ])
      expect((await cli(['lint', ...args, root])).stdout).toBe(plain.stdout);
  });

  it('replaces a file, and holds no colour', async () => {
    const root = await misplacedTree();
    const file = join(scratchFolder(), 'report');
    writeFileSync(file, 'old');
    expect((await cli(['lint', '--color', 'always', '-o', `text:${file}`, root])).stdout).toContain(
      '\u001b[31m',
    );
    expect(readFileSync(file, 'utf8')).toMatch(/^migration\/migration\.c\nmigration/);
    expect(readFileSync(file, 'utf8')).not.toContain('\u001b');
  });
});

describe('--path-prefix', () => {
  it('goes before the paths of the reports that are read beside the repository', async () => {
    const root = await misplacedTree();
    const own = `third_party/qemu/${MIGRATION}`;
    const prefixed = async (format: string): Promise<string> =>
      (await cli(['lint', '--path-prefix', './third_party/qemu/', '--format', format, root])).stdout;
    expect(await prefixed('github')).toMatch(new RegExp(`^(?:::error file=${own},line=.*\n){2}$`));
    for (const { location } of JSON.parse(await prefixed('gitlab'))) expect(location.path).toBe(own);
    for (const { locations } of JSON.parse(await prefixed('sarif')).runs[0].results)
      expect(locations[0].physicalLocation.artifactLocation.uri).toBe(own);
    expect(await prefixed('junit')).toContain(`\n  ${own}:`.trim());
    for (const format of ['text', 'json']) {
      const plain = await cli(['lint', '--format', format, root]);
      expect(await prefixed(format)).toBe(plain.stdout);
    }
  });
});

describe('reports that cannot be written', () => {
  it('leave none of the files, nor a baseline', async () => {
    const root = await misplacedTree();
    const folder = scratchFolder();
    const [first, last] = [join(folder, 'first'), join(folder, 'last')];
    writeFileSync(first, 'old');
    const args = ['-o', `json:${first}`, '-o', 'sarif:/dev/full', '-o', `junit:${last}`];
    const run = await cli(['lint', ...args, root]);
    expect([run.code, run.stdout]).toEqual([4, '']);
    expect(run.stderr).toMatch(
      /^qemu-downtime: \/dev\/full: no space is left on the disk \(ENOSPC\); no result was written \[result-lost\]$/m,
    );
    expectNoStack(run);
    expect(readdirSync(folder)).toEqual(['first']);
    expect(readFileSync(first, 'utf8')).toBe('old');
    const known = join(folder, 'known');
    const two = await cli(['lint', '--write-baseline', known, '-o', 'json:/dev/full', root]);
    expect([two.code, existsSync(known)]).toEqual([4, false]);
  });

  it('because of their name are refused before --fix changes anything', async () => {
    const root = copyOf('I-7.2');
    const before = stateOf(root);
    for (const path of ['/dev/null/report', join(root, 'none/report'), join(root, 'migration')]) {
      const run = await cli(['lint', '--fix', '-o', `json:${path}`, root]);
      expect([run.code, run.stdout, codesIn(run.stderr)]).toEqual([2, '', ['output-unfit']]);
      expectNoStack(run);
    }
    expectUntouched(root, before);
  });

  it('to a full standard output are said, and the files are there by then', async () => {
    const root = await misplacedTree();
    const file = join(scratchFolder(), 'report');
    const run = await shell('"$@" > /dev/full', ['lint', '-o', `json:${file}`, root]);
    expect(run.code).toBe(4);
    expect(run.stderr).toMatch(/standard output: no space .*\(ENOSPC\).*\[result-lost\]/);
    expect(JSON.parse(readFileSync(file, 'utf8')).results).toHaveLength(1);
  });

  it('after --fix say that the tree was changed', async () => {
    const root = copyOf('C-2.4');
    const run = await cli(['lint', '--fix', '-o', 'json:/dev/full', root]);
    expect(run.code).toBe(4);
    expect(run.stderr).toMatch(/the tree was changed completely; only the report could not be written/);
    expect(readFileSync(join(root, MIGRATION), 'utf8')).toContain('trace_vmstate_downtime_checkpoint');
  });
});

describe('a reader that goes', () => {
  it.each(FORMATS)('ends %s quietly', async (format) => {
    const root = copyOf('I-7.2');
    const line = 'set -o pipefail; "$@" | head -1; echo $? >&2';
    const run = await shell(line, ['lint', '--format', format, root]);
    expect(run.stdout.split('\n')).toHaveLength(2);
    expect(run.stderr).toBe('1\n');
    expectNoStack(await shell('"$@" >&- 2>&-', ['lint', '--format', format, root]));
  });
});

describe('what is odd in a tree', () => {
  it('reaches no terminal: escape sequences in names, the version and the source', async () => {
    const root = join(scratchFolder(), '\u001b[31mred\n::error::mine');
    mkdirSync(root);
    copyOf('C-2.4', root);
    rewrite(root, 'VERSION', () => '\u001b]0;title\u0007\n::error::mine\n');
    rewrite(root, MIGRATION, (text) =>
      text.replace(
        /qemu_announce_self\(\);/,
        '/* \u001b[2J\u009b2J \u00e2\u0080\u00ae ]]> ::error::mine */ qemu_announce_self();',
      ),
    );
    for (const format of FORMATS) {
      const run = await cli(['lint', '--format', format, root]);
      expect([run.code, run.stderr], format).toEqual([1, '']);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not get through
      expect(run.stdout).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]/);
      expect(run.stdout).not.toMatch(/^\s*::error::mine/m);
    }
    const gone = await cli(['lint', join(root, 'none')]);
    expect(codesIn(gone.stderr)).toEqual(['no-such-tree']);
    expect(gone.stderr).not.toContain('\u001b');
  });

  it('is shown where it is: the line of the source as it stands, tabs too', async () => {
    const root = await misplacedTree();
    rewrite(root, MIGRATION, (text) =>
      text.replace(/^ {4}(trace_vmstate_downtime_checkpoint\("dst-precopy-bh-announced"\);)/m, '\t$1'),
    );
    expect((await cli(['lint', root])).stdout).toMatch(
      /^ +(\d+) \| \ttrace_vmstate_downtime_checkpoint\("dst-precopy-bh-announced"\);\n +\| \t\^$/m,
    );
  });
});
