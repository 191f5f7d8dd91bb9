import { expect } from 'vitest';
import { Failure } from '../../src/problem/problem.js';

/** Runs something that must fail in a known way; gives back its first problem code and exit code, and the place. */
export async function failureOf(
  run: () => unknown,
): Promise<{ code: string; exit: number; file: string | undefined }> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const problem = error.problems[0];
    expect(problem).toBeDefined();
    return { code: problem?.code ?? '', exit: error.exitCode, file: problem?.place?.file };
  }
  throw new Error('nothing was refused');
}
