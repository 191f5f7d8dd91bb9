import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { git } from '../git/scratch-repo.js';
import { FIXTURES } from '../support/fixture-trees.js';
import { putFiles, scratchFolder } from '../tree/write/scratch-tree.js';

/** A repository whose commits are trees of the tests, one era after the other. */
export class ScratchHistory {
  readonly root = scratchFolder();

  constructor(format: 'sha1' | 'sha256' = 'sha1') {
    git(this.root, 'init', '--quiet', '--initial-branch=main', `--object-format=${format}`);
  }

  /** Commits a fixture tree in place of what was there, and gives the commit's id. */
  commitFixture(name: string, more: Readonly<Record<string, string>> = {}): string {
    this.#empty();
    cpSync(join(FIXTURES, name), this.root, { recursive: true });
    return this.commitFiles(name, more);
  }

  /** Commits files on top of what is there. */
  commitFiles(subject: string, files: Readonly<Record<string, string>>): string {
    putFiles(this.root, files);
    git(this.root, 'add', '--all');
    git(this.root, 'commit', '--quiet', '--allow-empty', '-m', subject);
    return git(this.root, 'rev-parse', 'HEAD');
  }

  /** Commits files and nothing else. */
  commitOnly(subject: string, files: Readonly<Record<string, string>>): string {
    this.#empty();
    return this.commitFiles(subject, files);
  }

  /** All refs and objects: what a reader must leave as it is. */
  get state(): string {
    return [
      git(this.root, 'for-each-ref'),
      git(this.root, 'cat-file', '--batch-all-objects', '--batch-check'),
      git(this.root, 'status', '--porcelain'),
    ].join('\n');
  }

  #empty(): void {
    for (const name of readdirSync(this.root)) {
      if (name !== '.git') rmSync(join(this.root, name), { recursive: true });
    }
  }
}
