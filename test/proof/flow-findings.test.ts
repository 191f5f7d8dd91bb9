import { describe, expect, it } from 'vitest';
import type { KnownDouble, Scenario } from '../../src/catalogue/flow.js';
import type { Recipe } from '../../src/catalogue/recipe.js';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import { SourceFile } from '../../src/csource/source-file.js';
import type { FlowFinding } from '../../src/proof/flow-finding.js';
import { flowOf } from '../../src/proof/flow-findings.js';
import { c, lineOf } from '../support/c-text.js';
import { TINY_EFFECTS } from '../support/flow-ends.js';

/** A recipe of three checkpoints, `a` to `c`, that fire once and in this order. */
function recipeOf(scenarios: readonly Partial<Scenario>[], doubles: readonly KnownDouble[] = []): Recipe {
  const checkpoints = ['a', 'b', 'c', 'other'].flatMap((name) =>
    defaultRecipe.checkpoints.slice(0, 1).map((one) => ({ ...one, name })),
  );
  const all = scenarios.map((own, index) => ({
    id: `s${index}`,
    title: `in scenario ${index}`,
    entries: ['run'],
    begins: {},
    through: [],
    without: [],
    success: 'result-zero' as const,
    fires: ['a', 'b', 'c'],
    ...own,
  }));
  return { ...defaultRecipe, checkpoints, flow: { effects: TINY_EFFECTS, scenarios: all, doubles } };
}

function judged(text: string, recipe = recipeOf([{}])): readonly FlowFinding[] {
  return flowOf([new SourceFile('run.c', text)], recipe);
}

const body = (text: string): string => `int run(State *s, int x)\n{\n${text}\n}\n`;

const RIGHT = body('trace("a"); trace("b"); trace("c"); return 0;');

describe('a scenario is right', () => {
  it('where each of its checkpoints fires once, in order', () => {
    expect(judged(RIGHT)).toEqual([]);
  });

  it('where a failure leaves some out', () => {
    expect(judged(body('trace("a"); if (x) { return -1; } trace("b"); trace("c"); return 0;'))).toEqual([]);
  });

  it('where an optional one does not always fire', () => {
    const text = body('trace("a"); if (x) { trace("b"); } trace("c"); return 0;');
    expect(judged(text, recipeOf([{ optional: ['b'] }]))).toEqual([]);
  });

  it('where a run that comes to none of its marks leaves one out, and not where it comes to either', () => {
    const way = { success: 'way', throughOneOf: ['announce', 'start'] } as const;
    const recipe = recipeOf([way]);
    const { effects } = recipe.flow;
    const marked = {
      ...recipe,
      flow: { ...recipe.flow, effects: { ...effects, marks: ['announce', 'start'] } },
    };
    const text = (early: string): string =>
      body(
        `trace("a"); if (x) { ${early} return 0; } trace("b"); announce(); trace("c"); start(); return 0;`,
      );
    expect(judged(text(''), marked)).toEqual([]);
    for (const call of ['start();', 'announce();'])
      expect(judged(text(call), marked).map(({ kind, checkpoint }) => `${kind} ${checkpoint}`)).toEqual([
        'missing-on-path b',
        'missing-on-path c',
      ]);
  });

  it('where nothing begins it', () => {
    expect(judged('int another(void) { return 0; }')).toEqual([]);
  });
});

describe('fires-twice', () => {
  const twice = body('trace("a"); trace("b"); trace("c"); trace("c"); return 0;');

  it('is told with the place of the second call', () => {
    const text = c`
      static void end(State *s)
      {
          trace("c");
      }

      int run(State *s)
      {
          trace("a");
          trace("b");
          end(s);
          end(s); /* again */
          return 0;
      }
    `;
    const run = { file: 'run.c', function: 'run', line: lineOf(text, '/* again */') };
    const end = { file: 'run.c', function: 'end', line: lineOf(text, 'trace("c")') };
    expect(judged(text)).toEqual([
      {
        kind: 'fires-twice',
        scenario: 's0',
        title: 'in scenario 0',
        checkpoint: 'c',
        place: end,
        path: [run, end],
        onFailure: false,
      },
    ]);
  });

  it('is told of runs that fail as well, and says so', () => {
    const text = body('trace("a"); if (x) { trace("a"); return -1; } trace("b"); trace("c"); return 0;');
    expect(judged(text)).toMatchObject([{ kind: 'fires-twice', checkpoint: 'a', onFailure: true }]);
  });

  it.each(['x', '!x'])('shows a run that goes well rather than one that fails (%s)', (condition) => {
    const text = c`
      int run(State *s, int x)
      {
          trace("a");
          if (${condition}) {
              trace("a"); /* in failure */
              return -1;
          }
          trace("a"); /* in success */
          trace("b");
          trace("c");
          return 0;
      }
    `;
    expect(judged(text)).toMatchObject([
      { kind: 'fires-twice', checkpoint: 'a', onFailure: false, place: { line: lineOf(text, 'in success') } },
    ]);
  });

  it('is told of a loop', () => {
    const text = body('trace("a"); while (ask()) { trace("b"); } trace("c"); return 0;');
    expect(judged(text)).toMatchObject([{ kind: 'fires-twice', checkpoint: 'b' }]);
  });

  it.each(['warning', 'note'] as const)('is a %s where upstream has it so', (severity) => {
    const double = { checkpoint: 'c', scenarios: ['s0'], severity, why: 'upstream has it' };
    expect(judged(twice, recipeOf([{}], [double]))).toMatchObject([{ kind: 'fires-twice', known: double }]);
  });

  it('is not enough where it is once only on some run: the moment that is left is the later one', () => {
    const double = {
      checkpoint: 'c',
      scenarios: ['s0'],
      severity: 'warning',
      why: 'upstream has it',
    } as const;
    const text = body('trace("a"); trace("b"); if (x) { trace("c"); } trace("c"); return 0;');
    expect(judged(text, recipeOf([{}], [double])).map(({ kind, known }) => [kind, known?.severity])).toEqual([
      ['fires-twice', 'warning'],
      ['missing-on-path', undefined],
    ]);
  });

  it('is unknown where upstream has it in another scenario, or of another checkpoint', () => {
    const doubles = [
      { checkpoint: 'c', scenarios: ['s9'], severity: 'warning', why: 'another scenario' },
      { checkpoint: 'b', scenarios: ['s0'], severity: 'warning', why: 'another checkpoint' },
    ] as const;
    const [finding] = judged(twice, recipeOf([{}], doubles));
    expect(finding).toMatchObject({ kind: 'fires-twice' });
    expect(finding).not.toHaveProperty('known');
  });

  const hidden: readonly KnownDouble[] = [
    { checkpoint: 'c', scenarios: ['s0'], severity: 'warning', why: 'always' },
    { checkpoint: 'c', scenarios: ['s1'], severity: 'note', why: 'at 0 ms' },
  ];

  it('is told once where a rare scenario shows the same double', () => {
    expect(judged(twice, recipeOf([{}, {}], hidden)).map(({ scenario }) => scenario)).toEqual(['s0']);
  });

  it('is told of the rare scenario where it hides without it', () => {
    const guarded = body(
      'trace("a"); trace("b"); s->flag = now(); trace("c"); if (!s->flag) { trace("c"); } return 0;',
    );
    const recipe = recipeOf([{ stores: { flag: 'positive' } }, { stores: { flag: 'zero' } }], hidden);
    expect(judged(guarded, recipe)).toMatchObject([{ scenario: 's1', known: { severity: 'note' } }]);
  });
});

describe('missing-on-path', () => {
  it('is told where one way to end well has no call', () => {
    const text = body('trace("a"); if (x) { trace("b"); } trace("c"); return 0;');
    expect(judged(text)).toEqual([
      {
        kind: 'missing-on-path',
        scenario: 's0',
        title: 'in scenario 0',
        checkpoint: 'b',
        place: { file: 'run.c', line: 1, function: 'run' },
        path: [],
        call: { file: 'run.c', line: 3, function: 'run' },
      },
    ]);
  });

  it('has no call where none fires in any run', () => {
    const [finding] = judged(body('trace("a"); trace("c"); return 0;'));
    expect(finding).toMatchObject({ kind: 'missing-on-path', checkpoint: 'b' });
    expect(finding).not.toHaveProperty('call');
  });

  it('has the call that fires where the run fails, if it fires in no other', () => {
    const text = body('trace("a"); if (x) { trace("b"); return -1; }\ntrace("c"); return 0;');
    expect(judged(text)).toMatchObject([{ checkpoint: 'b', call: { line: 3, function: 'run' } }]);
  });

  it('has the first of the calls on its way', () => {
    const text = body('trace("a");\nif (x) {\ntrace("b");\ntrace("b"); } trace("c"); return 0;');
    const known = { checkpoint: 'b', scenarios: ['s0'], severity: 'note', why: 'here' } as const;
    expect(judged(text, recipeOf([{}], [known]))).toMatchObject([
      { kind: 'fires-twice' },
      { kind: 'missing-on-path', call: { line: 5 } },
    ]);
  });

  const staged = (early: string): string => c`
    static void end(State *s)
    {
        if (!s->flag) {
            s->flag = now();
            trace("c");
        }
    }

    static void stage(State *s, int x)
    {
        trace("b");
        ${early}
        end(s);
    }

    int run(State *s, int x)
    {
        trace("a");
        stage(s, x);
        end(s); /* later */
        return 0;
    }
  `;
  const inStage: Partial<Scenario> = {
    begins: { flag: ['0'] },
    stores: { flag: 'positive' },
    firesIn: { c: 'stage' },
  };

  it('is told where one way fires it only after the stage that it ends, with the way there', () => {
    expect(judged(staged(''), recipeOf([inStage]))).toEqual([]);
    const text = staged('if (x) { return; }');
    expect(judged(text, recipeOf([inStage]))).toMatchObject([
      {
        kind: 'missing-on-path',
        checkpoint: 'c',
        stage: 'stage',
        path: [{ function: 'run', line: lineOf(text, '/* later */') }, { function: 'end' }],
        call: { function: 'end' },
      },
    ]);
    expect(judged(text, recipeOf([{ ...inStage, firesIn: {} }]))).toEqual([]);
  });

  it('is told so where a known double is left out at the first of its moments', () => {
    const known = { checkpoint: 'c', scenarios: ['s0'], severity: 'note', why: 'here' } as const;
    const twice = { ...inStage, stores: { flag: 'zero' as const } };
    expect(
      judged(staged('if (x) { return; }'), recipeOf([twice], [known])).map(({ kind, stage }) => [
        kind,
        stage,
      ]),
    ).toEqual([
      ['fires-twice', undefined],
      ['missing-on-path', 'stage'],
    ]);
  });

  it('is told of each that is missing', () => {
    expect(judged(body('trace("b"); return 0;')).map(({ checkpoint }) => checkpoint)).toEqual(['a', 'c']);
  });
});

describe('wrong-path', () => {
  it('is told of a checkpoint that the scenario does not have, with its place', () => {
    const text = body('trace("a");\ntrace("b");\ntrace("other"); trace("c"); return 0;');
    expect(judged(text)).toMatchObject([
      { kind: 'wrong-path', checkpoint: 'other', place: { file: 'run.c', line: 5, function: 'run' } },
    ]);
  });

  it('is not told of runs that fail', () => {
    expect(judged(RIGHT.replace('{\n', '{\nif (x) { trace("other"); return -1; }\n'))).toEqual([]);
  });
});

describe('wrong-order', () => {
  it('is told of the one that comes too early, and which one is late', () => {
    expect(judged(body('trace("a");\ntrace("c");\ntrace("b"); return 0;'))).toMatchObject([
      { kind: 'wrong-order', checkpoint: 'c', other: 'b', place: { line: 4 } },
    ]);
  });

  it('is told where one of several ways has it so', () => {
    const text = body('if (x) { trace("a"); } trace("b"); if (!x) { trace("a"); } trace("c"); return 0;');
    expect(judged(text)).toMatchObject([{ kind: 'wrong-order', checkpoint: 'b', other: 'a' }]);
  });
});

describe('a scenario that tells nothing', () => {
  it('never ends well', () => {
    expect(judged(body('trace("a"); return -1;'))).toMatchObject([
      { kind: 'no-success', place: { function: 'run' }, path: [] },
    ]);
  });

  it('may be one of those that never do', () => {
    expect(judged(body('trace("a"); return -1;'), recipeOf([{ mayNeverSucceed: true }]))).toEqual([]);
  });

  it('cannot be followed', () => {
    const text = `static void f(State *s) { trace("a"); ]] }\n${body('f(s); return 0;')}`;
    const [finding, another] = judged(text);
    // Where it has to be mended, not where it is called.
    expect(finding).toMatchObject({ kind: 'unread', place: { file: 'run.c', function: 'f', line: 1 } });
    expect(finding?.why).toMatch(/cannot read f/);
    expect(finding).not.toHaveProperty('checkpoint');
    expect(another).toBeUndefined();
  });
});

it.each([
  ['trace("b"); trace("b"); trace("other");', 'trace("other"); /* short */'],
  ['trace("other"); /* short */', 'trace("b"); trace("b"); trace("other");'],
])('shows the shortest run that ends well: %s', (one, another) => {
  const text = c`
    int run(State *s, int x)
    {
        trace("a");
        if (x) {
            ${one}
        } else {
            ${another}
        }
        trace("c");
        return 0;
    }
  `;
  const other = judged(text).find(({ kind }) => kind === 'wrong-path');
  expect(other?.place.line).toBe(lineOf(text, '/* short */'));
});
