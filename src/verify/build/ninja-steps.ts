/** How far a build is. */
export interface BuildSteps {
  readonly done: number;
  readonly total: number;
}

/** The last count of steps in what ninja wrote, such as `[12/345] Compiling …`; undefined where there is none. */
export function ninjaSteps(output: string): BuildSteps | undefined {
  const last = [...output.matchAll(/^\[(\d{1,6})\/(\d{1,6})\] /gm)].at(-1);
  return last && { done: Number(last[1]), total: Number(last[2]) };
}
