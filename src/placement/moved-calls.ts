import type { Place } from '../problem/problem.js';
import type { ExistingCall } from './existing-calls.js';
import { placeAt } from './place-at.js';
import type { SurveyedSite } from './site.js';

/** A call that stands elsewhere, with the place without a call that it is meant for. */
export interface MovedCall {
  readonly stray: ExistingCall;
  readonly site: SurveyedSite;
}

/**
 * Says for which of a checkpoint's empty places its stray calls are meant: one in the same function before another. Each
 * place is meant once.
 * @param isPlaced whether all places are known; where not, a call in another function may be meant for the one that is not
 */
export function movedCalls(
  strays: readonly ExistingCall[],
  sites: readonly SurveyedSite[],
  isPlaced: boolean,
): MovedCall[] {
  const empty = new Set(sites.filter(({ existing }) => !existing));
  const pair = (stray: ExistingCall, isMeant: (site: SurveyedSite) => boolean): MovedCall[] => {
    const site = [...empty].find(isMeant);
    if (!site) return [];
    empty.delete(site);
    return [{ stray, site }];
  };
  const near = strays.filter((stray) => sites.some((site) => isWithin(stray, site)));
  const far = isPlaced ? strays.filter((stray) => !near.includes(stray)) : [];
  return [
    ...near.flatMap((stray) => pair(stray, (site) => isWithin(stray, site))),
    ...far.flatMap((stray) => pair(stray, () => true)),
  ];
}

function isWithin({ function: fn }: ExistingCall, site: SurveyedSite): boolean {
  return fn.file === site.function.file && fn.start === site.function.start;
}

/** Where a call has to go, for a sentence: "right after line 12 (postcopy_start)". */
export function destinationText({ stray, site }: MovedCall): string {
  return `${besideText(site)}${functionText(stray, site)}`;
}

function besideText({ form, placement, gap, statement, function: { file } }: SurveyedSite): string {
  const at = `line ${file.lineOf(statement.start)}`;
  switch (form) {
    case 'hoist':
      return `right after the call in ${at}, whose result has to be kept in a local for that`;
    case 'return':
      return `between the call in ${at} and the return`;
    case 'rename':
      return `to ${at}, in the place of the older tracepoint`;
    case 'brace':
      return `right after ${at}, with braces around both`;
    case 'between':
    case 'guarded': {
      const under = placement.under ? `, under "if (${placement.under.condition})"` : '';
      if (placement.side === 'before' && gap?.next)
        return `right before line ${file.lineOf(gap.next.start)}${under}`;
      const after = gap?.previous?.end ?? statement.end;
      return `right after line ${file.lineOf(after - 1)}${under}`;
    }
  }
}

/** The function that a call has to go to, where it is another. */
function functionText({ function: from }: ExistingCall, { function: to }: SurveyedSite): string {
  if (to.name === from.name && to.file.path === from.file.path) return '';
  return to.file.path === from.file.path ? ` (${to.name})` : ` of ${to.file.path} (${to.name})`;
}

/** The line beside which a site's call goes. */
export function sitePlace({ function: { file }, statement }: SurveyedSite): Place {
  return placeAt(file, statement.start);
}
