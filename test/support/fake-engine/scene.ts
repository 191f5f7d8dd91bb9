import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { scratchFolder } from '../../tree/write/scratch-tree.js';
import { copyOf, factsOf } from '../fixture-trees.js';
import { type Ended, ended, startCli } from '../run-cli.js';
import { containerOf, type FakeContainer, machineName } from './container.js';
import type { EngineCall, FakePlan, Fires } from './plan.js';

/** The fixture whose migrations are played. */
export const TREE = 'I-7.2';

/** Short help of the shape that 6.0 to 8.x have. */
const HELP = `
  --target-list=LIST       set target list
  --without-default-features default all --enable-* options to "disabled"
  --without-default-devices  do not include any device that is not needed
  --disable-install-blobs  do not install blobs
`;

/** What the migrations of a fixture fire, as its scenarios say. */
export function firesOf(name: string): Record<string, Fires> {
  const { precopy, postcopy, 'background-snapshot': snapshot } = factsOf(name).scenarios;
  if (!precopy || !postcopy || !snapshot) throw new Error(`${name} has not all kinds of migration`);
  return {
    precopy,
    postcopy,
    file: precopy,
    'background-snapshot': snapshot,
    failed: { source: [], destination: [] },
    'paused-destination': precopy,
    'paused-source': precopy,
  };
}

/** A tree that a fake engine can build: a fixture with what QEMU's build has at the top. */
export function buildableTree(name = TREE, root = scratchFolder()): string {
  copyOf(name, root);
  writeFileSync(join(root, 'meson.build'), "project('qemu')\n");
  writeFileSync(join(root, 'configure'), '#!/bin/sh\n');
  chmodSync(join(root, 'configure'), 0o755);
  const devices = join(root, 'configs/devices/i386-softmmu');
  mkdirSync(devices, { recursive: true });
  writeFileSync(join(devices, 'default.mak'), 'CONFIG_I440FX=y\n');
  return root;
}

/** Engines that are not there, with a cache of its own; nothing else that could run a container is on the path. */
export class VerifyScene {
  readonly cache = scratchFolder();
  readonly #state = scratchFolder();
  readonly #bin = scratchFolder();
  #plan: FakePlan = {
    answers: {},
    images: ['own-image'],
    help: HELP,
    fires: firesOf(TREE),
    capabilities: ['xbzrle', 'events', 'postcopy-ram', 'background-snapshot'],
    faults: {},
  };

  /** @param engines those that are installed */
  constructor(engines: readonly string[] = ['docker']) {
    const program = join(this.#state, 'engine.mjs');
    const entry = join(import.meta.dirname, 'program.ts');
    buildSync({ entryPoints: [entry], bundle: true, platform: 'node', format: 'esm', outfile: program });
    for (const engine of engines)
      this.install(engine, `exec '${process.execPath}' '${program}' ${engine} "$@"`);
    for (const tool of ['sh', 'git', 'rm', 'tar']) symlinkSync(`/usr/bin/${tool}`, join(this.#bin, tool));
    this.plan({});
    writeFileSync(join(this.#state, 'calls'), '');
  }

  /** Puts a program on the path. */
  install(name: string, script: string): void {
    writeFileSync(join(this.#bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(this.#bin, name), 0o755);
  }

  /** Changes what the engines do. */
  plan(part: Partial<FakePlan>): this {
    this.#plan = { ...this.#plan, ...part };
    writeFileSync(join(this.#state, 'plan.json'), JSON.stringify(this.#plan));
    return this;
  }

  /** Changes what a mode fires. */
  fires(mode: string, change: (fires: Fires) => Partial<Fires>): this {
    const before = this.#plan.fires[mode] ?? { source: [], destination: [] };
    return this.plan({ fires: { ...this.#plan.fires, [mode]: { ...before, ...change(before) } } });
  }

  start(args: readonly string[], env: Readonly<Record<string, string>> = {}): ReturnType<typeof startCli> {
    return startCli(['verify', '--cache', this.cache, '--image', 'own-image', '--timeout', '20', ...args], {
      env: { ...this.environment, ...env },
    });
  }

  /** What programs have to see to find the engines. */
  get environment(): { readonly PATH: string; readonly FAKE_ENGINE: string } {
    return { PATH: this.#bin, FAKE_ENGINE: this.#state };
  }

  verify(...args: string[]): Promise<Ended> {
    return ended(this.start(args));
  }

  /** Without `--image`. */
  verifyWithOurImage(...args: string[]): Promise<Ended> {
    const child = startCli(['verify', '--cache', this.cache, ...args], {
      env: this.environment,
    });
    return ended(child);
  }

  calls(): EngineCall[] {
    const text = readFileSync(join(this.#state, 'calls'), 'utf8');
    const lines = text.split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line));
  }

  /** The containers that were started, by the last part of their names, such as `configure` or `precopy-source`. */
  containers(): (FakeContainer & { readonly part: string })[] {
    return this.calls().flatMap(({ args }) => {
      const at = args.indexOf('run');
      if (at < 0) return [];
      const container = containerOf(args.slice(at + 1));
      return [{ ...container, part: machineName(container.name) }];
    });
  }

  /** Containers that are left, running or not. */
  left(): string[] {
    try {
      return readdirSync(join(this.#state, 'containers'));
    } catch {
      return [];
    }
  }
}
