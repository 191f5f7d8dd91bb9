/**
 * Microseconds from the digits of seconds and of their fraction, without a detour by floating point; what is finer is cut off.
 * Undefined beyond what an integer holds exactly (the year 2255).
 */
export function microseconds(seconds: string, fraction = ''): number | undefined {
  const digits = fraction.length === 6 ? fraction : fraction.padEnd(6, '0').slice(0, 6);
  const whole = Number(seconds) * 1_000_000 + Number(digits);
  return Number.isSafeInteger(whole) ? whole : undefined;
}

/** Microseconds from the digits of nanoseconds, of which a double would lose some. */
export function fromNanoseconds(digits: string): number | undefined {
  return microseconds(digits.slice(0, -9) || '0', digits.padStart(9, '0').slice(-9));
}
