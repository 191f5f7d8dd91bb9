import type { Recipe } from '../catalogue/recipe.js';
import type { FilePlan } from './port-result.js';

/** An event that a port declares, or no longer declares. */
export interface EventChange {
  readonly sign: '+' | '-';
  readonly name: string;
}

/** What a plan does to the recipe's events. */
export function eventChanges({ event }: Recipe, files: readonly FilePlan[]): EventChange[] {
  const file = files.find(({ path }) => /(?:^|\/)trace-events$/.test(path));
  const names = [event.name, ...(event.removes ? [event.removes.name] : [])];
  return names.flatMap((name): EventChange[] => {
    const declaration = new RegExp(`^(?:[\\w-]+[ \\t]+)*${name}[ \\t]*\\(`, 'm');
    const [before, after] = [declaration.test(file?.before ?? ''), declaration.test(file?.after ?? '')];
    return before === after ? [] : [{ sign: after ? '+' : '-', name }];
  });
}
