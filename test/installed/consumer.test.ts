import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
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
  let consumer: string;
  beforeAll(() => {
    consumer = installOffline(space, tarball);
  });

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
      const document = readFileSync(join(ROOT, 'docs/api.md'), 'utf8');
      const [, example = ''] = /^```ts\n([\s\S]*?)^```/m.exec(document) ?? [];
      expect(example).toContain("from 'qemu-downtime'");
      const compilerOptions = {
        module,
        moduleResolution,
        target: 'es2022',
        strict: true,
        exactOptionalPropertyTypes: true,
        // The declarations are checked as well, and need no types of anybody else: not of node, not of a browser.
        skipLibCheck: false,
        lib: ['es2022'],
        types: [],
        noEmit: true,
      };
      const folder = join(consumer, moduleResolution);
      putFiles(folder, {
        'package.json': JSON.stringify({ type: 'module' }),
        'tsconfig.json': JSON.stringify({ compilerOptions, files: ['good.ts', 'wrong.ts'] }),
        'good.ts': example,
        'wrong.ts': "import { lint } from 'qemu-downtime';\nexport const count: number = await lint(7);\n",
      });
      const { stdout } = spawnSync(process.execPath, [tsc, '-p', '.'], { cwd: folder, encoding: 'utf8' });
      const errors = stdout.split('\n').filter((line) => /^\S/.test(line));
      const places = errors.map((line) => line.replace(/\(\d+,\d+\): error (TS\d+): .*/, ' $1'));
      expect(places).toEqual(['wrong.ts TS2322', 'wrong.ts TS2345']);
    },
  );

  it('exports the schemas, and nothing of its inside', () => {
    const script = `import schema from 'qemu-downtime/schemas/apply.schema.json' with { type: 'json' };
      console.log(schema.$id);
      await import('qemu-downtime/dist/library.mjs').catch(({ code }) => console.log(code));`;
    putFiles(consumer, { 'read.mjs': script });
    const printed = execFileSync(process.execPath, ['--no-warnings', 'read.mjs'], {
      cwd: consumer,
      encoding: 'utf8',
    });
    expect(printed.split('\n').slice(0, 2)).toEqual([
      'qemu-downtime/apply@1',
      'ERR_PACKAGE_PATH_NOT_EXPORTED',
    ]);
  });

  it('declares everything in one file that imports nothing', () => {
    const types = readFileSync(
      join(consumer, 'node_modules/qemu-downtime', manifest.exports['.'].types),
      'utf8',
    );
    expect(types).not.toMatch(/\bimport\b\s*[({'"]|\bfrom\s+['"]|reference types/);
  });

  it('has no path of the folder that it was built in', () => {
    const inside = join(consumer, 'node_modules/qemu-downtime');
    const files = readdirSync(inside, { recursive: true, encoding: 'utf8' });
    expect(files.filter((name) => name.endsWith('.code'))).not.toEqual([]);
    const telling = files.filter((name) => {
      const path = join(inside, name);
      return statSync(path).isFile() && readFileSync(path).includes(`${ROOT}/`);
    });
    expect(telling).toEqual([]);
  });

  it('has no file of the sources and tests', () => {
    const inside = join(consumer, 'node_modules/qemu-downtime');
    for (const name of ['src', 'test', 'scripts', '.ci']) expect(existsSync(join(inside, name))).toBe(false);
    // The documentation leads to what tells of the fixtures.
    expect(readdirSync(join(inside, 'qemu-fixtures'))).toEqual(['README.md']);
    expect(existsSync(join(inside, 'dist/THIRD-PARTY-LICENSES.txt'))).toBe(true);
  });
});
