import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

/**
 * Builds dist/: the type check first, then the program as one file, in which a command's modules still run only
 * when it is asked for. Loading some seventy files one by one takes longer than porting a tree.
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
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: EXTERNAL,
  minifySyntax: true,
  // commander is CommonJS and requires node's own modules.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  logLevel: 'warning',
});
writeFileSync(join(DIST, 'THIRD-PARTY-LICENSES.txt'), thirdPartyNotices());
chmodSync(join(DIST, 'cli.js'), 0o755);
