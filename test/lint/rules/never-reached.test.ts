import { describe, expect, it } from 'vitest';
import { call, changedIn } from '../../support/changed-texts.js';
import { errorsOf, portedFixture } from '../../support/linted.js';

/** A call right beside its statement, and control comes to neither. */
describe('a call at its place behind a return', () => {
  const port = portedFixture('I-7.2');
  const start = call('src-downtime-start');

  it.each([
    ['postcopy_start', 'return -1;'],
    ['migration_completion', 'return;'],
    ['bg_migration_thread', 'return NULL;'],
  ])('is unreachable, in %s', (fn, text) => {
    const texts = changedIn(port, 'migration', fn, start, `${text}\n    ${start}`);
    expect(errorsOf(texts)).toContain(`unreachable src-downtime-start in ${fn} at ${start}`);
  });

  it('is not where the return is under a condition', () => {
    const before = `if (!opaque) {\n        return NULL;\n    }\n    ${start}`;
    const texts = changedIn(port, 'migration', 'bg_migration_thread', start, before);
    expect(errorsOf(texts).filter((one) => one.startsWith('unreachable'))).toEqual([]);
  });
});
