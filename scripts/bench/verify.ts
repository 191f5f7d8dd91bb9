import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PLACES, PROGRAM } from '../../src/verify/build/build-tree.js';
import { FolderContent } from '../../src/verify/build/folder-content.js';
import { takeSlot } from '../../src/verify/build/slot.js';
import { findEngine } from '../../src/verify/engine/find-engine.js';
import { probeEngine } from '../../src/verify/engine/probe.js';
import { ensureImage } from '../../src/verify/image/ensure-image.js';
import { CLI, NOT_BUILT } from './built-program.js';

/** A run of `verify`, or of what it is compared with. */
export interface VerifyRow {
  readonly name: string;
  /** Start to end, in seconds. */
  readonly seconds: number;
  /** The stages of `verify`, in seconds. */
  readonly stages: readonly (readonly [string, number])[];
}

/** The files that a port changes. */
const PORTED = ['migration/migration.c', 'migration/savevm.c', 'migration/trace-events'];

/**
 * Measures `verify` on a release from nothing, on the same tree again with all that is kept, and with only images and
 * compiled objects kept; and what ninja alone takes to build the ported files anew.
 * @param tree the whole sources of a release
 */
export async function benchVerify(tree: string, scratch: string): Promise<VerifyRow[]> {
  if (!existsSync(CLI)) throw new Error(NOT_BUILT);
  const cache = join(scratch, 'verify-cache');
  mkdirSync(cache);
  const [first, second] = ['first', 'second'].map((name) => {
    const copy = join(scratch, name);
    cpSync(tree, copy, { recursive: true, verbatimSymlinks: true });
    return copy;
  });
  if (first === undefined || second === undefined) throw new Error('two copies were made');
  const rows = [verify('from nothing (image apart, if it is there)', first, cache)];
  touchPorted(first);
  rows.push(verify('the ported files changed, build tree kept', first, cache));
  rows.push(verify('another copy, image and compiled objects kept', second, cache));
  rows.push(await bareNinja(first, cache));
  return rows;
}

function verify(name: string, tree: string, cache: string): VerifyRow {
  const started = performance.now();
  const args = [CLI, 'verify', '--require=precopy,postcopy,file', '--format=json', `--cache=${cache}`, tree];
  const document = JSON.parse(
    execFileSync(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' }),
  ) as { stages: { name: string; seconds: number }[] };
  return {
    name: `qemu-downtime verify, ${name}`,
    seconds: (performance.now() - started) / 1000,
    stages: document.stages.map(({ name: stage, seconds }) => [stage, seconds]),
  };
}

/** Changes the files that a port changes, so that they are compiled anew. */
function touchPorted(tree: string): void {
  for (const path of PORTED)
    appendFileSync(join(tree, path), path.endsWith('.c') ? '/* again */\n' : '# again\n');
}

/** What nobody can be faster than: ninja in the same container on the same build, after the same change. */
async function bareNinja(tree: string, cache: string): Promise<VerifyRow> {
  const found = await findEngine({ engine: 'auto', engineArguments: [] });
  const image = await ensureImage(found, undefined);
  const { engine } = await probeEngine(found, image.name);
  const slot = takeSlot(cache, new FolderContent(tree).key);
  try {
    touchPorted(slot.source);
    const run = `qemu-downtime-bench-${process.pid}`;
    const started = performance.now();
    const { code, stderr } = await engine.run({
      name: run,
      run,
      image: image.name,
      command: ['ninja', '-C', PLACES.build, PROGRAM],
      mounts: [
        { from: slot.source, to: PLACES.source, isWritable: false },
        { from: slot.build, to: PLACES.build, isWritable: true },
        { from: slot.ccache, to: PLACES.ccache, isWritable: true },
      ],
      environment: { CCACHE_DIR: PLACES.ccache },
    });
    if (code !== 0) throw new Error(`ninja ended with ${code}: ${stderr}`);
    return {
      name: 'ninja alone, the ported files changed',
      seconds: (performance.now() - started) / 1000,
      stages: [],
    };
  } finally {
    slot.release();
  }
}

/** One line a run. */
export function verifyTable(rows: readonly VerifyRow[]): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  return rows
    .map(({ name, seconds, stages }) => {
      const parts = stages.map(([stage, own]) => `${stage} ${own.toFixed(1)}`).join(', ');
      return `${name.padEnd(width)}  ${seconds.toFixed(1).padStart(6)} s${parts === '' ? '' : `  (${parts})`}`;
    })
    .join('\n');
}
