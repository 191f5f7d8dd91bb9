import { readTexts, type TreeTexts } from '../placement/sources.js';
import { placementAdvice } from '../problem/placement-problems.js';
import type { Problem } from '../problem/problem.js';
import { ruleOfCode } from './rules/index.js';
import { suppresses, suppressionsIn, suppressionsInEvents } from './suppressions.js';

/** Why `apply` refuses a tree, with what is to be said where a comment suppresses the same for lint. */
export function withIgnored(problems: readonly Problem[], texts: TreeTexts): Problem[] {
  const { sources, events } = readTexts(texts);
  const suppressions = [
    ...suppressionsIn(sources.migration),
    ...suppressionsIn(sources.savevm),
    ...suppressionsInEvents(events),
  ].filter(({ reason }) => reason !== '');
  return problems.map((problem) => {
    const { code, place, next } = problem;
    const rule = ruleOfCode(code) ?? code;
    const by = place && suppressions.find((one) => suppresses(one, { ...place, rule }));
    return by ? { ...problem, next: placementAdvice.ignored(next, by.line) } : problem;
  });
}
