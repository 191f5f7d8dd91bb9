import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { packageFolder } from '../package-folder.js';

/** The seccomp profile that lets userfaultfd through, for a container that needs it. */
export function seccompProfile(): string {
  return fileURLToPath(new URL('templates/verify/seccomp-userfaultfd.json', packageFolder));
}

const SETTING = '/proc/sys/vm/unprivileged_userfaultfd';

/**
 * Why no container of this machine can have userfaultfd; undefined where one can.
 * @param isRootless its containers have none of root's rights on the machine
 */
export function userfaultRefusal(isRootless: boolean, setting = SETTING): string | undefined {
  if (!isRootless || isOn(setting)) return undefined;
  return (
    'userfaultfd is not permitted in containers without root’s rights: ' +
    'use an engine that runs as root, or set vm.unprivileged_userfaultfd=1'
  );
}

function isOn(setting: string): boolean {
  try {
    return readFileSync(setting, 'latin1').trim() === '1';
  } catch {
    return false;
  }
}
