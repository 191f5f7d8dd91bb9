import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { putFiles } from '../tree/write/scratch-tree.js';
import { git, scratchFolder } from './scratch-repo.js';

/** Plants one kind of code in a repository. `spring` is what a careless tool would run, to see that it would fire. */
interface Plant {
  readonly what: string;
  readonly plant: (root: string, program: string) => unknown;
  readonly spring: (root: string) => unknown;
}

function hook(root: string, name: string, program: string): void {
  writeFileSync(join(root, '.git/hooks', name), `#!/bin/sh\nexec ${program} "$@"\n`);
  chmodSync(join(root, '.git/hooks', name), 0o755);
}

function commit(root: string): void {
  putFiles(root, { other: `${Math.random()}` });
  git(root, 'add', 'other');
  git(root, 'commit', '-m', 'sprung');
}

export const PLANTS: readonly Plant[] = [
  ...[
    'pre-commit',
    'prepare-commit-msg',
    'commit-msg',
    'post-commit',
    'reference-transaction',
    'post-index-change',
  ].map((name) => ({
    what: `a ${name} hook`,
    plant: (root: string, program: string): void => hook(root, name, program),
    spring: commit,
  })),
  {
    what: 'core.hooksPath',
    plant: (root, program) => {
      const folder = scratchFolder();
      writeFileSync(join(folder, 'post-index-change'), `#!/bin/sh\nexec ${program}\n`);
      chmodSync(join(folder, 'post-index-change'), 0o755);
      git(root, 'config', 'core.hooksPath', folder);
    },
    spring: commit,
  },
  {
    what: 'core.fsmonitor',
    plant: (root, program) => git(root, 'config', 'core.fsmonitor', program),
    spring: (root) => git(root, 'status'),
  },
  {
    what: 'a clean filter',
    plant: (root, program) => {
      git(root, 'config', 'filter.evil.clean', `${program}; cat`);
      git(root, 'config', 'filter.evil.smudge', `${program}; cat`);
      git(root, 'config', 'filter.evil.required', 'true');
      putFiles(root, { '.git/info/attributes': '* filter=evil\n' });
    },
    spring: commit,
  },
  {
    what: 'a filter process',
    plant: (root, program) => {
      git(root, 'config', 'filter.evil.process', program);
      putFiles(root, { '.git/info/attributes': '* filter=evil\n' });
    },
    spring: commit,
  },
  {
    what: 'textconv and an external diff',
    plant: (root, program) => {
      git(root, 'config', 'diff.evil.textconv', program);
      git(root, 'config', 'diff.external', program);
      putFiles(root, { '.git/info/attributes': '* diff=evil\n' });
    },
    spring: (root) => {
      putFiles(root, { other: 'changed' });
      git(root, 'diff');
    },
  },
  {
    what: 'a signing program',
    plant: (root, program) => {
      git(root, 'config', 'gpg.program', program);
      git(root, 'config', 'commit.gpgSign', 'true');
    },
    spring: commit,
  },
  {
    what: 'an editor',
    plant: (root, program) => git(root, 'config', 'core.editor', program),
    spring: (root) => git(root, 'commit', '--amend'),
  },
  {
    what: 'a pager',
    plant: (root, program) => git(root, 'config', 'core.pager', program),
    // A pager is only started on a terminal.
    spring: (root) =>
      execFileSync('script', ['-qec', 'git -p log', '/dev/null'], { cwd: root, stdio: 'pipe' }),
  },
  {
    what: 'a trailer command',
    plant: (root, program) => {
      git(root, 'config', 'trailer.sign.key', 'Signed-off-by');
      git(root, 'config', 'trailer.sign.command', program);
    },
    spring: (root) => git(root, 'interpret-trailers', '--trailer', 'sign=x', 'other'),
  },
];

/** A program that writes a canary file, then behaves as if it were none. */
export function canary(): { program: string; file: string } {
  const folder = scratchFolder();
  const file = join(folder, 'canary');
  const program = join(folder, 'program');
  writeFileSync(program, `#!/bin/sh\necho ran >> ${file}\n`);
  chmodSync(program, 0o755);
  return { program, file };
}
