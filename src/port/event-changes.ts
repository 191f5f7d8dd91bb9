import type { AnyRecipe } from '../catalogue/any-recipe.js';
import { eventsOf } from '../catalogue/recipe-parts.js';
import type { FilePlan } from './port-result.js';

/** An event that a port declares, or no longer declares. */
export interface EventChange {
  readonly sign: '+' | '-';
  readonly name: string;
}

/** What a plan does to the recipe's events. */
export function eventChanges(recipe: AnyRecipe, files: readonly FilePlan[]): EventChange[] {
  const { added, dropped } = eventsOf(recipe);
  const names = [...added, ...(dropped === undefined ? [] : [dropped])];
  return names.flatMap((name): EventChange[] => {
    const [before, after] = [declares(files, 'before', name), declares(files, 'after', name)];
    return before === after ? [] : [{ sign: after ? '+' : '-', name }];
  });
}

/** Whether an event is declared before or after a plan is carried out. A function may have the same name. */
export function declares(files: readonly FilePlan[], when: 'before' | 'after', name: string): boolean {
  const declaration = new RegExp(`^(?:[\\w-]+[ \\t]+)*${name}[ \\t]*\\(`, 'm');
  return files.some((file) => /(?:^|\/)trace-events$/.test(file.path) && declaration.test(file[when]));
}
