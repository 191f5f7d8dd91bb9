import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finding, hostileRefused, hostileResults, RAW, REFUSED, reportOf, resultOf } from './report-of.js';

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Reads a line as GitHub's runner does: up to the second `::`, properties by `,`, then what is escaped. */
function commandIn(line: string): Command {
  const [, name = '', properties = '', message = ''] = /^::([a-z]+) (.*?)::(.*)$/.exec(line) ?? [];
  const data = (text: string): string =>
    text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
  const value = (text: string): string => data(text.replaceAll('%3A', ':').replaceAll('%2C', ','));
  const pairs = properties.split(',').map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), value(pair.slice(at + 1))];
  });
  return { name, properties: Object.fromEntries(pairs), message: data(message) };
}

const commands = (...args: Parameters<typeof reportOf> extends [unknown, ...infer Rest] ? Rest : never) =>
  reportOf('github', ...args)
    .split('\n')
    .slice(0, -1)
    .map(commandIn);

describe('a finding', () => {
  it.each([
    ['error', 'error'],
    ['warning', 'warning'],
    ['note', 'notice'],
  ] as const)('of severity %s is the command %s at its place', (severity, name) => {
    expect(commands([resultOf([finding({ severity })])])).toEqual([
      {
        name,
        properties: { file: 'migration/migration.c', line: '12', col: '5', title: 'misplaced' },
        message: 'src-vm-stopped comes before the guest stops\nnext: move it',
      },
    ]);
  });

  it('of a whole file names no line', () => {
    const whole = finding({ line: undefined, column: undefined });
    expect(commands([resultOf([whole])])[0]?.properties).toEqual({
      file: 'migration/migration.c',
      title: 'misplaced',
    });
  });

  it('names its revision and its path', () => {
    const path = [
      { file: 'a.c', function: 'outer', line: 3 },
      { file: 'a.c', function: 'inner', line: 5 },
    ];
    expect(commands([resultOf([finding({ path })], { revision: 'v9.0.0' })])[0]?.message).toBe(
      'v9.0.0: src-vm-stopped comes before the guest stops\nnext: move it\nby outer:3, inner:5',
    );
  });

  it('escapes as the runner reads it', () => {
    const odd = finding({ file: 'a,b:c%2C.c', message: '100%0A\r\nmore' });
    expect(reportOf('github', [resultOf([odd])])).toContain(
      '::error file=a%2Cb%3Ac%252C.c,line=12,col=5,title=misplaced::100%250A%0D%0Amore%0Anext: move it\n',
    );
    expect(commands([resultOf([odd])])[0]).toMatchObject({
      properties: { file: odd.file },
      message: '100%0A\r\nmore\nnext: move it',
    });
  });
});

it('says nothing where nothing is found', () => {
  expect(reportOf('github', [resultOf([]), resultOf([])])).toBe('');
});

it('has an error for a revision that could not be looked at', () => {
  expect(commands([], { refused: [REFUSED] })).toEqual([
    {
      name: 'error',
      properties: { title: 'not linted' },
      message: 'nope: "nope": no commit\nnext: check the name',
    },
  ]);
});

describe('a hostile tree', () => {
  it('makes no command of its own: one line each, with the severity’s command', () => {
    fc.assert(
      fc.property(hostileResults, hostileRefused, (results, refused) => {
        const report = reportOf('github', results, { refused });
        expect(report).not.toMatch(RAW);
        const found = results.flatMap(({ findings }) => findings);
        const lines = report.split('\n').slice(0, -1);
        expect(lines).toHaveLength(found.length + refused.length);
        for (const [index, line] of lines.entries()) {
          const { name, properties } = commandIn(line);
          const severity = found[index]?.severity ?? 'error';
          expect(name).toBe(severity === 'note' ? 'notice' : severity);
          expect(Object.keys(properties)).toEqual(
            ['file', 'line', 'col', 'title'].filter((key) =>
              index >= found.length
                ? key === 'title'
                : (key !== 'line' || found[index]?.line !== undefined) &&
                  (key !== 'col' || found[index]?.column !== undefined),
            ),
          );
        }
      }),
    );
  });
});
