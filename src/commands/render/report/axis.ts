/** A tick of a time axis. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** Ticks at round times, at most `count` of them. @param from in microseconds, as `to` */
export function ticks(from: number, to: number, count: number): Tick[] {
  const step = roundStep((to - from) / count);
  const far = Math.max(Math.abs(from), Math.abs(to));
  const [unit, size] = far >= 10_000_000 ? ['s', 1e6] : far >= 2000 ? ['ms', 1e3] : ['µs', 1];
  const digits = Math.max(0, Math.ceil(Math.log10(size / step) - 1e-9));
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.floor(to / step) - first + 1 }, (_, index) => {
    const at = (first + index) * step;
    return { at, label: `${(at / size).toFixed(digits)} ${unit}` };
  });
}

/** The next of 1, 2, 5, 10, 20, … microseconds. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return power * ([1, 2, 5].find((factor) => factor * power >= least) ?? 10);
}
