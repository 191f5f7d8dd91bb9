import { type ChangedTree, changedTree } from '../git/changed-tree.js';
import type { Person } from '../git/commit-text.js';
import type { ObjectReader } from '../git/object-reader.js';
import { withSignOff } from '../git/sign-off.js';
import type { GitChange } from '../patch/text-change.js';
import type { FilePlan } from '../port/port-result.js';
import { TreeMemory } from '../port/tree-memory.js';
import { fileChanges } from '../port/tree-texts.js';
import { EnvironmentLack, Refusal } from '../problem/problem.js';
import { portDescription, portMessage } from '../provenance/message.js';
import { portFacts } from '../provenance/port-facts.js';
import type { BackportResult, Planned, Ported, Refused } from './backport-result.js';
import { presentBranch, writeBranch } from './branch.js';
import { type PatchForm, patchForms } from './forms/index.js';
import { NamesTaken } from './names-taken.js';
import { portRevision } from './port-revision.js';
import type { BackportRequest } from './request.js';
import type { Requested } from './requested.js';
import { type Surroundings, surroundingsOf } from './surroundings.js';
import { writePatch } from './write-patch.js';

/** How many revisions are under way at a time: git stores some while the next is planned. More gain nothing. */
const UNDER_WAY = 8;

/** Ports onto revisions of one repository. Each may be refused without the others. */
export class Backport {
  readonly #memory = new TreeMemory();
  readonly #names = new NamesTaken();

  private constructor(
    readonly reader: ObjectReader,
    readonly request: BackportRequest,
    readonly surroundings: Surroundings,
  ) {}

  /**
   * Finds out what every revision needs.
   * @throws EnvironmentLack `no-identity` where somebody has to be named, `git-failed`
   */
  static async prepare(reader: ObjectReader, request: BackportRequest): Promise<Backport> {
    return new Backport(reader, request, await surroundingsOf(reader, request));
  }

  /**
   * Ports onto each revision and gives what became of it, in order, as it is done.
   * @param stopped asked before each: once it says so no more are begun, and only those under way come
   * @throws Failure where going on makes no sense; what was given before holds
   */
  async *run(
    revisions: readonly Requested[],
    stopped: () => boolean = () => false,
  ): AsyncGenerator<BackportResult> {
    const underWay: Promise<BackportResult>[] = [];
    const rest = [...revisions];
    try {
      for (;;) {
        while (underWay.length < UNDER_WAY && !stopped()) {
          const revision = rest.shift();
          if (revision === undefined) break;
          const port = this.#port(revision);
          // Looked at in its turn; until then a failure is nobody's.
          port.catch(() => undefined);
          underWay.push(port);
        }
        const next = underWay.shift();
        if (next === undefined) return;
        yield await next;
      }
    } finally {
      // A caller that stops early leaves no write half way.
      await Promise.allSettled(underWay);
    }
  }

  async #port({ onto, refusal }: Requested): Promise<BackportResult> {
    if (refusal !== undefined) return refusedBy(refusal, { onto });
    let planned: Planned | undefined;
    try {
      const { recipe, port } = this.request;
      planned = {
        onto,
        ...(await portRevision(this.reader, onto, recipe, { ...port, memory: this.#memory })),
      };
      if (planned.plan.problems.length > 0)
        return { ...planned, status: 'refused', problems: planned.plan.problems, lacking: false };
      if (fileChanges(planned.plan.files).length === 0) return { ...planned, status: 'already' };
      return await this.#publish(planned);
    } catch (error) {
      if (error instanceof Refusal || error instanceof EnvironmentLack)
        return refusedBy(error, planned ?? { onto });
      throw error;
    }
  }

  async #publish(planned: Planned): Promise<Ported> {
    const { request, surroundings } = this;
    const { base, plan } = planned;
    const facts = portFacts(plan, request.port.fixes);
    const message = this.#signed(portMessage(facts, surroundings.upstream, request.message));
    const ported: Ported = { ...planned, status: 'ported', facts, message };
    // At once, so that of two revisions with one name the first that was asked for has it.
    const prefix = request.as === 'branch' ? request.branchPrefix : '';
    return this.#names.under(prefix, planned, async (name) => {
      const changed = await changedTree(this.reader, base, fileChanges(plan.files));
      return request.as === 'branch'
        ? this.#asBranch(ported, name, changed)
        : this.#asPatch(ported, name, changed, request.as);
    });
  }

  async #asPatch(ported: Ported, name: string, changed: ChangedTree, form: PatchForm): Promise<Ported> {
    const { request, surroundings } = this;
    const { plan, facts, message } = ported;
    const patch = patchForms[form]({
      name,
      facts,
      files: gitChanges(plan.files, changed.entries),
      message,
      description: this.#signed(portDescription(facts, surroundings.upstream, request.message)),
      author: surroundings.upstream?.author ?? surroundings.user?.author ?? NOBODY,
      date: request.message.date,
      signature: request.signature,
    });
    if (request.output === undefined || request.dryRun) return { ...ported, patch };
    return { ...ported, patch, written: writePatch(request.output, patch, request.force) };
  }

  async #asBranch(ported: Ported, name: string, changed: ChangedTree): Promise<Ported> {
    const { request, surroundings } = this;
    const { onto, base: parent, message } = ported;
    const { user } = surroundings;
    const { commit: upstream } = request.recipe;
    const ref = `refs/heads/${name}`;
    const present = await presentBranch(
      this.reader,
      { ref, parent, tree: changed.tree, message, upstream },
      { ...surroundings.branches, force: request.force },
    );
    if (present.same && present.before !== null)
      return { ...ported, ref, newCommit: present.before, present: present.same };
    if (request.dryRun || user === undefined) return { ...ported, ref };
    const author = surroundings.upstream?.author ?? user.author;
    const newCommit = await writeBranch(
      this.reader,
      { ref, onto, parent, changed, message, author, committer: user.committer, upstream },
      present.before,
      surroundings.branches,
    );
    return { ...ported, ref, newCommit };
  }

  #signed(message: string): string {
    const { user } = this.surroundings;
    return this.request.signoff && user ? withSignOff(message, user.committer) : message;
  }
}

/** The author of a form of patch that names none. */
const NOBODY: Person = { name: '', email: '', date: '' };

/** The changed files with what git knows of them. */
function gitChanges(files: readonly FilePlan[], entries: ChangedTree['entries']): GitChange[] {
  return entries.flatMap(({ path, mode, before, after }) => {
    const file = files.find((one) => one.path === path);
    const texts = file && { before: file.before, after: file.after };
    return texts ? [{ path, mode, beforeId: before, afterId: after, ...texts }] : [];
  });
}

function refusedBy(failure: Refusal | EnvironmentLack, known: Planned | { readonly onto: string }): Refused {
  return {
    ...known,
    status: 'refused',
    problems: failure.problems,
    lacking: failure instanceof EnvironmentLack,
  };
}
