import { objectsIn, optionalTextAt, textAt } from './answer-shape.js';
import type { Command } from './commands.js';

/** What the schema says of commands. */
export class QmpSchema {
  readonly #argumentsOf: ReadonlyMap<string, string>;
  readonly #membersOf: ReadonlyMap<string, readonly string[]>;

  /** @throws WrongShape where it is no answer to query-qmp-schema */
  constructor(answer: unknown) {
    const argumentsOf = new Map<string, string>();
    const membersOf = new Map<string, readonly string[]>();
    for (const entry of objectsIn(answer)) {
      const name = textAt(entry, 'name');
      const kind = textAt(entry, 'meta-type');
      if (kind === 'command') argumentsOf.set(name, optionalTextAt(entry, 'arg-type') ?? '');
      if (kind === 'object') {
        membersOf.set(
          name,
          objectsIn(entry.members ?? []).map((member) => textAt(member, 'name')),
        );
      }
    }
    this.#argumentsOf = argumentsOf;
    this.#membersOf = membersOf;
  }

  /** The names of all commands. */
  commands(): readonly string[] {
    return [...this.#argumentsOf.keys()];
  }

  /** The names of a command's arguments; none where there is no such command. */
  argumentsOf(command: string): readonly string[] {
    return this.#membersOf.get(this.#argumentsOf.get(command) ?? '') ?? [];
  }
}

/** The whole of QMP as this QEMU speaks it, from 2.5 on. */
export const queryQmpSchema: Command<QmpSchema> = {
  name: 'query-qmp-schema',
  read: (answer) => new QmpSchema(answer),
};
