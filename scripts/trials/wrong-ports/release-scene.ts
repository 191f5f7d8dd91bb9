import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gitEnvironment } from '../../../src/git/environment.js';
import type { ObjectReader } from '../../../src/git/object-reader.js';
import { readRevisionTree } from '../../../src/git/revision-tree.js';
import { KNOWN_PATHS } from '../../../src/tree/layout.js';
import { upstreamCommit } from '../../../test/golden/golden.js';
import { benchGit, GIT_ENVIRONMENT } from '../../bench/bench-git.js';
import { patchSide, releaseSide } from '../../bench/conflict-markers.js';

/** The commits of upstream's series, oldest first. */
const SERIES = [
  '62f5da7dd10a594fb30cebb5569dc738456f7131',
  'e22ffad03a32d3fc4717561f8af5ef7d9657728d',
  '3c80f14272057f77c87fb9971e8c4f603a03289a',
  '93bdf888fa5c1b3972e337c8c8fbe7d2bcd29900',
  '3e5f3bcdc281fed483b5bbe72050b63d4b41abf5',
];

/** Which side of a conflict is kept. */
export type Side = 'release' | 'patch';

/** Puts upstream's commits onto releases as people do, in a scratch folder. */
export class ReleaseScene {
  readonly #diff: string;
  readonly #clone: string;

  /**
   * @param history a repository with upstream's history; only read
   * @param scratch an empty folder
   */
  constructor(
    readonly reader: ObjectReader,
    readonly history: string,
    readonly scratch: string,
  ) {
    this.#diff = join(scratch, 'upstream.diff');
    const { before_commit, after_commit } = upstreamCommit;
    writeFileSync(this.#diff, benchGit(history, 'diff-tree', '-p', before_commit, after_commit), 'latin1');
    this.#clone = this.#cloned();
  }

  /** The release's known files after GNU patch with the most fuzz it takes. Its exit code says nothing: one hunk always fails. */
  async patched(commit: string): Promise<string> {
    const folder = join(this.scratch, 'patched');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    const { tree } = await readRevisionTree(this.reader, commit, KNOWN_PATHS);
    for (const path of KNOWN_PATHS.filter((one) => tree.has(one))) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), tree.read(path));
    }
    const ran = spawnSync('patch', ['-p1', '--fuzz=3', '-f', '-i', this.#diff], { cwd: folder });
    if (ran.error) throw ran.error;
    return folder;
  }

  /** The release after cherry-picking the series, each conflict resolved to one side as soon as it comes. */
  pickedSeries(commit: string, side: Side): string {
    const clone = this.#clone;
    benchGit(clone, 'reset', '--quiet', '--hard');
    benchGit(clone, 'clean', '--quiet', '-d', '--force');
    benchGit(clone, 'checkout', '--quiet', '--detach', commit);
    for (const one of SERIES) this.#pick(one, side);
    return clone;
  }

  #pick(commit: string, side: Side): void {
    const env = gitEnvironment(GIT_ENVIRONMENT);
    const ran = spawnSync('git', ['cherry-pick', '--allow-empty', '--keep-redundant-commits', commit], {
      cwd: this.#clone,
      env,
      encoding: 'latin1',
    });
    if (ran.status === 0) return;
    // A file that the release does not have is left in the tree, and goes in as a person would leave it.
    const unmerged = execFileSync('git', ['diff', '--name-only', '--diff-filter=U'], {
      cwd: this.#clone,
      env,
      encoding: 'utf8',
    });
    const paths = unmerged.split('\n').filter((path) => path !== '');
    if (paths.length === 0) throw new Error(`cherry-pick of ${commit} fails: ${ran.stderr}`);
    for (const path of paths) {
      const file = join(this.#clone, path);
      if (!existsSync(file)) continue;
      const text = readFileSync(file, 'latin1');
      writeFileSync(file, side === 'release' ? releaseSide(text) : patchSide(text), 'latin1');
    }
    benchGit(this.#clone, 'add', '--sparse', '--', ...paths);
    benchGit(this.#clone, 'commit', '--quiet', '--allow-empty', '-m', commit);
  }

  /** A sparse clone that borrows the history's objects. */
  #cloned(): string {
    const clone = join(this.scratch, 'clone');
    mkdirSync(clone);
    benchGit(clone, 'init', '--quiet');
    const objects = benchGit(
      this.history,
      'rev-parse',
      '--path-format=absolute',
      '--git-path',
      'objects',
    ).trim();
    writeFileSync(join(clone, '.git/objects/info/alternates'), `${objects}\n`);
    const paths = ['/migration/', '/include/migration/', '/trace-events', '/*.c', '/VERSION'];
    benchGit(clone, 'sparse-checkout', 'set', '--no-cone', ...paths);
    return clone;
  }
}
