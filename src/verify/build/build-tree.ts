import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { chmod, mkdir, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { verifyProblems } from '../../problem/verify-problems.js';
import { type ContainerEngine, isEngineFailure } from '../engine/container-engine.js';
import type { CommandEnd } from '../engine/run-command.js';
import type { BuildLog } from './build-log.js';
import { compilerExcerpt } from './compiler-excerpt.js';
import { configureOptions, DEVICES } from './configure-options.js';
import { type BuildSteps, ninjaSteps } from './ninja-steps.js';
import type { Slot } from './slot.js';

/** What a tree is built with. */
export interface BuildRun {
  readonly engine: ContainerEngine;
  readonly image: { readonly name: string; readonly id: string };
  readonly slot: Slot;
  /** Of this run of `verify`; names its containers. */
  readonly run: string;
  /** All that the build prints goes there. */
  readonly log: BuildLog;
  readonly signal?: AbortSignal;
  /** For each stage, in milliseconds. */
  readonly timeoutMs: number;
  /** Told how far the build is, as it goes on. */
  readonly onSteps: (steps: BuildSteps) => void;
}

/** A stage of the build did not work. */
export class BuildFailure extends Error {
  constructor(
    readonly stage: 'configure' | 'build' | 'trace-help',
    /** The file that does not compile, where it is one. */
    readonly file: string | undefined,
    /** The lines that tell why. */
    readonly excerpt: string,
    readonly ended: CommandEnd['ended'],
  ) {
    super(`${stage} failed`);
  }
}

/** What compilers and linkers say of a full disk, which is no fault of the tree's. */
const DISK_FULL = /: No space left on device\b/;

/** The program that is built. */
export const PROGRAM = 'qemu-system-x86_64';

/** Where trees and builds lie in each container, so that builds and compiled objects of one serve the next. */
export const PLACES = { source: '/src', build: '/build', ccache: '/ccache' } as const;

/** Builds one tree. */
export class TreeBuild {
  #containers = 0;

  constructor(readonly setting: BuildRun) {}

  /**
   * Configures the build unless it is configured like that already.
   * @returns whether it was
   * @throws BuildFailure
   */
  async configure(): Promise<{ readonly isCached: boolean }> {
    const { slot, image } = this.setting;
    const script = readFileSync(join(slot.source, 'configure'), 'latin1');
    const help = await this.#run('configure', [`${PLACES.source}/configure`, '--help']);
    const ownDevices = existsSync(join(slot.source, 'configs/devices/x86_64-softmmu', `${DEVICES}.mak`));
    const options = configureOptions({ help: help.stdout, script }, ownDevices);
    const state = createHash('sha256')
      .update(JSON.stringify([image.id, options]))
      .digest('hex');
    if (readState(slot.configured) === state && existsSync(join(slot.build, 'build.ninja')))
      return { isCached: true };
    rmSync(slot.configured, { force: true });
    await rm(slot.build, { recursive: true, force: true });
    await mkdir(slot.build, { recursive: true });
    // Its program is run by root without root's rights as well, whatever the user's umask is.
    await chmod(slot.build, 0o755);
    await this.#run('configure', [`${PLACES.source}/configure`, ...options]);
    writeFileSync(slot.configured, state);
    return { isCached: false };
  }

  /**
   * Builds the objects of the changed files and what is made of the trace events, or the whole program.
   * @throws BuildFailure
   */
  async build(what: 'objects' | 'program'): Promise<{ readonly targets: readonly string[] }> {
    const targets = what === 'program' ? [PROGRAM] : await this.#objects();
    // Told of no target, ninja builds all.
    if (targets.length === 0)
      throw new BuildFailure('build', undefined, 'ninja knows no object of the touched files', undefined);
    await this.#run('build', ['ninja', `-j${availableParallelism()}`, ...targets]);
    return { targets };
  }

  /** The trace events that the built program knows. @throws BuildFailure */
  async traceEvents(): Promise<readonly string[]> {
    const { stdout, stderr } = await this.#run('trace-help', [`./${PROGRAM}`, '-trace', 'help']);
    // To 5.2 it goes to standard error.
    return `${stdout}\n${stderr}`.split(/\s+/).filter((word) => word !== '');
  }

  /** Asked of ninja: where objects lie differs from release to release. */
  async #objects(): Promise<string[]> {
    const { stdout } = await this.#run('build', ['ninja', '-t', 'targets', 'all'], { isQuiet: true });
    return stdout
      .split('\n')
      .map((line) => line.replace(/: .*$/, ''))
      .filter(
        (target) =>
          /^trace\/trace-migration\.[ch]$/.test(target) ||
          /^lib[^/]*\/(?:.*_)?migration_(?:migration|savevm)\.c\.o$/.test(target) ||
          /^libqemuutil[^/]*\/.*trace_trace-migration\.c\.o$/.test(target),
      );
  }

  async #run(
    stage: BuildFailure['stage'],
    command: readonly string[],
    { isQuiet = false } = {},
  ): Promise<CommandEnd> {
    const { engine, image, slot, run, log, signal, timeoutMs, onSteps } = this.setting;
    log.add(`$ ${command.join(' ')}\n`);
    const onOutput = (bytes: Buffer): void => {
      log.add(bytes);
      const steps = stage === 'build' ? ninjaSteps(bytes.toString('latin1')) : undefined;
      if (steps) onSteps(steps);
    };
    const end = await engine.run(
      {
        name: `${run}-${stage}-${this.#containers++}`,
        run,
        image: image.name,
        command: ['sh', '-c', `cd ${PLACES.build} && exec "$@"`, 'sh', ...command],
        mounts: [
          { from: slot.source, to: PLACES.source, isWritable: false },
          { from: slot.build, to: PLACES.build, isWritable: true },
          { from: slot.ccache, to: PLACES.ccache, isWritable: true },
        ],
        environment: { CCACHE_DIR: PLACES.ccache },
      },
      { timeoutMs, ...(signal && { signal }), ...(!isQuiet && { onOutput }) },
    );
    log.check();
    if (!end.ended && isEngineFailure(end)) {
      const { stderr, notStarted = '' } = end;
      throw verifyProblems.engineFailed(engine.name, stderr.trim() || notStarted);
    }
    if (end.code !== 0) {
      const output = `${end.stdout}\n${end.stderr}`;
      if (DISK_FULL.test(output)) throw verifyProblems.cacheUnfit(slot.build, 'no space left on device');
      const { file, excerpt } = compilerExcerpt(output);
      throw new BuildFailure(stage, file, excerpt, end.ended);
    }
    return end;
  }
}

function readState(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
