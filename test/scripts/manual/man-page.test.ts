import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { programManual } from '../../../scripts/manual/command-manual.js';
import { dateOf, manPage } from '../../../scripts/manual/man-page.js';
import { roffText, usageText } from '../../../scripts/manual/roff.js';
import { commandLine } from '../../../src/command-line/program.js';

const root = join(import.meta.dirname, '../../..');
const page = readFileSync(join(root, 'man/qemu-downtime.1'), 'utf8');
const manual = programManual(commandLine(() => {}));

describe('the man page', () => {
  it('is what `npm run man` makes now', () => {
    expect(dateOf(page)).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(page).toBe(manPage(manual, dateOf(page) ?? ''));
  });

  it('has each command with each option and example that the help has', () => {
    for (const { name, options, examples } of manual.commands) {
      const [, rest = ''] = page.split(`.SS ${name}\n`);
      const [section = ''] = rest.split(/^\.S[SH] /m);
      for (const { term } of options) expect(section).toContain(`\n.TP\n${usageText(term)}\n`);
      for (const { line } of examples) expect(section).toContain(`\n.EX\n${roffText(line)}\n.EE\n`);
    }
    expect(page.match(/^\.SS /gm)).toHaveLength(manual.commands.length);
  });

  it('is in the package, where npm links it from', () => {
    const { man, files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(man).toEqual(['man/qemu-downtime.1']);
    expect(files).toContain('man');
  });
});

describe('text for roff', () => {
  it.each([
    ['a hyphen that can be copied', '--dry-run', '\\-\\-dry\\-run'],
    ['a backslash', 'a\\nb', 'a\\enb'],
    ['a line that begins as a request does', '.TH\n.. x', '\\&.TH\n\\&.. x'],
    ['quotes', `'a' "b"`, '\\(aqa\\(aq \\(dqb\\(dq'],
    ['what groff prints as other characters', '~/x^y`z`', '\\(ti/x\\(hay\\(gaz\\(ga'],
    ['characters beyond ASCII', 'QEMU’s 3 µs', 'QEMU\\(cqs 3 \\[u00B5]s'],
  ])('escapes %s', (_, text, escaped) => {
    expect(roffText(text)).toBe(escaped);
  });

  it('tells what is typed from what is put in', () => {
    expect(usageText('-o, --output <file>')).toBe('\\fB\\-o\\fR, \\fB\\-\\-output\\fR <\\fIfile\\fR>');
    expect(usageText('-o <[format:]file>')).toBe('\\fB\\-o\\fR <[\\fIformat:\\fR]\\fIfile\\fR>');
  });
});
