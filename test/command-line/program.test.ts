import { describe, expect, it } from 'vitest';
import { commandLine } from '../../src/command-line/program.js';

const namesOf = (asked?: string): string[] =>
  commandLine(() => {}, asked).commands.map((command) => command.name());

describe('commandLine', () => {
  const all = namesOf();

  it('has all commands where none of them is asked for', () => {
    expect(all).toContain('apply');
    for (const asked of ['lnt', 'help', '--help', 'constructor', '']) expect(namesOf(asked)).toEqual(all);
  });

  it.each(all.filter((name) => name !== 'completion'))(
    'has %s alone where it is asked for, the same',
    (name) => {
      expect(namesOf(name)).toEqual([name]);
      const whole = commandLine(() => {}).commands.find((command) => command.name() === name);
      const [alone] = commandLine(() => {}, name).commands;
      expect(alone?.helpInformation()).toBe(whole?.helpInformation());
    },
  );

  it('has all commands for a completion, which names them', () => {
    expect(namesOf('completion')).toEqual(all);
  });
});
