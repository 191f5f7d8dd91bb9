import type { TreeTexts } from '../../../src/placement/sources.js';
import { type CallSite, siteText } from './call-sites.js';
import { edited, type Mutant, ruling } from './mutant.js';

const EVENT = /^vmstate_downtime_checkpoint\(const char \*checkpoint\) "%s"\n/m;
const OLDER_EVENT = 'loadvm_postcopy_handle_run_bh(const char *str) "%s"';
const OLDER_CALL = 'trace_loadvm_postcopy_handle_run_bh';
const INCLUDE = /^#include "trace\.h"\n/m;

/** Mistakes in the events file. */
export function spoiltEvents(texts: TreeTexts, sites: readonly CallSite[]): Mutant[] {
  const { text, path } = texts.events;
  const line = EVENT.exec(text);
  if (!line) return [];
  const [own] = line;
  const made = (kind: string, detail: string, lines: string, ...rules: string[]): Mutant => ({
    kind,
    detail: `the event ${detail}`,
    expected: ruling(path, ...rules),
    texts: () => edited(texts, 'events', [{ start: line.index, end: line.index + own.length, text: lines }]),
  });
  const format = (detail: string, from: string, to: string): Mutant =>
    made('event-format', detail, own.replace(from, to), 'event-format');
  return [
    made('event-gone', 'is gone', '', 'event-missing'),
    made('event-gone', 'is in a comment', `# ${own}`, 'event-missing'),
    made('event-gone', 'has another name', own.replace('checkpoint', 'checkpoints'), 'event-misspelt'),
    made('event-gone', 'has a hyphen in its name', own.replace('e_downtime', 'e-downtime'), 'event-missing'),
    made('event-gone', 'is disabled', `disable ${own}`, 'event-missing', 'event-format', 'event-disabled'),
    made('event-double', 'is there twice', own + own, 'event-doubled'),
    made('event-double', 'is there in two forms', own + own.replace('%s', 'at %s'), 'event-doubled'),
    format('is an integer', 'const char *checkpoint', 'int checkpoint'),
    format('has a pointer that is not const', 'const char *', 'char *'),
    format('has a second argument', '*checkpoint)', '*checkpoint, int ret)'),
    format('has no argument', 'const char *checkpoint', 'void'),
    format('prints more', '"%s"', '"checkpoint=%s"'),
    format('prints a number', '%s', '%d'),
    format('prints nothing', '%s', ''),
    ...olderEvent(texts, sites),
  ];
}

/** What upstream's commit takes out, put back. */
function olderEvent(texts: TreeTexts, sites: readonly CallSite[]): Mutant[] {
  const { text, path } = texts.events;
  const end = text.search(EVENT);
  const resume = sites.filter(({ name }) => name.startsWith('dst-postcopy-bh-'));
  if (resume.length === 0) return [];
  return [
    {
      kind: 'event-leftover',
      detail: 'the older event is there',
      expected: ruling(path, 'event-leftover'),
      texts: () => edited(texts, 'events', [{ start: end, end, text: `${OLDER_EVENT}\n` }]),
    },
    ...resume.map((site): Mutant => {
      const { start } = site.lines;
      return {
        kind: 'event-leftover',
        detail: `${siteText(site)}: the older call stands before it`,
        expected: ruling(site.code.file.path, 'event-leftover'),
        texts: () =>
          edited(texts, site.code.role, [
            { start, end: start, text: `${site.indent}${OLDER_CALL}("enter");\n` },
          ]),
      };
    }),
  ];
}

/** Mistakes in the includes of the files with calls. */
export function spoiltIncludes(texts: TreeTexts, sites: readonly CallSite[]): Mutant[] {
  return [...new Set(sites.map(({ code }) => code))].flatMap(({ role, file }) => {
    const line = INCLUDE.exec(file.text);
    if (!line) return [];
    const [own] = line;
    const made = (detail: string, lines: string): Mutant => ({
      kind: 'include-gone',
      detail: `${file.path}: the include ${detail}`,
      expected: ruling(file.path, 'include-missing'),
      texts: () => edited(texts, role, [{ start: line.index, end: line.index + own.length, text: lines }]),
    });
    return [
      made('is gone', ''),
      made('is in a comment', `/* ${own.trimEnd()} */\n`),
      made('is of another header', own.replace('trace.h', 'trace-root.h')),
      made('is under #if 0', `#if 0\n${own}#endif\n`),
    ];
  });
}

/** A merge that was not finished, around each of the calls. */
export function conflictMarkers(texts: TreeTexts, sites: readonly CallSite[]): Mutant[] {
  return sites.map((site): Mutant => {
    const { start, end } = site.lines;
    const call = site.code.file.text.slice(start, end);
    return {
      kind: 'conflict',
      detail: `${siteText(site)}: conflict markers around it`,
      expected: ruling(site.code.file.path, 'conflict-marker'),
      texts: () =>
        edited(texts, site.code.role, [
          {
            start,
            end,
            text: `<<<<<<< HEAD\n=======\n${call}>>>>>>> 3e5f3bcdc2 (migration: Add tracepoints)\n`,
          },
        ]),
    };
  });
}
