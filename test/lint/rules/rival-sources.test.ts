import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../../src/catalogue/recipes.js';
import { lintTree } from '../../../src/lint/lint-tree.js';
import { rivalSources } from '../../../src/tree/layout.js';
import { portedFixture } from '../../support/linted.js';

/** What a cherry-pick leaves where a release has its sources elsewhere: a complete tree that nothing builds. */
describe('sources of two layouts in one tree', () => {
  it('are never right, whatever is in them', () => {
    const subject = {
      tree: '.',
      version: null,
      texts: portedFixture('I-7.2'),
      rivals: ['migration.c', 'savevm.c'],
    };
    const { findings } = lintTree(subject, [defaultRecipe], { severities: [], baseline: new Map() });
    const errors = findings.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ rule, file, message }) => `${rule} ${file}: ${message}`)).toEqual([
      'not-analysable migration.c: migration.c is there beside migration/migration.c, and which of them the build uses is unknown',
      'not-analysable savevm.c: savevm.c is there beside migration/savevm.c, and which of them the build uses is unknown',
    ]);
  });

  it('are told by their paths; a tree whose savevm.c alone is elsewhere (2.3) has one layout', () => {
    const layout = {
      migration: 'migration/migration.c',
      savevm: 'savevm.c',
      events: 'trace-events',
      header: null,
    };
    const within = (...paths: string[]) => rivalSources(layout, (path) => paths.includes(path));
    expect(within('migration/migration.c', 'savevm.c', 'trace-events', 'migration/trace-events')).toEqual([]);
    expect(within('migration/migration.c', 'savevm.c', 'migration.c')).toEqual(['migration.c']);
    expect(within('migration/migration.c', 'savevm.c', 'migration/savevm.c')).toEqual(['migration/savevm.c']);
  });
});
