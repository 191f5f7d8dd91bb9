import { expect } from 'vitest';
import type { Ended } from './run-cli.js';

/** The codes in brackets that the messages of a run carry, without doubles. */
export function codesIn(stderr: string): string[] {
  return [...new Set([...stderr.matchAll(/ \[([a-z-]+)\]$/gm)].map((match) => match[1] ?? ''))];
}

/** Expects a refusal: exit 3, those kinds of problem, said with place, expectation and advice; nothing on stdout but a table. */
export function expectRefused(run: Ended, code: string | readonly string[], place: string | RegExp): void {
  expect({ exit: run.code, codes: codesIn(run.stderr) }, run.stderr).toEqual({
    exit: 3,
    codes: [code].flat(),
  });
  expect(run.stderr).toMatch(place);
  expect(run.stderr).toMatch(/^ {2}expected: \S/m);
  expect(run.stderr).toMatch(/^ {2}next: \S/m);
  expect(run.stderr, 'no stack').not.toMatch(/^\s+at .*:\d+:\d+/m);
}
