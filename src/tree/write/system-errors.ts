import { Failure } from '../../problem/problem.js';
import { reasonOf } from '../../problem/system-reason.js';
import { notWritable, systemShort } from '../../problem/tree-problems.js';
import { errnoOf } from '../errno.js';

const FORBIDDEN = new Set(['EACCES', 'EPERM', 'EROFS']);
const SHORT = new Set(['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'EIO', 'ENOMEM', 'EFBIG']);

/**
 * Turns a system error met while writing into a message for the user.
 * @param path what was being written, relative to the tree
 * @param state how the tree was left
 * @returns a Refusal or EnvironmentLack; anything unknown is returned as it is, to be reported with its stack
 */
export function explainWriteError(error: unknown, path: string, state: string): unknown {
  if (error instanceof Failure) return error;
  const code = errnoOf(error);
  if (code !== undefined && FORBIDDEN.has(code))
    return notWritable(path, `not writable: ${reasonOf(code)}; ${state}`);
  if (code !== undefined && SHORT.has(code))
    return systemShort(path, `writing failed: ${reasonOf(code)}`, state);
  return error;
}
