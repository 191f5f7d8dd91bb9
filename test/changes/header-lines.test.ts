import { describe, expect, it } from 'vitest';
import { downtimeStartField } from '../../src/catalogue/upstream-series/downtime-start-field.js';
import { stopHelper } from '../../src/catalogue/upstream-series/stop-helper.js';
import { headerEdits } from '../../src/changes/header-lines.js';
import { splice } from '../../src/csource/splice.js';

const PATH = 'migration/migration.h';

/** A header like migration.h, with its includes and a struct's members as given. */
const header = (includes: string, members = '    int64_t downtime;\n'): string =>
  `#ifndef FLEET_MIGRATION_H\n#define FLEET_MIGRATION_H\n\n${includes}\nstruct Fleet {\n${members}};\n\n#endif\n`;

function planned(text: string, { header: lines = [] } = stopHelper) {
  const { edits, problems } = headerEdits({ path: PATH, text }, lines);
  return { text: splice(text, edits), codes: problems.map(({ code }) => code) };
}

const INCLUDE = '#include "qapi/qapi-types-run-state.h"';

describe('an include in migration.h', () => {
  it.each([
    ['goes behind the last', '#include "a.h"\n#include "b.h"\n', `#include "b.h"\n${INCLUDE}\n`],
    [
      'goes before one that not every build has',
      '#include "a.h"\n#ifdef CONFIG_FLEET\n#include "b.h"\n#endif\n',
      `#include "a.h"\n${INCLUDE}\n#ifdef`,
    ],
    [
      'goes behind a comment that goes on to the next line',
      '#include "a.h" /* the fleet keeps its\n own in it */\n',
      `own in it */\n${INCLUDE}\n`,
    ],
    ['passes over one in a comment', '#include "a.h"\n/*\n#include "b.h"\n*/\n', `"a.h"\n${INCLUDE}\n/*`],
    [
      'is there as well if only some builds have it',
      `#include "a.h"\n#ifdef CONFIG_FLEET\n${INCLUDE}\n#endif\n`,
      `#include "a.h"\n${INCLUDE}\n#ifdef`,
    ],
  ])('%s', (_, includes, expected) => {
    const { text, codes } = planned(header(includes));
    expect(text).toContain(expected);
    expect(codes).toEqual([]);
  });

  it('is not put there twice', () => {
    const { text } = planned(header(`${INCLUDE}\n`));
    expect(text.split(INCLUDE)).toHaveLength(2);
  });

  it('has nothing to go by where all are of some builds', () => {
    expect(planned(header('#ifdef CONFIG_FLEET\n#include "a.h"\n#endif\n')).codes).toEqual(['header-unfit']);
  });
});

describe('a member in migration.h', () => {
  const from = (members: string) => planned(header('#include "a.h"\n', members), downtimeStartField);

  it('goes before the one that it belongs to', () => {
    expect(from('    int64_t downtime;\n').text).toMatch(/downtime_start;[\s\S]*int64_t downtime;/);
  });

  it.each([
    ['that is there twice', '    int64_t downtime;\n};\nstruct Other {\n    int64_t downtime;\n'],
    ['that not every build has', '#ifdef CONFIG_FLEET\n    int64_t downtime;\n#endif\n'],
  ])('does not go before one %s', (_, members) => {
    expect(from(members).codes).toEqual(['header-unfit']);
  });
});

it('a header with the marks of a merge is not touched', () => {
  const text = header('<<<<<<< ours\n#include "a.h"\n=======\n#include "b.h"\n>>>>>>> theirs\n');
  expect(planned(text)).toEqual({ text, codes: ['conflict-marker'] });
});
