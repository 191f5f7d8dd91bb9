import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seccompProfile, userfaultRefusal } from '../../src/verify/userfault.js';
import { putFiles, scratchFolder } from '../tree/write/scratch-tree.js';

describe('userfaultfd', () => {
  it('is refused in containers without root’s rights, unless everybody may use it', () => {
    const folder = scratchFolder();
    putFiles(folder, { off: '0\n', on: '1\n' });
    const refusal = (isRootless: boolean, name: string) => userfaultRefusal(isRootless, join(folder, name));
    expect(refusal(true, 'off')).toMatch(/not permitted.*vm\.unprivileged_userfaultfd=1/);
    expect(refusal(true, 'gone')).toMatch(/not permitted/);
    expect(refusal(true, 'on')).toBeUndefined();
    expect(refusal(false, 'off')).toBeUndefined();
  });

  it('is let through by the profile, which lets through nothing that undoes a container', () => {
    const profile = JSON.parse(readFileSync(seccompProfile(), 'utf8'));
    expect(profile.defaultAction).toBe('SCMP_ACT_ERRNO');
    const rules: { action: string; names: string[] }[] = profile.syscalls;
    const allowed = rules.flatMap(({ action, names }) => (action === 'SCMP_ACT_ALLOW' ? names : []));
    expect(allowed).toContain('userfaultfd');
    const kept = [
      'mount',
      'unshare',
      'setns',
      'kexec_load',
      'init_module',
      'bpf',
      'ptrace',
      'keyctl',
      'pivot_root',
    ];
    expect(allowed.filter((name) => kept.includes(name))).toEqual([]);
  });
});
