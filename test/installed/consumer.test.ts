import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { copyOf } from '../support/fixture-trees.js';
import { scratchSpace } from '../support/scratch-space.js';
import { putFiles } from '../tree/write/scratch-tree.js';
import { fillCache, installOffline, type Plans, packed, plansOf, ROOT, runInstalled } from './install.js';

/**
 * The package as its users get it: packed, and installed into an empty folder from npm's cache, without the network. The
 * cache is filled first, from the registry if need be.
 */
const space = scratchSpace();
let tarball: string;
beforeAll(() => {
  tarball = packed(space);
  fillCache(space, tarball);
});

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const tsc = createRequire(import.meta.url).resolve('typescript/lib/tsc.js');

const ways = [
  { way: 'as npm does it', options: [], parser: 'native' },
  { way: 'with --ignore-scripts', options: ['--ignore-scripts'], parser: 'native' },
  { way: 'with --omit=optional', options: ['--omit=optional'], parser: 'wasm' },
] as const;
const plans = new Map<string, Plans>();

describe.each(ways)('installed $way', ({ way, options, parser }) => {
  let folder: string;
  beforeAll(() => {
    folder = installOffline(space, tarball, ...options);
  });

  it('runs, and ports a tree', () => {
    expect(runInstalled(folder, ['--version'])).toMatchObject({
      status: 0,
      stdout: `${manifest.version}\n`,
      stderr: '',
    });
    const tree = copyOf('I-7.2');
    const run = runInstalled(folder, ['apply', tree]);
    expect(run.status).toBe(0);
    expect(run.stdout).toContain('20 calls in 3 files written');
    expect(run.stderr).toMatch(parser === 'native' ? /^$/ : /^note: the native parser cannot be loaded/);
    expect(runInstalled(folder, ['lint', tree]).status).toBe(0);
  });

  it(`plans every tree by the library, with the ${parser} parser`, () => {
    const made = plansOf(folder);
    expect(made.kind).toBe(parser);
    plans.set(way, made);
    expect(made.trees['I-7.2']).toMatchObject({ schema: 'qemu-downtime/apply@1', written: false });
  });
});

describe('the installed package', () => {
  it('plans the same whichever way it was installed', () => {
    const [first, ...others] = ways.map(({ way }) => plans.get(way)?.trees);
    expect(first).toBeDefined();
    for (const other of others) expect(other).toEqual(first);
  });

  it.each([
    ['nodenext', 'nodenext'],
    ['node16', 'node16'],
    ['esnext', 'bundler'],
  ])(
    'has types that a program of module %s, resolved as %s, is checked against',
    (module, moduleResolution) => {
      const folder = installOffline(space, tarball);
      const document = readFileSync(join(ROOT, 'docs/api.md'), 'utf8');
      const [, example = ''] = /^```ts\n([\s\S]*?)^```/m.exec(document) ?? [];
      const compilerOptions = {
        module,
        moduleResolution,
        target: 'es2022',
        // Of everything: the declarations need no types of anybody else, of node neither.
        strict: true,
        exactOptionalPropertyTypes: true,
        skipLibCheck: false,
        types: [],
        noEmit: true,
      };
      putFiles(folder, {
        'package.json': JSON.stringify({
          type: 'module',
          dependencies: { 'qemu-downtime': manifest.version },
        }),
        'tsconfig.json': JSON.stringify({ compilerOptions, files: ['good.ts'] }),
        'good.ts': example,
        'wrong.ts': "import { lint } from 'qemu-downtime';\nexport const count: number = await lint(7);\n",
      });
      const check = (...args: string[]) =>
        spawnSync(process.execPath, [tsc, ...args], { cwd: folder, encoding: 'utf8' });
      expect(example).toContain("from 'qemu-downtime'");
      expect(check('-p', '.')).toMatchObject({ status: 0, stdout: '' });
      const config = JSON.stringify({ compilerOptions, files: ['wrong.ts'] });
      putFiles(folder, { 'tsconfig.json': config });
      expect(check('-p', '.').stdout.match(/error TS\d+/g)).toEqual(['error TS2322', 'error TS2345']);
    },
  );

  it('exports the schemas, and nothing of its inside', () => {
    const folder = installOffline(space, tarball);
    const script = `import schema from 'qemu-downtime/schemas/apply.schema.json' with { type: 'json' };
      console.log(schema.$id);
      await import('qemu-downtime/dist/library.mjs').catch(({ code }) => console.log(code));`;
    putFiles(folder, { 'read.mjs': script });
    const printed = execFileSync(process.execPath, ['--no-warnings', 'read.mjs'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(printed.split('\n').slice(0, 2)).toEqual([
      'qemu-downtime/apply@1',
      'ERR_PACKAGE_PATH_NOT_EXPORTED',
    ]);
  });

  it('has no file of the sources and tests', () => {
    const inside = join(installOffline(space, tarball), 'node_modules/qemu-downtime');
    for (const name of ['src', 'test', 'scripts', 'qemu-fixtures', '.ci'])
      expect(existsSync(join(inside, name))).toBe(false);
    expect(existsSync(join(inside, 'dist/THIRD-PARTY-LICENSES.txt'))).toBe(true);
  });
});
