import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryWith } from '../../support/branches-scene.js';
import { copyOf, rewrite } from '../../support/fixture-trees.js';
import { cli } from '../../support/run-cli.js';
import { linted } from './lint-scene.js';

interface Advised {
  readonly rule: string;
  readonly fix: string | null;
  readonly next: string;
}

const SOURCES = join(import.meta.dirname, '../../../src');

/** The commands, with the options right behind them, that the texts of a folder name outside comments. */
function commandsIn(folder: string): { readonly command: string; readonly options: readonly string[] }[] {
  const files = readdirSync(join(SOURCES, folder), { recursive: true, encoding: 'utf8' });
  const lines = files
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => readFileSync(join(SOURCES, folder, name), 'utf8').split('\n'))
    .filter((line) => !/^\s*(?:\/?\*|\/\/|expected:)/.test(line));
  const commands = /qemu-downtime ([a-z]+)((?: \$\{[^}]*\}| --[a-z-]+)*)/g;
  return lines.flatMap((line) =>
    [...line.matchAll(commands)].map(([, command = '', rest = '']) => ({
      command,
      options: rest.match(/--[a-z-]+/g) ?? [],
    })),
  );
}

describe('what is advised', () => {
  it('names commands and options that there are', async () => {
    const advised = ['lint', 'problem'].flatMap(commandsIn);
    expect(advised.map(({ command }) => command)).toContain('apply');
    expect(advised.flatMap(({ options }) => options)).toEqual(
      expect.arrayContaining(['--fixes', '--onto', '--explain']),
    );
    const helps = new Map<string, string>();
    for (const { command, options } of advised) {
      const help = helps.get(command) ?? (await cli([command, '--help'])).stdout;
      helps.set(command, help);
      expect(help, command).toContain(`Usage: qemu-downtime ${command} `);
      for (const option of options) expect(help).toMatch(new RegExp(`^ .*${option}\\b`, 'm'));
    }
  });

  it.each(['D-2.5', 'G-4.2', 'I-7.2', 'K-8.2', 'L-9.0'])(
    'of upstream’s doubles works in %s: apply --fixes, and backport --fixes of a revision',
    async (name) => {
      const doubles = (document: { results: { findings: Advised[] }[] }): Advised[] =>
        document.results.flatMap(({ findings }) => findings.filter(({ fix }) => fix === '--fixes'));
      const root = copyOf(name);
      await cli(['apply', root]);
      const [first] = doubles(await linted(0, [root]));
      expect(first?.next).toMatch(/^run qemu-downtime apply --fixes \(of a revision backport --fixes\)/);
      expect((await cli(['apply', '--fixes', root])).code).toBe(0);
      expect(doubles(await linted(0, [root]))).toEqual([]);
      const repository = repositoryWith([name]);
      expect((await cli(['backport', repository, '--onto', name, '--fixes'])).code).toBe(0);
      expect(doubles(await linted(0, [repository, '--rev', `qemu-downtime/${name}`]))).toEqual([]);
    },
  );

  it('of an event in another form is the line as it should be', async () => {
    const root = copyOf('C-2.4');
    await cli(['apply', root]);
    const event = 'vmstate_downtime_checkpoint(const char *checkpoint) "%s"';
    rewrite(root, 'trace-events', (text) => text.replace(event, event.replace('%s', '<%s>')));
    const [finding] = (await linted(1, [root])).results[0].findings;
    expect(finding).toMatchObject({ rule: 'event-format', next: expect.stringContaining(event) });
  });
});
