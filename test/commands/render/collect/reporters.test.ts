import { describe, expect, it } from 'vitest';
import type { Collected, CollectedRevision } from '../../../../src/collect/model.js';
import { collectReporters } from '../../../../src/commands/render/collect/index.js';
import { colours } from '../../../../src/commands/render/colour.js';
import { validDocument } from '../../../support/schemas.js';
import { BAD, GOOD } from './collected-page.js';

const collected = (...revisions: readonly CollectedRevision[]): Collected => ({
  level: 'migrate',
  passed: revisions.every(({ passed }) => passed),
  revisions,
});
const show = (format: 'text' | 'json' | 'html', of: Collected, color: 'always' | 'never' = 'never') =>
  collectReporters[format](of, { paint: colours(color, false), toolVersion: '0.1.0' });

const RAW = `"><script>alert(1)</script><b c='d'>&\u001b[31m\n\u202e\u0000`;

/** A revision in which every text is what could do harm. */
const HOSTILE: CollectedRevision = {
  ...BAD,
  revision: RAW,
  version: RAW,
  problems: [RAW],
  verify: {
    level: 'migrate',
    passed: false,
    seconds: 0,
    migrations: [{ mode: RAW, status: 'failed', downtime: null }],
  },
};

describe('the table', () => {
  it('has a line a revision, the reasons of what failed, and the verdict', () => {
    expect(show('text', collected(GOOD, BAD)).split('\n')).toEqual([
      'revision               QEMU    result  port    lint                 verify          precopy  failed      postcopy        time',
      'refs/heads/stable-7.2  7.2.22  passed  ported  0 errors, 1 warning  migrate passed     3 ms  passed  not runnable  3 min 20 s',
      'stable-4.2             7.2.22  FAILED  ported  –                    –                     –       –             –           –',
      '',
      'stable-4.2: FAILED',
      '  lint.json is missing',
      '',
      '2 revisions: 1 FAILED, 1 passed',
      '',
    ]);
    expect(show('text', collected(GOOD))).toMatch(/\n1 revision: all passed\n$/);
  });

  it('is coloured where that is wanted', () => {
    expect(show('text', collected(BAD), 'always')).toContain('\u001b[31mFAILED');
    expect(show('text', collected(BAD))).not.toContain('\u001b');
  });

  it('shows what jobs left, and does not do it', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(show('text', collected(HOSTILE))).not.toMatch(/[\0-\x09\x0b-\x1f\x7f]/);
  });
});

describe('the document', () => {
  it.each([
    ['of one that passed', collected(GOOD)],
    ['of one that failed', collected(GOOD, BAD)],
    ['of hostile texts', collected(HOSTILE)],
    ['without a list of jobs', { ...collected(GOOD), level: null }],
  ])('%s is as its schema has it', (_, of) => {
    expect(validDocument('collect', show('json', of)).revisions).toEqual(of.revisions);
  });
});

describe('the page', () => {
  const bodyOf = (text: string) => text.slice(text.indexOf('<body>'), text.indexOf('<script>'));

  it('says everything without its script', () => {
    const body = bodyOf(show('html', collected(GOOD, BAD)));
    for (const text of ['2 revisions: 1 FAILED, 1 passed', '3 ms', 'lint.json is missing', '3 min 20 s'])
      expect(body).toContain(text);
    expect(body).toContain('<td><strong>FAILED</strong></td>');
    expect(body.match(/<tr data-text=/g)).toHaveLength(2);
  });

  it('asks for nothing from elsewhere, and runs no script but its own', () => {
    const text = show('html', collected(GOOD));
    expect(text).toContain("default-src 'none'");
    expect(text.match(/<script>/g)).toHaveLength(1);
    expect(text).not.toMatch(/https?:|@import/);
  });

  it('lets nothing that jobs left become markup', () => {
    const plain = bodyOf(
      show(
        'html',
        collected({ ...HOSTILE, revision: 'x', version: 'x', problems: ['x'], verify: BAD.verify }),
      ),
    );
    const tags = (body: string) => body.match(/<\/?[a-z0-9]+/g)?.filter((tag) => !/t[hd]$|button$/.test(tag));
    expect(tags(bodyOf(show('html', collected(HOSTILE))))).toEqual(tags(plain));
  });
});
