import type { Span } from './model.js';

/** A number of microseconds for people, with all its digits: `397 µs`, `2.475 ms`, `169.000 s`. */
export function durationText(microseconds: number): string {
  // A median may lie between two.
  const whole = Math.round(microseconds);
  const size = Math.abs(whole);
  if (size < 1000) return `${whole} µs`;
  if (size < 1_000_000) return `${(whole / 1000).toFixed(3)} ms`;
  return `${(whole / 1_000_000).toFixed(3)} s`;
}

/** The same of a span: `397 µs`, `0 µs to 397 µs`, `at least 2.475 ms`. */
export function spanText({ least, most }: Span): string {
  if (most === null) return `at least ${durationText(least)}`;
  return least === most ? durationText(least) : `${durationText(least)} to ${durationText(most)}`;
}

/** The one number of a span that has no width; else null. */
export function exactly(span: Span | null): number | null {
  return span !== null && span.least === span.most ? span.least : null;
}

/** A span of no width. */
export function exact(microseconds: number): Span {
  return { least: microseconds, most: microseconds };
}
