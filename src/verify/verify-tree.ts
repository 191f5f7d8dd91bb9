import { existsSync, statfsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnyRecipe } from '../catalogue/any-recipe.js';
import { eventsOf } from '../catalogue/recipe-parts.js';
import { readTexts } from '../placement/sources.js';
import { verifyProblems } from '../problem/verify-problems.js';
import { errnoOf } from '../tree/errno.js';
import type { Tree } from '../tree/tree.js';
import { breakageOf, noEvent } from './breakages.js';
import { absentParts } from './build/absent-parts.js';
import { BuildLog, buildLogIn } from './build/build-log.js';
import { BuildFailure, TreeBuild } from './build/build-tree.js';
import { copyTree, type Overlay } from './build/copy-tree.js';
import { howToGet } from './build/how-to-get.js';
import type { BuildSteps } from './build/ninja-steps.js';
import { type Slot, takeSlot } from './build/slot.js';
import type { ContentEntry, TreeContent } from './build/tree-content.js';
import { type ReadText, type TreeFix, treeFixes } from './build/tree-fixes.js';
import type { ContainerEngine } from './engine/container-engine.js';
import { probeEngine } from './engine/probe.js';
import { ensureImage } from './image/ensure-image.js';
import { type MigrationRuns, runMigrations } from './migration-runs.js';
import { portForCopy } from './port-for-copy.js';
import { isGood, type Level, type Stage, type VerifyResult } from './result.js';

/** The tree that is verified: all of it, and its migration sources. */
export interface VerifySubject {
  readonly content: TreeContent;
  readonly tree: Tree;
}

/** How it is verified. */
export interface VerifySetting {
  readonly recipes: readonly AnyRecipe[];
  readonly level: Level;
  /** Whether the copy gets the checkpoints first; `auto` where it has none of them. */
  readonly apply: 'auto' | 'yes' | 'no';
  readonly fixes: boolean;
  readonly engine: ContainerEngine;
  readonly image: string | undefined;
  readonly cache: string;
  /** Where logs and traces go. */
  readonly logs: string;
  /** Modes that have to run. */
  readonly required: readonly string[];
  /** For each stage and each migration, in milliseconds. */
  readonly timeoutMs: number;
  /** Of this run; names its containers. */
  readonly run: string;
  readonly signal?: AbortSignal;
  readonly onStage: (stage: Stage['name']) => void;
  /** Told how far the build is, as it goes on. */
  readonly onSteps: (steps: BuildSteps) => void;
  readonly say: (note: string) => void;
}

/**
 * Builds a tree's copy in containers, runs migrations of it, and judges their traces. The tree is not written to.
 * @throws Refusal where the copy cannot get the checkpoints, or is built another way; EnvironmentLack
 */
export async function verifyTree(subject: VerifySubject, setting: VerifySetting): Promise<VerifyResult> {
  const verification = new Verification(subject, setting);
  try {
    return await verification.run();
  } catch (error) {
    // The tree's own files are read with refusals of their own: what is left is ours.
    if (errnoOf(error) === undefined || !(error instanceof Error)) throw error;
    // Where a disk is full the system does not say which: the one that has no room is told of.
    const isLog = errnoOf(error) === 'ENOSPC' && !hasRoom(setting.logs) && hasRoom(setting.cache);
    throw isLog
      ? verifyProblems.logUnfit(setting.logs, error.message)
      : verifyProblems.cacheUnfit(setting.cache, error.message);
  } finally {
    await verification.end();
  }
}

class Verification {
  readonly #stages: Stage[] = [];
  #slot: Slot | undefined;
  #engine: ContainerEngine;

  constructor(
    readonly subject: VerifySubject,
    readonly setting: VerifySetting,
  ) {
    this.#engine = setting.engine;
  }

  /** The next run takes the slot when no container has it any more. */
  async end(): Promise<void> {
    await this.#engine.removeAllOf(this.setting.run);
    this.#slot?.release();
  }

  async run(): Promise<VerifyResult> {
    const { setting, subject } = this;
    const { level, recipes, cache, run, logs, timeoutMs, signal } = setting;
    const port = portForCopy(subject.tree, setting);
    // Before the image is made, which takes half a minute.
    const entries = await this.#entries();
    const found = await this.#stage('image', async () => {
      const made = await ensureImage(setting.engine, setting.image, signal);
      const probed = await probeEngine(setting.engine, made.name, signal);
      if (probed.isRemedied) setting.say('podman works here with runc and lowered limits only: used so');
      return { ...made, engine: probed.engine };
    });
    this.#engine = found.engine;
    const slot = takeSlot(cache, subject.content.key);
    this.#slot = slot;
    const fixes = await this.#stage('copy', async () => {
      const needed = await fixesOf(entries);
      await copyTree(entries, slot.source, slot.manifest, overlayOf(needed, port.bytes), signal);
      return { isCached: false, needed };
    });
    const build = new TreeBuild({
      engine: found.engine,
      image: found,
      slot,
      run,
      log: new BuildLog(buildLogIn(logs)),
      timeoutMs,
      onSteps: setting.onSteps,
      ...(signal && { signal }),
    });
    const base = {
      tree: subject.content.name,
      version: subject.tree.version,
      engine: found.engine.name,
      image: found.name,
      level,
      recipes,
      applied: port.applied,
      fixes: fixes.needed.map(({ why }) => why),
      stages: this.#stages,
      absent: subject.content.absent,
      logs,
    };
    let built: readonly string[] = [];
    const done = (rest: Partial<Pick<VerifyResult, 'events' | 'migrations' | 'breakage'>>): VerifyResult => {
      const { events = [], migrations = [], breakage } = rest;
      const passed = !breakage && migrations.every(isGood);
      return { ...base, built, passed, events, migrations, breakage };
    };
    try {
      await this.#stage('configure', () => build.configure());
      const made = await this.#stage('build', async () => ({
        isCached: false,
        ...(await build.build(level === 'objects' ? 'objects' : 'program')),
      }));
      built = made.targets;
      if (level === 'objects') return done({});
      const { events } = await this.#stage('events', async () => ({
        isCached: false,
        events: (await build.traceEvents()).filter((name) => name.startsWith('vmstate_downtime')),
      }));
      const unknown = recipes
        .flatMap((recipe) => eventsOf(recipe).added)
        .find((name) => !events.includes(name));
      if (unknown !== undefined) return done({ events, breakage: noEvent(unknown) });
      if (level === 'build') return done({ events });
      const { migrations, breakage } = await this.#stage('migrations', async () => ({
        isCached: false,
        ...(await runMigrations(this.#runs(found.engine, found.name, slot))),
      }));
      return done({ events, migrations, breakage });
    } catch (error) {
      if (!(error instanceof BuildFailure) || error.ended === 'interrupted') throw error;
      return done({ breakage: breakageOf(error) });
    }
  }

  /** @throws Refusal `build-not-supported`, EnvironmentLack `parts-absent` */
  async #entries(): Promise<ContentEntry[]> {
    const { content } = this.subject;
    const entries: ContentEntry[] = [];
    for await (const entry of content.entries()) {
      this.setting.signal?.throwIfAborted();
      entries.push(entry);
    }
    if (!entries.some(({ path }) => path === 'meson.build')) throw verifyProblems.noMesonBuild(content.name);
    await requireParts(entries, content);
    return entries;
  }

  #runs(engine: ContainerEngine, image: string, slot: Slot): MigrationRuns {
    const { recipes, run, logs, timeoutMs, required, signal } = this.setting;
    const { layout } = this.subject.tree;
    const text = async (path: string) => ({ path, text: await readFile(join(slot.source, path), 'latin1') });
    return {
      engine,
      image,
      slot,
      run,
      logs,
      timeoutMs,
      required,
      ...(signal && { signal }),
      hasUserfaultDevice: () => usesDevice(slot.source),
      recipes,
      sources: async () => {
        const texts = {
          migration: await text(layout.migration),
          savevm: await text(layout.savevm),
          events: await text(layout.events),
        };
        return readTexts(texts).sources;
      },
    };
  }

  async #stage<Result extends { readonly isCached: boolean }>(
    name: Stage['name'],
    work: () => Promise<Result>,
  ): Promise<Result> {
    this.setting.onStage(name);
    const started = Date.now();
    const result = await work();
    this.#stages.push({ name, seconds: (Date.now() - started) / 1000, isCached: result.isCached });
    return result;
  }
}

/** Whether the file system of a folder has blocks left. */
function hasRoom(folder: string): boolean {
  try {
    return statfsSync(folder).bavail > 0;
  } catch {
    return false;
  }
}

async function fixesOf(entries: readonly ContentEntry[]): Promise<TreeFix[]> {
  return treeFixes(readerOf(entries));
}

function readerOf(entries: readonly ContentEntry[]): ReadText {
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  return async (path) => (await byPath.get(path)?.read())?.toString('latin1');
}

/** Before minutes of work: configure would fail for want of them. @throws EnvironmentLack `parts-absent` */
async function requireParts(entries: readonly ContentEntry[], { name, origin }: TreeContent): Promise<void> {
  const absent = await absentParts(
    entries.map(({ path }) => path),
    readerOf(entries),
  );
  const parts = [
    ...absent.folders,
    ...absent.submodules,
    ...absent.subprojects.map((part) => `subprojects/${part}`),
  ];
  if (parts.length > 0) throw verifyProblems.partsAbsent(name, parts, howToGet(absent, origin));
}

function overlayOf(fixes: readonly TreeFix[], port: ReadonlyMap<string, Buffer>): Overlay {
  return new Map([
    ...fixes.map(({ path, text }) => [path, () => Buffer.from(text, 'latin1')] as const),
    ...[...port].map(([path, bytes]) => [path, () => bytes] as const),
  ]);
}

/** Whether this tree's QEMU opens the device, as 8.1 and later do, and the machine has it. */
async function usesDevice(source: string): Promise<boolean> {
  if (!existsSync('/dev/userfaultfd')) return false;
  try {
    return (await readFile(join(source, 'util/userfaultfd.c'), 'latin1')).includes('/dev/userfaultfd');
  } catch {
    return false;
  }
}
