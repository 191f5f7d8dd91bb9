/** Why a QMP request or wait came to nothing. */
export type QmpProblem =
  | {
      readonly kind: 'refused';
      readonly command: string;
      /** QMP's class of the error, such as `CommandNotFound`. */
      readonly errorClass: string;
      /** The server's own words. */
      readonly description: string;
    }
  | {
      /** The answer has not the form that the command's reader knows. */
      readonly kind: 'malformed';
      readonly command: string;
      readonly expected: string;
      readonly found: string;
    }
  | { readonly kind: 'timeout'; readonly waitedFor: string; readonly timeoutMs: number }
  | { readonly kind: 'aborted'; readonly waitedFor: string }
  | {
      readonly kind: 'closed';
      readonly waitedFor: string;
      /** The end of what came that is no QMP; empty where all was. */
      readonly noise: string;
    };

/** Thrown, and rejected with, by everything in this folder. */
export class QmpFailure extends Error {
  override readonly name = 'QmpFailure';

  constructor(readonly problem: QmpProblem) {
    super(`QMP: ${problem.kind} (${'command' in problem ? problem.command : problem.waitedFor})`);
  }
}
