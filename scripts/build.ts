import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { packageVersion } from '../src/package-version.js';
import { codeName } from '../src/start/program-script.js';
import { PROGRAMS } from '../src/start/programs.js';
import { emitDeclarations, libraryTypes } from './build/declarations.js';

/**
 * Builds dist/: the type check first, then the program as one file, in which a command's modules still run only
 * when it is asked for. Loading some seventy files one by one takes longer than porting a tree. The file is CommonJS,
 * in which a module of node's own is loaded by the first command that needs it; as an ES module it would load all of
 * them at once.
 */
const ROOT = join(import.meta.dirname, '..');
const DIST = join(ROOT, 'dist');
const require = createRequire(import.meta.url);

// Native code, and what only `--commit` and `pipeline` need, stay packages of their own.
const EXTERNAL = ['tree-sitter/package.json', 'tree-sitter-c/package.json', 'simple-git', 'yaml', '*.node'];
const BUNDLED = ['commander', 'diff', 'node-gyp-build', 'picocolors', 'tree-sitter', 'tree-sitter-c'];

/** The licence texts of what is bundled, as those licences ask. */
function thirdPartyNotices(): string {
  return BUNDLED.map((name) => {
    const folder = dirname(findManifest(name));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`${name} has no licence file`);
    return `${name}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
  }).join(`\n${'-'.repeat(72)}\n\n`);
}

function findManifest(name: string): string {
  for (let at = dirname(require.resolve(name)); at !== dirname(at); at = dirname(at)) {
    const manifest = join(at, 'package.json');
    try {
      if (JSON.parse(readFileSync(manifest, 'utf8')).name === name) return manifest;
    } catch {
      // No manifest at this level.
    }
  }
  throw new Error(`no package.json of ${name}`);
}

/**
 * Keeps modules of node's own from being loaded where nothing needs them: commander asks for `child_process`, for
 * subcommands that are programs of their own, of which there are none; and many files can make a hash, while most
 * runs make none.
 */
const loadNoMoreThanNeeded: Plugin = {
  name: 'load-no-more-than-needed',
  setup(build) {
    build.onResolve({ filter: /^(?:node:)?child_process$/ }, ({ importer }) =>
      /[\\/]node_modules[\\/]commander[\\/]/.test(importer)
        ? { path: 'child_process', namespace: 'nothing' }
        : { external: true },
    );
    build.onResolve({ filter: /^node:crypto$/ }, ({ namespace }) =>
      namespace === 'when-called' ? { external: true } : { path: 'node:crypto', namespace: 'when-called' },
    );
    // It asks standard output what it is, which makes node open it; whoever uses it here asks for colours or none.
    build.onLoad({ filter: /[\\/]picocolors[\\/]picocolors\.js$/ }, ({ path }) => ({
      contents: `var process;${readFileSync(path, 'utf8')}`,
    }));
    build.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'module.exports = {};' }));
    build.onLoad({ filter: /.*/, namespace: 'when-called' }, () => ({
      contents: [
        "export const createHash = (name) => require('node:crypto').createHash(name);",
        "export const randomUUID = () => require('node:crypto').randomUUID();",
      ].join('\n'),
    }));
  },
};

const BUNDLE = {
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  minify: true,
  logLevel: 'warning',
} satisfies BuildOptions;

/**
 * Bundles the JavaScript around the native parser, which else is looked for, read and compiled at each start; its
 * binaries stay where npm put them. The list of node types is left out: the program makes no use of it.
 */
const bundleParserGlue: Plugin = {
  name: 'bundle-parser-glue',
  setup(build) {
    const change = (filter: RegExp, ...changes: readonly (readonly [RegExp, string])[]): void => {
      build.onLoad({ filter }, ({ path }) => {
        let contents = readFileSync(path, 'utf8');
        for (const [pattern, by] of changes) {
          if (!pattern.test(contents)) throw new Error(`${path} is not as this build knows it: ${pattern}`);
          contents = contents.replace(pattern, by);
        }
        return { contents, loader: path.endsWith('.ts') ? 'ts' : 'js' };
      });
    };
    const folder = (name: string) => `require('node:path').dirname(require.resolve('${name}/package.json'))`;
    change(/[\\/]csource[\\/]native-parser\.ts$/, [/\brequirePackage\('/g, "require('"]);
    change(/[\\/]tree-sitter[\\/]index\.js$/, [/\(__dirname\)/, `(${folder('tree-sitter')})`]);
    change(
      /[\\/]tree-sitter-c[\\/]bindings[\\/]node[\\/]index\.js$/,
      [/require\("path"\)\.join\(__dirname, "\.\.", "\.\."\)/, folder('tree-sitter-c')],
      [/require\("\.\.\/\.\.\/src\/node-types\.json"\)/, '[]'],
    );
  },
};

const CONFIG = join(ROOT, 'tsconfig.build.json');
const declarations = mkdtempSync(join(tmpdir(), 'qemu-downtime-types-'));
let types: string;
try {
  emitDeclarations(CONFIG, join(ROOT, 'src'), declarations);
  types = libraryTypes(CONFIG, declarations);
} finally {
  rmSync(declarations, { recursive: true, force: true });
}
rmSync(DIST, { recursive: true, force: true });

/** Leaves out commands, whose names the starter has. */
const without = (commands: readonly string[]): Plugin => ({
  name: 'without-commands',
  setup(build) {
    for (const command of commands) {
      build.onResolve({ filter: new RegExp(`/commands/${command}\\.js$`) }, () => ({
        path: command,
        namespace: 'left-out',
      }));
    }
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, ({ path }) => ({
      contents: `throw new Error('${path} is in another program');`,
    }));
  },
});

const OWN_URL = "const ownUrl = require('node:url').pathToFileURL(__filename).href;";

/** Builds the program, and gives a hash of it. */
async function buildProgram(name: string, leftOut: readonly string[]): Promise<string> {
  await build({
    ...BUNDLE,
    entryPoints: { [name]: join(ROOT, 'src/cli.ts') },
    outdir: DIST,
    external: EXTERNAL,
    sourcemap: 'linked',
    sourcesContent: false,
    define: { 'import.meta.url': 'ownUrl' },
    banner: { js: `(function (require, __filename, __dirname) { ${OWN_URL}` },
    footer: { js: '})' },
    // A script outside of node's module loader cannot import.
    supported: { 'dynamic-import': false },
    plugins: [without(leftOut), loadNoMoreThanNeeded, bundleParserGlue],
  });
  const bytes = readFileSync(join(DIST, `${name}.js`));
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}

/** Runs a command of a program, and keeps the code that V8 made of it meanwhile. */
function keepCode(name: string, id: string, command: readonly string[]): void {
  const tsx = ['--import', require.resolve('tsx')];
  const args = [join(ROOT, 'scripts/build/keep-code.ts'), join(DIST, `${name}.js`), join(DIST, codeName(id))];
  execFileSync(process.execPath, [...tsx, ...args, ...command], {
    cwd: ROOT,
    // What it says is of interest only where the run fails; then the error holds it.
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

const commandsOutside = (program: string): string[] =>
  [...PROGRAMS].flatMap(([command = '', own]) => (own === program ? [] : [command]));
const ids = {
  lint: await buildProgram('lint', commandsOutside('lint')),
  sources: await buildProgram('sources', commandsOutside('sources')),
  whole: await buildProgram('whole', []),
};
await build({
  ...BUNDLE,
  entryPoints: { cli: join(ROOT, 'src/start/index.ts') },
  outdir: DIST,
  define: {
    'import.meta.dirname': '__dirname',
    PROGRAM_IDS: JSON.stringify(ids),
    PACKAGE_VERSION: JSON.stringify(packageVersion()),
  },
});
// The library: an ES module, readable in a trace of the stack, with its types in one file.
await build({
  ...BUNDLE,
  entryPoints: { library: join(ROOT, 'src/library/index.ts') },
  outdir: DIST,
  outExtension: { '.js': '.mjs' },
  format: 'esm',
  minify: false,
  // An error tells its class by its name.
  keepNames: true,
  packages: 'external',
});
writeFileSync(join(DIST, 'library.d.mts'), types);
cpSync(require.resolve('tree-sitter-c/tree-sitter-c.wasm'), join(DIST, 'tree-sitter-c.wasm'));
writeFileSync(join(DIST, 'package.json'), `${JSON.stringify({ type: 'commonjs' })}\n`);
writeFileSync(join(DIST, 'THIRD-PARTY-LICENSES.txt'), thirdPartyNotices());
chmodSync(join(DIST, 'cli.js'), 0o755);
// What it finds there is one note: so the code has the printing of findings as well.
keepCode('lint', ids.lint, ['lint', join(ROOT, 'qemu-fixtures/M-10.0')]);
const tree = mkdtempSync(join(tmpdir(), 'qemu-downtime-build-'));
try {
  cpSync(join(ROOT, 'qemu-fixtures/I-7.2'), tree, { recursive: true });
  keepCode('sources', ids.sources, ['apply', tree]);
} finally {
  rmSync(tree, { recursive: true, force: true });
}
const log = (side: string) => join(ROOT, `test/report/samples/precopy-${side}-v10.log`);
keepCode('whole', ids.whole, ['report', '--source', log('src'), '--destination', log('dst')]);
