import type { Change, Comparison, Figure, RunsSummary } from './runs-model.js';

/** Holds runs against a baseline, figure by figure. @param baseline as the user named it */
export function compareRuns(now: RunsSummary, before: readonly Figure[], baseline: string): Comparison {
  const known = new Map(before.map((figure) => [figure.id, figure]));
  const current = new Set(now.figures.map(({ id }) => id));
  return {
    baseline,
    changes: now.figures.flatMap((figure) => {
      const old = known.get(figure.id);
      return old ? [changeOf(figure, old)] : [];
    }),
    gone: before.map(({ id }) => id).filter((id) => !current.has(id)),
    added: now.figures.map(({ id }) => id).filter((id) => !known.has(id)),
  };
}

function changeOf(figure: Figure, { statistics: before }: Figure): Change {
  const { statistics: after } = figure;
  const change = after.median - before.median;
  const spread =
    before.spread === null || after.spread === null ? null : Math.max(before.spread, after.spread);
  return {
    figure,
    before,
    change,
    ratio: before.median === 0 ? null : change / before.median,
    exceedsSpread: spread === null ? null : Math.abs(change) > spread,
  };
}
