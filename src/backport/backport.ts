import { type ChangedTree, changedTree } from '../git/changed-tree.js';
import type { Person } from '../git/commit-text.js';
import { userIdentity } from '../git/identity.js';
import type { ObjectReader } from '../git/object-reader.js';
import { withSignOff } from '../git/sign-off.js';
import type { GitChange } from '../patch/text-change.js';
import { overall } from '../port/plan-recipes.js';
import type { FilePlan, Plan } from '../port/port-result.js';
import { TreeMemory } from '../port/tree-memory.js';
import { fileChanges } from '../port/tree-texts.js';
import { EnvironmentLack, Refusal } from '../problem/problem.js';
import { portDescription, portMessage, type UpstreamText } from '../provenance/message.js';
import { type PortFacts, portFacts } from '../provenance/port-facts.js';
import type { BackportResult, Planned, Ported, Refused } from './backport-result.js';
import { presentBranch, writeBranch } from './branch.js';
import { type PatchForm, patchForms } from './forms/index.js';
import { NamesTaken } from './names-taken.js';
import { portRevision } from './port-revision.js';
import type { BackportRequest } from './request.js';
import type { Requested } from './requested.js';
import { type Surroundings, surroundingsOf } from './surroundings.js';
import { writePatches } from './write-patch.js';

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
      const { recipes, port } = this.request;
      planned = {
        onto,
        ...(await portRevision(this.reader, onto, recipes, { ...port, memory: this.#memory })),
      };
      if (planned.plan.problems.length > 0)
        return { ...planned, status: 'refused', problems: planned.plan.problems, lacking: false };
      if (planned.plan.plans.every(isIdle)) return { ...planned, status: 'already' };
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
    const commits = portedCommits(plan.plans, request.port.fixes).map(({ plan: one, facts }) => {
      const upstream = surroundings.upstream.get(one.recipe.commit);
      const message = this.#signed(portMessage(facts, upstream, request.message));
      return { plan: one, facts, message };
    });
    const ported: Ported = { ...planned, status: 'ported', commits };
    // At once, so that of two revisions with one name the first that was asked for has it.
    const prefix = request.as === 'branch' ? request.branchPrefix : '';
    return this.#names.under(prefix, planned, async (name) => {
      const changed = await Promise.all(
        commits.map((one) => changedTree(this.reader, base, changesUpTo(one.plan, plan.plans))),
      );
      return request.as === 'branch'
        ? this.#asBranch(ported, name, changed)
        : this.#asPatches(ported, name, changed, request.as);
    });
  }

  async #asPatches(
    ported: Ported,
    name: string,
    changed: readonly ChangedTree[],
    form: PatchForm,
  ): Promise<Ported> {
    const { request, surroundings } = this;
    const user = surroundings.user ?? (await this.#userFor(ported, form));
    const commits = ported.commits.map(({ plan, facts, message }, index) => {
      const upstream = surroundings.upstream.get(plan.recipe.commit);
      return {
        facts,
        files: gitChanges(plan.files, changed, index),
        message,
        description: this.#signed(portDescription(facts, upstream, request.message)),
        author: authorOf(facts, upstream, user),
      };
    });
    const patches = patchForms[form]({
      name,
      commits,
      files: ported.plan.files,
      date: request.message.date,
      signature: request.signature,
    });
    if (request.output === undefined || request.dryRun) return { ...ported, patches };
    return { ...ported, patches, written: writePatches(request.output, patches, request.force) };
  }

  async #asBranch(ported: Ported, name: string, changed: readonly ChangedTree[]): Promise<Ported> {
    const { request, surroundings } = this;
    const { onto, base: parent } = ported;
    const { user } = surroundings;
    const ref = `refs/heads/${name}`;
    const commits = ported.commits.flatMap(({ plan, facts, message }, index) => {
      const own = changed[index];
      const author = authorOf(facts, surroundings.upstream.get(plan.recipe.commit), user);
      return own ? [{ changed: own, message, author }] : [];
    });
    const present = await presentBranch(
      this.reader,
      { ref, parent, commits },
      { ...surroundings.branches, force: request.force },
    );
    const { same, workTree } = present;
    if (same) return { ...ported, ref, newCommits: same.map(({ id }) => id), present: same, workTree };
    if (request.dryRun || user === undefined) return { ...ported, ref };
    const newCommits = await writeBranch(
      this.reader,
      { ref, onto, parent, commits, committer: user.committer },
      present.before,
      surroundings.branches,
    );
    return { ...ported, ref, newCommits };
  }

  /** A patch that mends a port is the user's, also where those of other revisions are upstream's. @throws EnvironmentLack `no-identity` */
  async #userFor({ commits }: Ported, form: PatchForm): Promise<Surroundings['user']> {
    const isMend = commits.some(({ facts }) => facts.mend);
    return isMend && form !== 'diff' ? await userIdentity(this.reader.repository) : undefined;
  }

  #signed(message: string): string {
    const { user } = this.surroundings;
    return this.request.signoff && user ? withSignOff(message, user.committer) : message;
  }
}

/** The author of a form of patch that names none. */
const NOBODY: Person = { name: '', email: '', date: '' };

/** Upstream's, where a commit is upstream's change. */
function authorOf(
  { mend }: PortFacts,
  upstream: UpstreamText | undefined,
  user: Surroundings['user'],
): Person {
  return (mend ? undefined : upstream?.author) ?? user?.author ?? NOBODY;
}

/** A plan that changes nothing. */
function isIdle({ files }: Plan): boolean {
  return files.every(({ before, after }) => before === after);
}

/** The plans that become commits; the last one tells as well of those that do not, and why. */
function portedCommits(plans: readonly Plan[], fixes: boolean): { plan: Plan; facts: PortFacts }[] {
  const made = plans.filter((plan) => !isIdle(plan));
  return made.map((plan, index) => {
    const idle = index === made.length - 1 ? plans.filter(isIdle) : [];
    return { plan, facts: portFacts(plan, fixes, idle) };
  });
}

/** The files as they are after a plan, against how they were before all. */
function changesUpTo(last: Plan, plans: readonly Plan[]): ReturnType<typeof fileChanges> {
  return fileChanges(overall(plans.slice(0, plans.indexOf(last) + 1)));
}

/**
 * The changed files of one commit with what git knows of them.
 * @param changed the trees of all commits, each against the one that they all stand on
 */
function gitChanges(files: readonly FilePlan[], changed: readonly ChangedTree[], index: number): GitChange[] {
  const entryIn = (at: number, path: string) => changed[at]?.entries.find((entry) => entry.path === path);
  return files.flatMap(({ path, before, after }) => {
    const own = entryIn(index, path);
    if (before === after || !own) return [];
    const earlier = changed
      .slice(0, index)
      .flatMap((_, at) => entryIn(at, path) ?? [])
      .at(-1);
    return [
      { path, mode: own.mode, beforeId: earlier?.after ?? own.before, afterId: own.after, before, after },
    ];
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
