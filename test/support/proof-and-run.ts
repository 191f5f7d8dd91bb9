import { defaultRecipe } from '../../src/catalogue/recipes.js';
import type { SourceFile } from '../../src/csource/source-file.js';
import { type End, runScenarios, type ScenarioRuns } from '../../src/flow/scenario-runs.js';
import type { Fired } from './fixture-trees.js';
import { cappedAtTwo } from './flow-ends.js';
import { type Event, fired, marks } from './play-fixture.js';

/** What the proof says of one host of a played scenario. */
interface Claim {
  /** Of the proof. */
  readonly scenario: string;
  readonly isWell: boolean;
}

/** The proof's scenario for each one that a tree's program plays on the source, and whether it ends well. */
const SOURCE: Readonly<Record<string, Claim>> = {
  precopy: { scenario: 'precopy', isWell: true },
  // No scenario of the proof's own: in precopy nothing asks whether the downtime was taken already.
  'precopy-zero-downtime': { scenario: 'precopy', isWell: true },
  'precopy-source-paused': { scenario: 'precopy', isWell: true },
  'precopy-not-autostart': { scenario: 'precopy', isWell: true },
  'precopy-activate-fails': { scenario: 'precopy', isWell: true },
  'precopy-stop-fails': { scenario: 'precopy', isWell: false },
  'precopy-save-fails': { scenario: 'precopy', isWell: false },
  'precopy-ram-fails': { scenario: 'precopy', isWell: false },
  'load-fails': { scenario: 'precopy', isWell: true },
  file: { scenario: 'precopy', isWell: true },
  postcopy: { scenario: 'postcopy', isWell: true },
  'postcopy-zero-downtime': { scenario: 'postcopy-zero-downtime', isWell: true },
  'postcopy-not-autostart': { scenario: 'postcopy', isWell: true },
  'postcopy-activate-fails': { scenario: 'postcopy', isWell: true },
  'postcopy-load-fails': { scenario: 'postcopy', isWell: true },
  'postcopy-stop-fails': { scenario: 'postcopy', isWell: false },
  'postcopy-ram-fails': { scenario: 'postcopy', isWell: false },
  'background-snapshot': { scenario: 'background-snapshot', isWell: true },
  'background-zero-downtime': { scenario: 'background-zero-downtime', isWell: true },
  'background-stop-fails': { scenario: 'background-snapshot', isWell: false },
  savevm: { scenario: 'savevm', isWell: true },
  cpr: { scenario: 'cpr', isWell: true },
  'cpr-stop-fails': { scenario: 'cpr', isWell: false },
};

/** Played, and not in the proof. */
export const UNPROVED: Readonly<Record<string, string>> = {
  'colo-checkpoint': 'begins in colo.c, which is not among the files of a tree; from 4.1 in savevm.c',
};

/** In the proof, and not played. */
const UNPLAYED: Readonly<Record<string, string>> = {
  colo: 'the harness has no COLO',
  'colo-checkpoint': 'the harness has no COLO where savevm.c begins it',
};

/** What a scenario shows when it is played. */
export interface Shown extends Fired {
  /** The destination came to its announcement. */
  readonly announces: boolean;
  /** The destination gave up with `exit`. */
  readonly exits: boolean;
}

export function shownBy(events: readonly Event[]): Shown {
  const done = marks(events);
  return {
    ...fired(events),
    announces: done.includes('destination: announce'),
    exits: done.some((mark) => mark.startsWith('destination: exit')),
  };
}

/** The same as scenarios.json has it, which is held against running elsewhere. */
export function shownByFacts({ source, destination }: Fired): Shown {
  const some = (end: string): boolean => destination.some((name) => name.endsWith(end));
  return {
    source,
    destination,
    announces: some('-announced'),
    exits: destination.length > 0 && !some('-vm-started'),
  };
}

/** What one host did in a played scenario, and what the proof calls that. */
interface Told {
  readonly claim: Claim;
  /** What fired; often is twice. */
  readonly sequence: string;
  /** It stopped in the middle of a run of the proof. */
  readonly exits: boolean;
}

/** What a played scenario shows, host by host. */
function toldBy(scenario: string, { source, destination, announces, exits }: Shown): Told[] {
  const claim = SOURCE[scenario];
  if (!claim) return [];
  const told: Told[] = [{ claim, sequence: sequence(source), exits: false }];
  if (destination.length === 0) return told;
  // The resume after postcopy has a scenario of its own, which the stream begins.
  const resumed = destination.filter((name) => name.startsWith('dst-postcopy'));
  const loaded = destination.filter((name) => !name.startsWith('dst-postcopy'));
  const isWell = announces && !exits;
  const add = (id: string, names: readonly string[], goesWell: boolean) =>
    told.push({ claim: { scenario: id, isWell: goesWell }, sequence: sequence(names), exits });
  add('load', loaded, isWell && resumed.length === 0);
  if (resumed.length > 0) add('postcopy-resume', resumed, isWell);
  return told;
}

function sequence(names: readonly string[]): string {
  return cappedAtTwo(names).join(' ') || 'nothing';
}

function sequenceOf({ fired: happened }: End): string {
  return sequence(happened.map(({ name }) => name));
}

/** All that was played of a tree, by scenario. */
export type AllShown = ReadonlyMap<string, Shown>;

/** Compares what the proof finds with what running shows. */
export class ProofAndRun {
  readonly proofs: readonly ScenarioRuns[];
  readonly #told: readonly (Told & { readonly played: string })[];

  constructor(
    files: readonly SourceFile[],
    readonly played: AllShown,
  ) {
    this.proofs = runScenarios(files, defaultRecipe.flow);
    this.#told = [...played].flatMap(([name, shown]) =>
      toldBy(name, shown).map((one) => ({ ...one, played: name })),
    );
  }

  /** Played scenarios that nothing is known of. */
  unmapped(): string[] {
    return [...this.played.keys()].filter((name) => !SOURCE[name] && !UNPROVED[name]);
  }

  /** Scenarios of the proof that could not be followed. */
  undecided(): string[] {
    return this.proofs.filter(({ undecided }) => undecided).map(({ scenario }) => scenario.id);
  }

  /** What running showed and the proof does not know. */
  unforeseen(): string[] {
    return this.#told.flatMap(({ claim, sequence: shown, exits, played }) => {
      const proof = this.proofs.find(({ scenario }) => scenario.id === claim.scenario);
      if (!proof) return [`${played}: no scenario ${claim.scenario}`];
      // Where it stops under a test of no weight, the proof has the run that goes on.
      const ends = proof.ends.filter(({ outcome }) => exits || (outcome === 'success') === claim.isWell);
      if (ends.map(sequenceOf).some((end) => end === shown || (exits && end.startsWith(`${shown} `))))
        return [];
      const known = [...new Set(ends.map(sequenceOf))].join(' | ');
      return [`${played}: ${shown}, where ${claim.scenario} has ${known}`];
    });
  }

  /** Ways to end well that the proof finds and no run showed. */
  unseen(): string[] {
    return this.proofs.flatMap(({ scenario, ends }) => {
      if (UNPLAYED[scenario.id]) return [];
      const shown = this.#told.filter(({ claim }) => claim.scenario === scenario.id && claim.isWell);
      const found = new Set(ends.filter(({ outcome }) => outcome === 'success').map(sequenceOf));
      return [...found]
        .filter((one) => !shown.some(({ sequence: other }) => other === one))
        .map((one) => `${scenario.id}: ${one}`);
    });
  }

  /** What a scenario that goes well showed. */
  shownIn(id: string): string[] {
    const shown = this.#told.filter(({ claim }) => claim.scenario === id && claim.isWell);
    return [...new Set(shown.map((one) => one.sequence))];
  }
}
