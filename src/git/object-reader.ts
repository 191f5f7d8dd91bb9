import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { brokenObject, gitFailed, missingObject, noGit, unknownRevision } from '../problem/git-problems.js';
import type { EnvironmentLack } from '../problem/problem.js';
import { errnoOf } from '../tree/errno.js';
import { type BatchAnswer, BatchAnswers, type GitObject } from './batch-answers.js';
import { gitEnvironment, SAFE_CONFIG } from './environment.js';
import { openRepository, type Repository } from './repository.js';
import { checkRevisionText } from './revision.js';

/** Reads objects of one repository through one git process, many at a time. */
export interface ObjectReader {
  readonly repository: Repository;
  /**
   * The bytes of what a name such as `v7.2.0:migration/savevm.c` stands for; null if there is no such thing.
   * @throws Refusal `unknown-revision` (ambiguous, or no name at all); EnvironmentLack `missing-object`
   */
  read(name: string): Promise<Buffer | null>;
  /** As {@link read}, with id and type. */
  readObject(name: string): Promise<GitObject | null>;
  /** Ends the git process. Reads that are under way fail. */
  close(): Promise<void>;
}

interface Waiting {
  readonly name: string;
  readonly resolve: (object: GitObject | null) => void;
  readonly reject: (error: unknown) => void;
}

class BatchReader implements ObjectReader {
  #process: ChildProcessWithoutNullStreams | undefined;
  #waiting: Waiting[] = [];
  #closed = false;

  constructor(readonly repository: Repository) {}

  async read(name: string): Promise<Buffer | null> {
    return (await this.readObject(name))?.bytes ?? null;
  }

  async readObject(name: string): Promise<GitObject | null> {
    checkRevisionText(name);
    if (this.#closed) throw new Error('the object reader is closed');
    return new Promise((resolve, reject) => this.#ask({ name, resolve, reject }));
  }

  async close(): Promise<void> {
    this.#closed = true;
    const running = this.#process;
    if (running === undefined) return;
    await new Promise<void>((resolve) => {
      running.once('close', () => resolve());
      running.stdin.end();
    });
  }

  #ask(question: Waiting): void {
    this.#process ??= this.#start();
    this.#waiting.push(question);
    this.#process.stdin.write(`${question.name}\n`);
  }

  #start(): ChildProcessWithoutNullStreams {
    const settings = SAFE_CONFIG.flatMap((setting) => ['-c', setting]);
    const running = spawn('git', [...settings, 'cat-file', '--batch'], {
      cwd: this.repository.folder,
      env: gitEnvironment(),
    });
    const answers = new BatchAnswers();
    let stderr = '';
    running.stdout.on('data', (piece: Buffer) => {
      try {
        for (const answer of answers.take(piece)) this.#answer(answer);
      } catch (error) {
        running.kill();
        this.#failAll(error);
      }
    });
    running.stderr.on('data', (piece: Buffer) => {
      stderr = (stderr + piece.toString('utf8')).slice(-10_000);
    });
    // The reason comes with `close`; a broken pipe says nothing more.
    running.stdin.on('error', () => undefined);
    running.on('error', (error) => this.#failAll(errnoOf(error) === 'ENOENT' ? noGit() : error));
    running.on('close', (_, signal) => this.#ended(running, stderr, signal));
    return running;
  }

  #answer(answer: BatchAnswer): void {
    const question = this.#waiting.shift();
    if (question === undefined) throw new Error('git cat-file answered what was not asked');
    if (answer === 'missing') question.resolve(null);
    else if (answer === 'ambiguous') question.reject(unknownRevision(question.name, 'ambiguous'));
    else question.resolve(answer);
  }

  /**
   * git gives up at the first object that is broken, or that a partial clone lacks. That is the question it was at;
   * those behind it are asked again.
   */
  #ended(running: ChildProcessWithoutNullStreams, stderr: string, signal: NodeJS.Signals | null): void {
    if (this.#process !== running) return;
    this.#process = undefined;
    if (this.#closed || signal !== null) {
      this.#failAll(gitFailed('cat-file', stderr || `it ended early${signal ? ` by ${signal}` : ''}`));
      return;
    }
    const [question, ...rest] = this.#waiting;
    this.#waiting = [];
    question?.reject(failureOf(this.repository, stderr));
    for (const next of rest) this.#ask(next);
  }

  #failAll(error: unknown): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { reject } of waiting) reject(error);
  }
}

/** Why git gave up, by its words. */
function failureOf({ folder }: Repository, stderr: string): EnvironmentLack {
  const lacking = /could not fetch ([0-9a-f]{40,64})/.exec(stderr)?.[1];
  if (lacking !== undefined) return missingObject(folder, lacking);
  const broken = /(?:loose|packed) object ([0-9a-f]{40,64}) .*is corrupt/.exec(stderr)?.[1];
  return broken === undefined ? gitFailed('cat-file', stderr) : brokenObject(folder, broken);
}

/**
 * Opens a repository for reading many objects. One git process, started with the first read, answers all; reads
 * may be asked for at the same time and are answered in order. Nothing is ever fetched.
 * @param path a checkout, a folder in one, or a bare repository
 * @throws as `openRepository`
 */
export async function openObjectReader(path: string): Promise<ObjectReader> {
  return new BatchReader(await openRepository(path));
}
