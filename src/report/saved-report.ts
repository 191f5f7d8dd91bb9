import type { Figure, Statistics } from './runs-model.js';

/** The figures of a report that was saved as JSON; undefined for another text. What is amiss in it is left out. */
export function savedFigures(text: string): readonly Figure[] | undefined {
  const document = parsed(text);
  if (!isObject(document) || document.schema !== 'qemu-downtime/report@1') return undefined;
  const figures = document.figures;
  return Array.isArray(figures) ? figures.filter(isFigure) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isFigure(value: unknown): value is Figure {
  if (!isObject(value) || !isObject(value.statistics)) return false;
  const { count, least, median, p95, most, spread } = value.statistics as Partial<Statistics>;
  const isWhole = [count, least, median, p95, most].every((one) => Number.isFinite(one));
  return typeof value.id === 'string' && isWhole && (spread === null || Number.isFinite(spread));
}
