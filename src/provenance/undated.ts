/**
 * A message or patch without the day it was made: a run on another day makes the same.
 * @param text begins with the fields, if it has any, that name a day
 */
export function undated(text: string): string {
  return text.replace(/^(Date|Last-Update): .*$/m, '$1:');
}
