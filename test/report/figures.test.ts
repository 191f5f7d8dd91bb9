import { describe, expect, it } from 'vitest';
import { perDevice } from '../../src/catalogue/per-device/index.js';
import { FIGURES } from '../../src/report/figures.js';

describe('the figures of a report', () => {
  it('are each explained once, in sentences without a full stop', () => {
    const ids = FIGURES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, title, contains, leavesOut = '' } of FIGURES) {
      expect(id).toMatch(/^[a-z-]+$/);
      expect(title.length, id).toBeGreaterThan(3);
      expect(contains, id).not.toMatch(/^$|\.$/);
      expect(leavesOut, id).not.toMatch(/\.$/);
    }
  });

  it('are those of the rows that the recipe for devices brings, and of each kind of migration', () => {
    const ids = FIGURES.map(({ id }) => id);
    expect(ids).toEqual(
      expect.arrayContaining(['save-iterable', 'save-non-iterable', 'load-row', 'gaps', 'skipped-rows']),
    );
    expect(ids).toEqual(expect.arrayContaining(['postcopy', 'background-snapshot', 'savevm', 'colo']));
    // A change is explained under its own name where it is a figure of its own.
    const saves = perDevice.changes.map(({ name }) => name).filter((name) => name.startsWith('save'));
    for (const name of saves) expect(ids).toContain(name);
  });
});
