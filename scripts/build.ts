import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';

/**
 * Builds dist/: the type check first, then the program as one file, in which a command's modules still run only
 * when it is asked for. Loading some seventy files one by one takes longer than porting a tree. The file is CommonJS,
 * in which a module of node's own is loaded by the first command that needs it; as an ES module it would load all of
 * them at once.
 */
const ROOT = join(import.meta.dirname, '..');
const DIST = join(ROOT, 'dist');
const require = createRequire(import.meta.url);

// Native code and what only `--commit` needs stay packages of their own.
const EXTERNAL = ['tree-sitter', 'tree-sitter-c', 'simple-git'];
const BUNDLED = ['commander', 'diff', 'picocolors'];

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
    build.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'module.exports = {};' }));
    build.onLoad({ filter: /.*/, namespace: 'when-called' }, () => ({
      contents: "export const createHash = (name) => require('node:crypto').createHash(name);",
    }));
  },
};

execFileSync(
  process.execPath,
  [require.resolve('typescript/lib/tsc.js'), '-p', join(ROOT, 'tsconfig.build.json')],
  {
    stdio: 'inherit',
  },
);
rmSync(DIST, { recursive: true, force: true });
await build({
  entryPoints: [join(ROOT, 'src/cli.ts')],
  outdir: DIST,
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  external: EXTERNAL,
  minify: true,
  sourcemap: 'linked',
  sourcesContent: false,
  define: { 'import.meta.url': 'ownUrl' },
  banner: { js: "const ownUrl = require('node:url').pathToFileURL(__filename).href;" },
  plugins: [loadNoMoreThanNeeded],
  logLevel: 'warning',
});
writeFileSync(join(DIST, 'package.json'), `${JSON.stringify({ type: 'commonjs' })}\n`);
writeFileSync(join(DIST, 'THIRD-PARTY-LICENSES.txt'), thirdPartyNotices());
chmodSync(join(DIST, 'cli.js'), 0o755);
