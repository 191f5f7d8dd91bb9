import type { AnyRecipe } from '../../src/catalogue/any-recipe.js';
import type { TreeTexts } from '../../src/placement/sources.js';
import { planPort } from '../../src/port/plan.js';
import type { FilePlan, PortOptions } from '../../src/port/port-result.js';
import { planRevert } from '../../src/port/revert.js';

/**
 * What goes wrong when a result is ported a second time, and when the port is taken out again. A revert declines by
 * design where the result cannot be told from upstream's own code, which happens in the half-way states of its
 * development and in no older release.
 */
export function roundTripFailures(
  result: readonly FilePlan[],
  original: TreeTexts,
  recipe: AnyRecipe,
  options: PortOptions & { readonly revertMayDecline: boolean },
): string[] {
  const ported = resultTexts(original, result);
  const failures: string[] = [];
  const again = planPort(ported, recipe, options);
  if (again.problems.length > 0) failures.push(`applied twice: refused, ${again.problems[0]?.code}`);
  else if (again.files.some((file) => file.before !== file.after))
    failures.push('applied twice: changes again');

  const back = planRevert(ported, recipe, options.selected);
  const originals = new Map(filesOf(original).map((file) => [file.path, file.text]));
  const declined = back.problems.length > 0 && back.problems.every(({ code }) => code === 'upstreams-own');
  if (declined && options.revertMayDecline) return failures;
  if (back.problems.length > 0) failures.push(`revert: refused, ${back.problems[0]?.code}`);
  else if (back.files.some((file) => file.after !== originals.get(file.path))) {
    failures.push('revert: does not give back the same bytes');
  }
  return failures;
}

/** The files of a tree as a plan leaves them. */
export function resultTexts(original: TreeTexts, result: readonly FilePlan[]): TreeTexts {
  const after = new Map(result.map((file) => [file.path, file.after]));
  const text = (file: TreeTexts['events']) => ({ path: file.path, text: after.get(file.path) ?? file.text });
  return {
    migration: text(original.migration),
    savevm: text(original.savevm),
    events: text(original.events),
  };
}

export function filesOf(texts: TreeTexts): TreeTexts['events'][] {
  return [texts.migration, texts.savevm, texts.events];
}
