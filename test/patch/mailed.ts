import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { mailPatch } from '../../src/patch/mail.js';
import { putTexts, runGit, withIds } from './by-git.js';

const FILES = [
  {
    path: 'migration/migration.c',
    before: '/* \xe9 */\nint f(void)\n{\n    a();\n\n    b();\n    c();\n    return 0;\n}\n',
    after: '/* \xe9 */\nint f(void)\n{\n    a();\n\n    trace();\n\n    b();\n    c();\n    return 0;\n}\n',
  },
  { path: 'migration/trace-events', before: 'x(void) "\xe9"\n', after: 'x(void) "\xe9"\ny(void) ""' },
];

/** What a test may vary; the rest is as in any mail. */
export interface Mailed {
  readonly message?: string;
  readonly name?: string;
  readonly email?: string;
  readonly date?: string;
  readonly files?: readonly { readonly path: string; readonly before: string; readonly after: string }[];
}

const NOBODY = { GIT_COMMITTER_NAME: 'C', GIT_COMMITTER_EMAIL: 'c@x' };
export const SIGNATURE = 'qemu-downtime 0.1.0';

/** A repository with the files as they were, the commit that a mail is to carry, and that mail. */
export function mailed(space: string, what: Mailed = {}) {
  const { message = 'migration: Add x\n\nText.\n', files = FILES } = what;
  const { name = 'Ann Author', email = 'ann@example.org', date = '1698937200 +0530' } = what;
  const root = mkdtempSync(join(space, 'mailed-'));
  const git = (args: string[], input?: Buffer, env: Record<string, string> = {}): string =>
    runGit(root, args, { ...(input ? { input } : {}), env: { ...NOBODY, ...env } }).trimEnd();
  git(['init', '--quiet', '--initial-branch=main']);
  putTexts(root, Object.fromEntries(files.map((file) => [file.path, file.before])));
  git(['add', '.']);
  git(['commit', '--quiet', '--message=first', '--author=A <a@x>']);
  putTexts(root, Object.fromEntries(files.map((file) => [file.path, file.after])));
  git(['add', '.']);
  const tree = git(['write-tree']);
  git(['reset', '--quiet', '--hard']);
  const parent = git(['rev-parse', 'HEAD']);
  // Made by hand: git itself would tidy author and message first.
  const person = Buffer.from(`tree ${tree}\nparent ${parent}\nauthor ${name} <${email}> ${date}\n`);
  const text = Buffer.concat([person, Buffer.from(`committer C <c@x> 1700000000 +0000\n\n${message}`)]);
  const id = git(['hash-object', '-t', 'commit', '-w', '--stdin', '--literally'], text);
  return {
    id,
    git,
    /** The mail, unless it is refused. */
    mail: () =>
      mailPatch({
        id,
        author: { name, email, date },
        message,
        files: files.map(withIds),
        signature: SIGNATURE,
      }),
    /** The same by git. */
    byGit: () =>
      Buffer.from(
        `${git(['format-patch', '--stdout', '--full-index', `--signature=${SIGNATURE}`, '-1', id])}\n\n`,
        'latin1',
      ),
    /** Takes a mail in. @returns the commit without its committer, one character a byte */
    am: (mail: Buffer, ...options: string[]) => {
      git(['am', '--quiet', ...options], mail);
      return shown('HEAD');
    },
    wanted: () => shown(id),
  };

  function shown(revision: string): string {
    return `${git(['cat-file', 'commit', revision])}\n`.replace(/^committer .*\n/m, '');
  }
}
