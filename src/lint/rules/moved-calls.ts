import type { ExistingCall } from '../../placement/existing-calls.js';
import { placeAt } from '../../placement/place-at.js';
import type { SurveyedSite } from '../../placement/site.js';
import type { CheckpointSurvey } from '../../placement/survey.js';
import type { Place, Problem } from '../../problem/problem.js';
import type { Found } from '../rule.js';
import { fromProblem } from './from-problems.js';

/** A call that stands elsewhere, with the place without a call that it is meant for. */
interface MovedCall {
  readonly from: Place;
  readonly site: SurveyedSite;
}

/**
 * Says for which of a checkpoint's empty places its stray calls are meant: one in the same function before another. Each
 * place is meant once.
 */
function movedCalls({ strays, sites }: CheckpointSurvey): MovedCall[] {
  const empty = new Set(sites.filter(({ existing }) => !existing));
  const pair = (stray: ExistingCall, isMeant: (site: SurveyedSite) => boolean): MovedCall[] => {
    const site = [...empty].find(isMeant);
    if (!site) return [];
    empty.delete(site);
    return [{ from: placeAt(stray.function.file, stray.call.start), site }];
  };
  const near = strays.filter((stray) => sites.some((site) => isWithin(stray, site)));
  const far = strays.filter((stray) => !near.includes(stray));
  return [
    ...near.flatMap((stray) => pair(stray, (site) => isWithin(stray, site))),
    ...far.flatMap((stray) => pair(stray, () => true)),
  ];
}

function isWithin({ function: fn }: ExistingCall, site: SurveyedSite): boolean {
  return fn.file === site.function.file && fn.start === site.function.start;
}

/** Where a site's call goes, for a sentence: "right behind line 12". */
function besideText({ form, placement, gap, statement, function: { file } }: SurveyedSite): string {
  const at = `line ${file.lineOf(statement.start)}`;
  switch (form) {
    case 'hoist':
      return `right behind the call in ${at}, whose result has to be kept in a local for that`;
    case 'return':
      return `between the call in ${at} and the return`;
    case 'rename':
      return `to ${at}, in the place of the older tracepoint`;
    case 'brace':
      return `right behind ${at}, with braces around both`;
    case 'between':
    case 'guarded': {
      const under = placement.under ? `, under "if (${placement.under.condition})"` : '';
      if (placement.side === 'before' && gap?.next)
        return `right before line ${file.lineOf(gap.next.start)}${under}`;
      const behind = gap?.previous?.end ?? statement.end;
      return `right behind line ${file.lineOf(behind - 1)}${under}`;
    }
  }
}

/** A problem as a finding that says where the call belongs as well, and that it is the one that is missing there. */
export function withBelonging(problem: Problem, survey: CheckpointSurvey): Found[] {
  const { checkpoint = '', expected } = problem;
  const belongs = expected.startsWith(checkpoint)
    ? `it belongs${expected.slice(checkpoint.length)}`
    : `there should be ${expected}`;
  const moved = movedCalls(survey).find(({ from }) => isSame(from, problem.place));
  return fromProblem(problem).map((found) => ({
    ...found,
    message: `${found.message}; ${belongs}`,
    ...(moved
      ? { next: `move it ${besideText(moved.site)}${inText(moved)}`, belongs: sitePlace(moved.site) }
      : {}),
  }));
}

/** The function that a call has to go to, where it is another. */
function inText({ from, site }: MovedCall): string {
  const { file, name } = site.function;
  if (name === from.function && file.path === from.file) return '';
  return file.path === from.file ? ` (${name})` : ` of ${file.path} (${name})`;
}

function isSame(a: Place, b: Place | undefined): boolean {
  return a.file === b?.file && a.line === b.line;
}

/** The line beside which a site's call goes. */
export function sitePlace({ function: { file }, statement }: SurveyedSite): Place {
  return placeAt(file, statement.start);
}
