import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Progress } from '../../src/commands/progress.js';

const said: string[] = [];
const output = (isTTY: boolean) => ({ isTTY, write: (text: string) => void said.push(text) });

beforeEach(() => {
  said.length = 0;
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Makes a step a second, so many of them. */
function walk(progress: Progress, seconds: number): void {
  for (let done = 1; done <= seconds; done += 1) {
    vi.advanceTimersByTime(1000);
    progress.at(done);
  }
}

it('is one line on a terminal, after two seconds, and is taken away', () => {
  const progress = new Progress(5, 'revisions', output(true));
  walk(progress, 4);
  progress.clear();
  expect(said).toEqual([
    '\r\x1b[K2 of 5 revisions',
    '\r\x1b[K3 of 5 revisions',
    '\r\x1b[K4 of 5 revisions',
    '\r\x1b[K',
  ]);
});

it('is a line every ten seconds elsewhere, and none for work that takes less', () => {
  walk(new Progress(9, 'revisions', output(false)), 9);
  expect(said).toEqual([]);
  walk(new Progress(undefined, 'lines', output(false)), 25);
  expect(said).toEqual(['10 lines\n', '20 lines\n']);
});

it('says nothing of the last step, which the result tells', () => {
  walk(new Progress(10, 'revisions', output(true)), 1);
  const progress = new Progress(3, 'revisions', output(true));
  vi.advanceTimersByTime(60_000);
  progress.at(3);
  progress.clear();
  expect(said).toEqual([]);
});
