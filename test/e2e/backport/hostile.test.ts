import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canary, PLANTS } from '../../git/plants.js';
import { repositoryWith } from '../../support/branches-scene.js';
import { git } from '../../support/git-scene.js';
import { cli } from '../../support/run-cli.js';
import { scratchFolder } from '../../tree/write/scratch-tree.js';

const FORMS = ['branch', 'mbox', 'quilt', 'diff'] as const;

/** Backports in every form, which must go well. */
async function inEveryForm(root: string, env: Record<string, string> = {}, onto = 'I-7.2'): Promise<void> {
  for (const as of FORMS) {
    const signoff = as === 'diff' ? [] : ['--signoff'];
    const run = await cli(['backport', root, '--onto', onto, '--as', as, ...signoff], { env });
    expect(run.code, run.stderr).toBe(0);
  }
  expect(git(root, 'rev-parse', 'qemu-downtime/I-7.2^{tree}')).toMatch(/^[0-9a-f]{40}$/);
}

describe('a backport runs nothing that is planted in the repository', () => {
  it.each(PLANTS)('$what', async ({ plant, spring }) => {
    const { program, file } = canary();
    const root = repositoryWith(['I-7.2']);
    writeFileSync(join(root, 'other'), 'other\n');
    git(root, 'add', 'other');
    git(root, 'commit', '--quiet', '-m', 'other');
    plant(root, program);
    rmSync(file, { force: true });
    await inEveryForm(root);
    expect(existsSync(file)).toBe(false);
    // The same plant does fire for a tool that takes no care.
    try {
      spring(root);
    } catch {}
    expect(existsSync(file)).toBe(true);
  });

  it('an ssh command, an askpass program, an alias', async () => {
    const { program, file } = canary();
    const root = repositoryWith(['I-7.2']);
    git(root, 'config', 'core.sshCommand', program);
    git(root, 'config', 'core.askPass', program);
    for (const name of ['cat-file', 'update-ref', 'unpack-objects', 'sprung'])
      git(root, 'config', `alias.${name}`, `!${program}`);
    git(root, 'remote', 'add', 'origin', 'ssh://nowhere.invalid/qemu');
    await inEveryForm(root);
    expect(existsSync(file)).toBe(false);
    git(root, 'sprung');
    expect(existsSync(file)).toBe(true);
  });

  it('the transport of a partial clone that lacks what is asked for', async () => {
    const { program, file } = canary();
    const source = repositoryWith(['I-7.2']);
    git(source, 'config', 'uploadpack.allowFilter', 'true');
    const clone = join(scratchFolder(), 'partial.git');
    git('/', 'clone', '--quiet', '--mirror', '--filter=blob:none', `file://${source}`, clone);
    for (const [name, value] of [
      ['remote.origin.uploadpack', program],
      ['remote.origin.url', `ext::${program}`],
      ['protocol.ext.allow', 'always'],
      ['protocol.allow', 'always'],
    ] as const)
      git(clone, 'config', name, value);
    for (const as of FORMS) {
      const env = {
        GIT_COMMITTER_NAME: 'U',
        GIT_COMMITTER_EMAIL: 'u@x',
        GIT_AUTHOR_NAME: 'U',
        GIT_AUTHOR_EMAIL: 'u@x',
      };
      const run = await cli(['backport', clone, '--onto', 'I-7.2', '--as', as], { env });
      expect(run.stderr).toMatch(/\[missing-object\]/);
      expect(run.code).toBe(4);
    }
    expect(existsSync(file)).toBe(false);
    try {
      git(clone, 'cat-file', '-p', 'I-7.2:VERSION');
    } catch {}
    expect(existsSync(file)).toBe(true);
  });
});

describe('a backport is led astray by nothing', () => {
  it('in the environment: other repositories, settings, programs', async () => {
    const { program, file } = canary();
    const [root, other] = [repositoryWith(['I-7.2']), repositoryWith([])];
    const refs = git(other, 'for-each-ref');
    const hooks = scratchFolder();
    mkdirSync(join(hooks, 'hooks'));
    await inEveryForm(root, {
      GIT_DIR: join(other, '.git'),
      GIT_WORK_TREE: other,
      GIT_INDEX_FILE: join(other, '.git/index'),
      GIT_OBJECT_DIRECTORY: join(other, '.git/objects'),
      GIT_ALTERNATE_OBJECT_DIRECTORIES: join(other, '.git/objects'),
      GIT_NAMESPACE: 'elsewhere',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'core.fsmonitor',
      GIT_CONFIG_VALUE_0: program,
      GIT_EXTERNAL_DIFF: program,
      GIT_EDITOR: program,
      GIT_PAGER: program,
      GIT_SSH_COMMAND: program,
      GIT_ASKPASS: program,
      EDITOR: program,
      PAGER: program,
    });
    expect(existsSync(file)).toBe(false);
    expect(git(other, 'for-each-ref')).toBe(refs);
    expect(git(root, 'for-each-ref', 'refs/namespaces')).toBe('');
  });

  it('in the repository: replaced objects and grafts', async () => {
    const root = repositoryWith(['I-7.2', 'F-4.1']);
    const expected = repositoryWith(['I-7.2']);
    await inEveryForm(expected);
    git(root, 'replace', git(root, 'rev-parse', 'I-7.2^{tree}'), git(root, 'rev-parse', 'F-4.1^{tree}'));
    git(root, 'replace', git(root, 'rev-parse', 'I-7.2'), git(root, 'rev-parse', 'F-4.1'));
    await inEveryForm(root);
    const treeOf = (where: string): string =>
      git(where, '--no-replace-objects', 'rev-parse', 'qemu-downtime/I-7.2^{tree}');
    expect(treeOf(root)).toBe(treeOf(expected));
  });
});
