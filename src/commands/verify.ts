import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { problemJson } from '../documents/parts.js';
import { selectRecipes } from '../library/select.js';
import { Failure, WrongUsage } from '../problem/problem.js';
import { systemReason } from '../problem/system-reason.js';
import { usageProblems } from '../problem/usage-problems.js';
import { verifyProblems } from '../problem/verify-problems.js';
import { makeFolder } from '../tree/write/make-folder.js';
import { buildLogIn } from '../verify/build/build-log.js';
import { FolderContent } from '../verify/build/folder-content.js';
import { defaultCache } from '../verify/build/slot.js';
import { findEngine } from '../verify/engine/find-engine.js';
import type { VerifyResult } from '../verify/result.js';
import { type VerifySubject, verifyTree } from '../verify/verify-tree.js';
import { exitCode } from './exit-code.js';
import { onInterrupt } from './interrupt.js';
import { writeFailureDocument, writeOutputs } from './named-outputs.js';
import { readyParser } from './ready-parser.js';
import { colours } from './render/colour.js';
import { verifyReporters } from './render/verify/index.js';
import { orHintAtRevisions } from './repository-hint.js';
import { requireOutput, tell } from './result.js';
import { headlinesOf } from './verify-headlines.js';
import { requiredModes, timeoutOf, type VerifyOptions, verifyOutputs } from './verify-options.js';
import { VerifyProgress } from './verify-progress.js';

/**
 * `qemu-downtime verify [TREE]`: builds a tree in containers and runs live migrations of it.
 * @returns the exit code
 */
export async function verify(folder: string, options: VerifyOptions): Promise<number> {
  const required = requiredModes(options.require);
  const timeoutMs = timeoutOf(options.timeout);
  const recipes = selectRecipes(options.recipe);
  if (options.repo !== undefined && options.rev === undefined) throw usageProblems.needs('--repo', '--rev');
  if (options.repo !== undefined && folder !== '.')
    throw usageProblems.together(folder, `--repo ${options.repo}`, 'with --rev both name the repository');
  if (required.length > 0 && options.level !== 'migrate')
    throw usageProblems.needs('--require', '--level migrate');
  const outputs = verifyOutputs(options);
  for (const { path } of outputs) requireOutput(path, options.rev === undefined ? folder : undefined);
  const run = `qemu-downtime-${randomUUID().slice(0, 8)}`;
  const cache = resolve(options.cache ?? defaultCache());
  const interrupt = onInterrupt();
  const progress = new VerifyProgress();
  let logs: LogFolder | undefined;
  let close = async (): Promise<void> => undefined;
  try {
    await readyParser();
    const opened = await openSubject(folder, options);
    close = opened.close;
    logs = new LogFolder(options.log, join(cache, 'logs', run));
    progress.log = buildLogIn(logs.path);
    const result = await verifyTree(opened.subject, {
      recipes,
      level: options.level,
      apply: options.apply,
      fixes: options.fixes ?? false,
      engine: await findEngine({
        engine: options.engine,
        engineArguments: options.engineArg ?? [],
        signal: interrupt.signal,
      }),
      image: options.image,
      cache,
      logs: logs.path,
      required,
      timeoutMs,
      run,
      signal: interrupt.signal,
      onStage: (stage) => progress.begins(stage),
      onSteps: (steps) => progress.at(steps),
      say: tell,
    });
    progress.end();
    const kept = options.keep === true || !result.passed;
    const shown: VerifyResult = { ...result, logs: kept || logs.isOwn ? logs.path : undefined };
    const headlines = await headlinesOf(result.migrations);
    if (!kept) logs.remove();
    writeOutputs(outputs, 'the tree was not changed', (format, isTerminal) => {
      const view = { paint: colours(options.color, isTerminal), headlines };
      return verifyReporters[format](shown, view);
    });
    return result.passed ? exitCode.done : exitCode.findings;
  } catch (error) {
    progress.end();
    logs?.remove();
    if (interrupt.signal.aborted) {
      tell('interrupted; the tree was not changed, and no container is left');
      return exitCode.interrupted;
    }
    if (error instanceof Failure && !(error instanceof WrongUsage))
      writeFailure(options.rev ?? folder, error, outputs);
    throw error;
  } finally {
    interrupt.end();
    await close();
  }
}

/** Where logs and traces go: to the user's own folder, or to one that goes again. */
class LogFolder {
  readonly path: string;
  readonly isOwn: boolean;

  /** @throws EnvironmentLack `log-unfit`, `cache-unfit` */
  constructor(own: string | undefined, otherwise: string) {
    this.isOwn = own !== undefined;
    this.path = own === undefined ? otherwise : resolve(own);
    const unfit = this.isOwn ? verifyProblems.logUnfit : verifyProblems.cacheUnfit;
    // It is told to engines with its place in the container, parted by one.
    if (this.path.includes(':'))
      throw unfit(this.path, 'a colon in its name, which container engines cannot take');
    try {
      makeFolder(this.path);
    } catch (error) {
      throw unfit(this.path, systemReason(error, 'write'));
    }
  }

  /** Takes it away, unless it is the user's own. */
  remove(): void {
    if (!this.isOwn) rmSync(this.path, { recursive: true, force: true });
  }
}

/** With JSON a failure of the whole gives a document as well. */
function writeFailure(tree: string, { problems }: Failure, outputs: ReturnType<typeof verifyOutputs>): void {
  const document = {
    schema: 'qemu-downtime/verify@1',
    tree,
    passed: false,
    problems: problems.map(problemJson),
  };
  writeFailureDocument(document, outputs);
}

/** The tree: a folder, or a revision of a repository. */
async function openSubject(
  folder: string,
  { rev, repo }: VerifyOptions,
): Promise<{ subject: VerifySubject; close: () => Promise<void> }> {
  if (rev === undefined) {
    const { openFolderTree } = await import('../tree/folder-tree.js');
    const tree = await orHintAtRevisions('verify', folder, async () => openFolderTree(folder));
    return { subject: { tree, content: new FolderContent(folder) }, close: async () => {} };
  }
  const { openObjectReader } = await import('../git/object-reader.js');
  const { readRevisionTree } = await import('../git/revision-tree.js');
  const { RevisionContent } = await import('../verify/build/revision-content.js');
  const reader = await openObjectReader(repo ?? folder);
  try {
    const { tree, commit } = await readRevisionTree(reader, rev);
    const content = new RevisionContent(rev, reader, `${commit}^{tree}`);
    return { subject: { tree, content }, close: () => content.close() };
  } catch (error) {
    await reader.close();
    throw error;
  }
}
