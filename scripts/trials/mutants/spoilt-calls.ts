import type { TreeTexts } from '../../../src/placement/sources.js';
import { type CallSite, callText, siteText } from './call-sites.js';
import { fieldsIn, labelsIn, localsIn, returnsIn } from './in-function.js';
import { type Expected, edited, type Mutant, naming } from './mutant.js';

/** With how many of the calls behind it a call changes its name. */
const SWAPPED_WITH = 4;

interface Spoilt {
  readonly kind: string;
  readonly detail: string;
  /** The lines in place of the call's, without its indent. */
  readonly lines: readonly string[];
  readonly expected?: Expected;
}

/** Calls at their places that say something else there, say it twice, or never. */
export function spoiltCalls(texts: TreeTexts, site: CallSite, all: readonly CallSite[]): Mutant[] {
  const variants = [
    ...gone(site),
    ...doubled(site),
    ...misnamed(site, all),
    ...unreachable(site),
    ...onlyText(site),
    ...conditional(site),
    ...looped(site),
    ...unguarded(site),
  ];
  return [
    ...variants.map(({ kind, detail, lines, expected = naming(site.name) }): Mutant => {
      const text = lines.map((line) => (line.startsWith('#') ? line : `${site.indent}${line}`)).join('\n');
      return {
        kind,
        detail: `${siteText(site)}: ${detail}`,
        expected,
        texts: () => edited(texts, site.code.role, [{ ...site.lines, text: text === '' ? '' : `${text}\n` }]),
      };
    }),
    ...swapped(texts, site, all),
  ];
}

/** The lines of the call as they are, without its indent. */
function ownLines({ code, lines, indent }: CallSite): string[] {
  const text = code.file.text.slice(lines.start, lines.end).replace(/\n$/, '');
  return text.split('\n').map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
}

/** The same with the call's text changed. */
function changed(site: CallSite, change: (call: string) => string): string[] {
  const call = site.code.file.slice(site.statement);
  return ownLines(site)
    .join('\n')
    .replace(call, () => change(call))
    .split('\n');
}

function gone(site: CallSite): Spoilt[] {
  return [
    { kind: 'delete', detail: 'deleted', lines: [] },
    { kind: 'delete', detail: 'an empty statement instead', lines: changed(site, () => ';') },
  ];
}

function doubled(site: CallSite): Spoilt[] {
  const own = ownLines(site);
  return [
    { kind: 'double', detail: 'twice', lines: [...own, ...own] },
    {
      kind: 'double',
      detail: 'three times, with a comment between',
      lines: [...own, '/* again */', ...own, ...own],
    },
  ];
}

function misnamed(site: CallSite, all: readonly CallSite[]): Spoilt[] {
  const { name } = site;
  const others = [...new Set(all.map((one) => one.name))].filter((other) => other !== name);
  const at = others.findIndex((other) => other > name);
  const takes = [others.at(at), others.at(at - 2)].filter((other) => other !== undefined);
  const named = (kind: string, detail: string, other: string): Spoilt => ({
    kind,
    detail: `${detail}: ${other}`,
    lines: changed(site, (call) => call.replace(name, other)),
  });
  const middle = name.length >> 1;
  const upstreams: Readonly<Record<string, string>> = {
    'src-downtime-end': 'src-downtime-stop',
    'dst-precopy-loadvm-completed': 'dst-precopy-loadvm-completes',
  };
  const spelt = upstreams[name];
  return [
    ...[...new Set(takes)].map((other) => named('rename', 'the name of another', other)),
    named('misspell', 'a letter is missing', name.slice(0, middle) + name.slice(middle + 1)),
    named('misspell', 'two letters changed places', name.replace(/(.)(.)$/, '$2$1')),
    named('misspell', 'with underscores', name.replaceAll('-', '_')),
    named('misspell', 'in capitals', name.toUpperCase()),
    named('misspell', 'a blank at the end', `${name} `),
    named('misspell', 'a name of one’s own', 'my-fleet-moment'),
    ...(spelt ? [named('misspell', "as in the message of upstream's commit", spelt)] : []),
    {
      kind: 'misspell',
      detail: 'the name in a variable',
      lines: changed(site, (call) => call.replace(`"${name}"`, 'name')),
    },
  ];
}

function unreachable(site: CallSite): Spoilt[] {
  const own = ownLines(site);
  const { fn } = site;
  const under = (directive: string): string[] => [directive, ...own, '#endif'];
  const [text = 'return;'] = returnsIn(fn).slice(-1);
  const [label] = labelsIn(fn);
  return [
    { kind: 'after-return', detail: `behind a new "${text}"`, lines: [text, ...own] },
    { kind: 'after-return', detail: 'behind abort() and a return', lines: ['abort();', text, ...own] },
    ...(label === undefined
      ? []
      : [{ kind: 'after-goto', detail: `behind a new goto ${label}`, lines: [`goto ${label};`, ...own] }]),
    { kind: 'if-0', detail: 'under #if 0', lines: under('#if 0') },
    { kind: 'if-0', detail: 'in the #else of an #if 1', lines: ['#if 1', '#else', ...own, '#endif'] },
    { kind: 'ifdef', detail: 'under #ifdef', lines: under('#ifdef CONFIG_FLEET') },
    { kind: 'ifdef', detail: 'under #ifndef', lines: under('#ifndef CONFIG_FLEET') },
    { kind: 'dead-branch', detail: 'under if (0)', lines: ['if (0) {', ...own, '}'] },
    { kind: 'dead-branch', detail: 'under while (false)', lines: ['while (false) {', ...own, '}'] },
  ];
}

function onlyText(site: CallSite): Spoilt[] {
  const call = callText(site.name);
  const text = (kind: string, detail: string, ...lines: string[]): Spoilt => ({ kind, detail, lines });
  return [
    text('comment', 'in a block comment', `/* ${call} */`),
    text('comment', 'in a line comment', `// ${call}`),
    text('comment', 'in a comment of several lines', '/*', ` * ${call}`, ' */'),
    text('comment', 'behind a statement', `(void)0; /* ${call} */`),
    text('string', 'in a string', `(void)"${call.replaceAll('"', '\\"')}";`),
    text('string', 'in the text of another call', `error_report("%s", "${call.replaceAll('"', '\\"')}");`),
  ];
}

function conditional(site: CallSite): Spoilt[] {
  const own = ownLines(site);
  const conditions = [...localsIn(site.fn).slice(0, 2), ...fieldsIn(site.fn).slice(0, 2)];
  const catalogue = '!in_postcopy || iterable_only';
  const knows = localsIn(site.fn).includes('iterable_only') && site.unit === site.statement;
  return [
    ...conditions.flatMap((condition): Spoilt[] => [
      { kind: 'in-branch', detail: `under if (${condition})`, lines: [`if (${condition}) {`, ...own, '}'] },
      {
        kind: 'in-branch',
        detail: `under if (!${condition}), without braces`,
        lines: [`if (!${condition})`, ...own],
      },
      {
        kind: 'in-branch',
        detail: `in the else of if (${condition})`,
        lines: [`if (${condition}) {`, '    (void)0;', '} else {', ...own, '}'],
      },
    ]),
    ...(knows
      ? [
          {
            kind: 'in-branch',
            detail: `under if (${catalogue})`,
            lines: [`if (${catalogue}) {`, ...own, '}'],
          },
        ]
      : []),
    ...conditions.slice(0, 1).map((condition) => ({
      kind: 'in-expression',
      detail: `behind ${condition} &&`,
      lines: [`(void)(${condition} && (${callText(site.name).slice(0, -1)}, 1));`],
    })),
  ];
}

function looped(site: CallSite): Spoilt[] {
  const own = ownLines(site);
  const [local = 'true'] = localsIn(site.fn);
  return [
    {
      kind: 'in-loop',
      detail: 'in a new for',
      lines: ['for (int round = 0; round < 2; round++) {', ...own, '}'],
    },
    { kind: 'in-loop', detail: 'in a new while', lines: [`while (${local}) {`, ...own, '}'] },
    { kind: 'in-loop', detail: 'in a new do', lines: ['do {', ...own, `} while (${local});`] },
  ];
}

/** The call without the condition that it needs. */
function unguarded(site: CallSite): Spoilt[] {
  if (site.unit === site.statement) return [];
  return [{ kind: 'guard-removed', detail: 'without its if', lines: [site.code.file.slice(site.statement)] }];
}

/** Two calls with each other's names. */
function swapped(texts: TreeTexts, site: CallSite, all: readonly CallSite[]): Mutant[] {
  const at = all.indexOf(site);
  const later = all.slice(at + 1).filter(({ name }) => name !== site.name);
  return later.slice(0, SWAPPED_WITH).map((other): Mutant => {
    const rename = (one: CallSite, name: string) => {
      const call = one.code.file.slice(one.statement);
      return { start: one.statement.start, end: one.statement.end, text: call.replace(one.name, name) };
    };
    return {
      kind: 'swap',
      detail: `${siteText(site)} and ${siteText(other)}`,
      expected: naming(site.name, other.name),
      texts: () =>
        edited(edited(texts, other.code.role, [rename(other, site.name)]), site.code.role, [
          rename(site, other.name),
        ]),
    };
  });
}
