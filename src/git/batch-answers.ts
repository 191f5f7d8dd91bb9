/** One object as `git cat-file --batch` gives it. */
export interface GitObject {
  readonly id: string;
  readonly type: string;
  readonly bytes: Buffer;
}

/** An answer: the object, that there is none, or that the name is not unique. */
export type BatchAnswer = GitObject | 'missing' | 'ambiguous';

/** The largest object taken in; QEMU's largest source here has 0.3 MB. */
const SIZE_LIMIT = 64 * 1024 * 1024;

/** Cuts the output stream of `git cat-file --batch` into answers. */
export class BatchAnswers {
  #rest: Buffer = Buffer.alloc(0);

  /**
   * Takes in a piece of output.
   * @returns the answers that it completes
   * @throws Error where the output isn't in the form of cat-file, or an object is over 64 MiB
   */
  take(piece: Buffer): BatchAnswer[] {
    this.#rest = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    const answers: BatchAnswer[] = [];
    for (;;) {
      const answer = this.#next();
      if (answer === undefined) return answers;
      answers.push(answer);
    }
  }

  #next(): BatchAnswer | undefined {
    const lineEnd = this.#rest.indexOf(0x0a);
    if (lineEnd < 0) return undefined;
    const line = this.#rest.toString('utf8', 0, lineEnd);
    const [, id, type, size] = /^([0-9a-f]{40}|[0-9a-f]{64}) (\w+) (\d+)$/.exec(line) ?? [];
    if (id === undefined || type === undefined) {
      this.#rest = this.#rest.subarray(lineEnd + 1);
      // The name asked for comes before these words, and may itself hold spaces.
      if (line.endsWith(' missing')) return 'missing';
      if (line.endsWith(' ambiguous')) return 'ambiguous';
      throw new Error(`git cat-file --batch said: ${line.slice(0, 200)}`);
    }
    const length = Number(size);
    if (length > SIZE_LIMIT) throw new Error(`object ${id} has ${length} bytes`);
    const start = lineEnd + 1;
    if (this.#rest.length < start + length + 1) return undefined;
    // A copy: a view would keep the whole piece of output alive.
    const bytes = Buffer.from(this.#rest.subarray(start, start + length));
    this.#rest = this.#rest.subarray(start + length + 1);
    return { id, type, bytes };
  }
}
