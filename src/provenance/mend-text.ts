import type { Mend } from './mend-steps.js';
import { fixText } from './note.js';
import type { PortFacts } from './port-facts.js';
import { wrap } from './wrap.js';

/** The subject of a commit that mends a port. */
export function mendSubject({ recipe }: Pick<PortFacts, 'recipe'>, mend: Mend): string {
  return `${isCorrection(mend) ? 'Correct' : 'Complete'} "${recipe.subject}"`;
}

/** The text of a commit that mends a port: it claims no more than it does, and nothing of it is upstream's text. */
export function mendText(facts: PortFacts, mend: Mend): string {
  const { recipe, includes, fixes } = facts;
  const [rest, what] = isCorrection(mend) ? ['', 'corrects'] : [', but for some', 'completes'];
  const head = `The tracepoints of upstream's commit ${recipe.commit.slice(0, 12)} were here before${rest}. This ${what} them:`;
  const entries = [
    ...mend.steps.map(
      ({ does, checkpoint, functions, why }) => `${does} ${checkpoint} in ${functions.join(', ')}: ${why}`,
    ),
    ...includes.map((path) => `includes "${recipe.include}" in ${path}`),
    ...mend.events.map(({ sign, name }) => `${sign === '+' ? 'declares' : 'drops'} the event ${name}`),
    ...fixes.map((fix) => `brings ${fixText(fix)}`),
  ];
  const list = entries.flatMap((entry) => wrap(`* ${entry}`, '  '));
  return `${mendSubject(facts, mend)}\n\n${wrap(head, '').join('\n')}\n\n${list.join('\n')}`;
}

/** Whether calls are moved alone. */
function isCorrection({ steps, events }: Mend): boolean {
  return events.length === 0 && steps.length > 0 && steps.every(({ does }) => does === 'moves');
}
