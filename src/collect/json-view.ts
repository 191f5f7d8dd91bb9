/** A document is not as it is described; the message says where. */
export class NotAsDescribed extends Error {}

/** A part of a JSON document that is asked for what has to be there. */
export class JsonView {
  /** @param path where it is, for messages */
  constructor(
    private readonly value: unknown,
    private readonly path = '',
  ) {}

  /** A member of an object; undefined where it is absent. */
  optional(name: string): JsonView | undefined {
    const { value, path } = this;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw this.#unlike('an object');
    const members = value as Readonly<Record<string, unknown>>;
    if (!Object.hasOwn(members, name)) return undefined;
    return new JsonView(members[name], path === '' ? name : `${path}.${name}`);
  }

  member(name: string): JsonView {
    const found = this.optional(name);
    if (!found) throw new NotAsDescribed(`there is no ${this.path === '' ? name : `${this.path}.${name}`}`);
    return found;
  }

  get list(): readonly JsonView[] {
    const { value } = this;
    if (!Array.isArray(value)) throw this.#unlike('a list');
    return value.map((one: unknown, index) => new JsonView(one, `${this.path}[${index}]`));
  }

  /** The one item of a list. */
  get only(): JsonView {
    const { list } = this;
    const [first] = list;
    if (!first || list.length > 1) throw this.#unlike('a list of one');
    return first;
  }

  get text(): string {
    if (typeof this.value !== 'string') throw this.#unlike('text');
    return this.value;
  }

  get textOrNull(): string | null {
    return this.value === null ? null : this.text;
  }

  get truth(): boolean {
    if (typeof this.value !== 'boolean') throw this.#unlike('true or false');
    return this.value;
  }

  /** A number that is not negative. */
  get amount(): number {
    const { value } = this;
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
      throw this.#unlike('a number of at least 0');
    return value;
  }

  oneOf<Word extends string>(...words: readonly Word[]): Word {
    const found = words.find((word) => word === this.value);
    if (found === undefined) throw this.#unlike(words.join(', '));
    return found;
  }

  #unlike(what: string): NotAsDescribed {
    return new NotAsDescribed(`${this.path === '' ? 'the document' : this.path} is not ${what}`);
  }
}
