import { describe, expect, it } from 'vitest';
import { defaultRecipe, recipes } from '../../src/catalogue/recipes.js';
import { upstreamSeries } from '../../src/catalogue/upstream-series/index.js';
import { portMessage } from '../../src/provenance/message.js';
import { type NoteStyleName, noteStyles } from '../../src/provenance/note-styles/index.js';
import { isOwnMessage } from '../../src/provenance/own-message.js';
import type { PortFacts } from '../../src/provenance/port-facts.js';

const facts: PortFacts = {
  recipe: defaultRecipe,
  calls: 20,
  files: ['migration/migration.c', 'migration/savevm.c', 'migration/trace-events'],
  chosen: 3,
  all: 14,
  differences: [],
  differingFiles: [],
  notApplicable: [],
  absent: [],
  includes: [],
  events: [],
  nothingToDrop: undefined,
  keptEvent: undefined,
  fixes: [],
  mend: undefined,
  skipped: [],
};
const styles = Object.keys(noteStyles) as NoteStyleName[];

describe('a message is one of this program’s', () => {
  it.each(styles)('in the style %s, for every recipe, with any text and trailers', (style) => {
    for (const recipe of [...recipes, ...upstreamSeries])
      for (const text of [undefined, 'mine\n\nTicket: 7\n']) {
        const message = portMessage({ ...facts, recipe }, undefined, { style, text, date: '2026-11-22' });
        expect(isOwnMessage(message), message).toBe(true);
        expect(isOwnMessage(`${message}Signed-off-by: Una <una@example.org>\n`)).toBe(true);
      }
  });
});

describe('a message of a commit that mends a port', () => {
  it.each(styles)('is one of this program’s, with any text, in the style %s', (style) => {
    for (const text of [undefined, 'mine\n\nTicket: 7\n']) {
      const mend = { steps: [], events: [] };
      const message = portMessage({ ...facts, mend }, undefined, { style, text, date: '2026-11-22' });
      expect(isOwnMessage(message), message).toBe(true);
    }
  });
});

describe('a message is somebody else’s', () => {
  const picked = `(cherry picked from commit ${defaultRecipe.commit})`;
  it.each([
    ['that says nothing of us', 'migration: mine\n\nText.\n'],
    ['of upstream’s commit picked by hand', `migration: Add tracepoints\n\n${picked}\n`],
    ['that tells of a port', 'migration: mend what was ported by qemu-downtime\n'],
    ['of a revert', `Revert "x"\n\nThis takes out what qemu-downtime apply put in.\n`],
  ])('%s', (_, message) => {
    expect(isOwnMessage(message)).toBe(false);
  });
});
