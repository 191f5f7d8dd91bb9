import { describe, expect, it } from 'vitest';
import type { FlowCatalogue } from '../../src/catalogue/flow.js';
import { SourceFile } from '../../src/csource/source-file.js';
import type { FlowFinding } from '../../src/proof/flow-finding.js';
import { FlowMemory } from '../../src/proof/flow-memory.js';
import { c } from '../support/c-text.js';
import { TINY_EFFECTS } from '../support/flow-ends.js';

const CATALOGUE: FlowCatalogue = {
  effects: TINY_EFFECTS,
  scenarios: [
    {
      id: 'any',
      title: 'in any run',
      entries: ['run'],
      begins: {},
      through: [],
      without: [],
      success: 'way',
      fires: [],
    },
  ],
  doubles: [],
};

const CODE = c`
  static void fire(void)
  {
      trace("a");
  }

  int run(void)
  {
      fire();
      return 0;
  }
`;

const fileOf = (text: string): SourceFile => new SourceFile('run.c', text);

/** A finding in the second line of fire, which run calls in its second line. */
function findingOf(file: SourceFile): FlowFinding {
  const step = (name: string, lines: number) => ({
    file: 'run.c',
    function: name,
    line: file.lineOf(file.definitions(name)[0]?.start ?? 0) + lines,
  });
  const path = [step('run', 2), step('fire', 2)];
  const call = step('fire', 2);
  return { kind: 'fires-twice', scenario: 'any', title: 'in any run', place: step('fire', 2), path, call };
}

describe('what was found of code that was run already', () => {
  /** Asks a memory for the findings of texts, one after the other. @returns for which of them it had to look */
  function asked(texts: readonly string[], memory = new FlowMemory()): boolean[] {
    return texts.map((text) => {
      let looked = false;
      const file = fileOf(text);
      const found = memory.recall([file], CATALOGUE, () => {
        looked = true;
        return [findingOf(file)];
      });
      expect(found).toEqual([findingOf(file)]);
      return looked;
    });
  }

  it('is not looked for again', () => {
    expect(asked([CODE, CODE])).toEqual([true, false]);
  });

  it('has the lines of the text at hand', () => {
    expect(asked([CODE, `\n\n${CODE}`, CODE.replace('int run', '\n/* moved */\nint run')])).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('is looked for anew where a function on the way is another', () => {
    expect(asked([CODE, CODE.replace('trace("a")', 'trace("b")')])).toEqual([true, true]);
    expect(asked([CODE, CODE.replace('return 0', 'return 1')])).toEqual([true, true]);
  });

  it('is looked for anew where a function that was called elsewhere is defined', () => {
    const calls = CODE.replace('fire();\n    return', 'fire();\n    log();\n    return');
    expect(asked([calls, `static void log(void)\n{\n}\n\n${calls}`])).toEqual([true, true]);
  });

  it('is the same where a function changes that no scenario comes to', () => {
    expect(asked([CODE, `${CODE}\nint other(void)\n{\n    return 1;\n}\n`])).toEqual([true, false]);
  });

  it('is forgotten in time', () => {
    const memory = new FlowMemory();
    const others = Array.from({ length: 64 }, (_, index) => CODE.replace('"a"', `"a${index}"`));
    expect(asked([CODE, ...others, CODE], memory).at(-1)).toBe(true);
  });
});
