import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Placement, Slot } from '../../src/catalogue/recipe.js';
import { defaultRecipe, recipes } from '../../src/catalogue/recipes.js';

/** The names of upstream's commit 3e5f3bcdc2, in the order of a migration. */
const FOURTEEN = [
  'src-downtime-start',
  'src-vm-stopped',
  'src-iterable-saved',
  'src-non-iterable-saved',
  'src-downtime-end',
  'dst-precopy-loadvm-completed',
  'dst-precopy-bh-enter',
  'dst-precopy-bh-announced',
  'dst-precopy-bh-vm-started',
  'dst-postcopy-bh-enter',
  'dst-postcopy-bh-cpu-synced',
  'dst-postcopy-bh-announced',
  'dst-postcopy-bh-cache-invalidated',
  'dst-postcopy-bh-vm-started',
];

const recipe = defaultRecipe;
const names = recipe.checkpoints.map((checkpoint) => checkpoint.name);

const slots: (Slot & { readonly of: string })[] = recipe.checkpoints.flatMap((checkpoint) =>
  checkpoint.slots.map((slot) => ({ ...slot, of: `${checkpoint.name}, ${slot.path}` })),
);
const placements: (Placement & { readonly of: string })[] = slots.flatMap((slot) =>
  slot.placements.map((placement) => ({ ...placement, of: `${slot.of}: ${placement.id}` })),
);

const unique = (all: readonly string[]): boolean => new Set(all).size === all.length;

describe('the catalogue', () => {
  it('has upstream’s fourteen names', () => {
    expect(names).toEqual(FOURTEEN);
  });

  it('names each recipe once', () => {
    expect(unique(recipes.map((one) => one.name))).toBe(true);
  });

  it('names commits in full', () => {
    for (const id of [recipe.commit, ...recipe.fixes.map((fix) => fix.commit)])
      expect(id).toMatch(/^[0-9a-f]{40}$/);
  });

  it('tells the side in the name', () => {
    for (const { name, side } of recipe.checkpoints)
      expect(name.startsWith(side === 'source' ? 'src-' : 'dst-')).toBe(true);
  });

  it('knows for every checkpoint the placement that is upstream’s', () => {
    for (const { name, slots: own, upstream, upstreamPlacement } of recipe.checkpoints) {
      const placement = own.flatMap((slot) => slot.placements).find(({ id }) => id === upstreamPlacement);
      expect(upstream, name).toMatch(new RegExp(`^${placement?.functions[0]}, `));
    }
  });

  it('names the commits of its series in full, in order, as git describe does', () => {
    const counts = recipe.precededBy.map(({ commit, describe: described }) => {
      expect(commit).toMatch(/^[0-9a-f]{40}$/);
      const [, count, id] = /^v\d+\.\d+\.\d+-(\d+)-g([0-9a-f]{10})$/.exec(described) ?? [];
      expect(commit.slice(0, 10)).toBe(id);
      return Number(count);
    });
    expect(counts).toEqual([...counts].sort((one, other) => one - other));
  });

  it('words what goes into commit messages in ASCII', () => {
    for (const { why } of placements) expect(why).toMatch(/^[ -~]+$/);
  });

  it('says of every checkpoint what it means and where upstream has it', () => {
    for (const { meaning, upstream } of recipe.checkpoints) {
      expect(meaning).not.toBe('');
      expect(upstream).not.toBe('');
    }
  });

  it('lists every fix at its checkpoint, and no other', () => {
    const listed = recipe.checkpoints.flatMap((one) =>
      one.changedBy.map((commit) => `${one.name} ${commit}`),
    );
    expect(listed.sort()).toEqual(
      recipe.fixes.map((fix) => `${fix.checkpoint} ${fix.commit.slice(0, 10)}`).sort(),
    );
  });

  it('gives a reason wherever a checkpoint may not apply', () => {
    for (const { slots: own, notApplicable } of recipe.checkpoints) {
      if (own.every((slot) => slot.signs.length > 0)) expect(notApplicable).toBeTruthy();
    }
  });
});

describe('the order', () => {
  it('is one of known names', () => {
    for (const pair of recipe.order) for (const name of pair) expect(names).toContain(name);
  });

  it('has no circle', () => {
    const later = (from: string, seen: readonly string[]): void => {
      expect(seen).not.toContain(from);
      for (const [earlier, next] of recipe.order) if (earlier === from) later(next, [...seen, from]);
    };
    for (const name of names) later(name, []);
  });

  it('stays on one side', () => {
    for (const [earlier, later] of recipe.order) expect(earlier.slice(0, 3)).toBe(later.slice(0, 3));
  });
});

describe('the misspellings', () => {
  it('lead from unknown names to known ones', () => {
    for (const [wrong, right] of Object.entries(recipe.misspellings)) {
      expect(names).not.toContain(wrong);
      expect(names).toContain(right);
    }
  });
});

describe('the templates', () => {
  const { call, event } = recipe;

  it.each([call.template, call.guarded, event.template, event.section])('%s exists', (name) => {
    expect(existsSync(new URL(`../../templates/${name}`, import.meta.url))).toBe(true);
  });
});

describe('the slots', () => {
  it('are one a path for each checkpoint', () => {
    for (const checkpoint of recipe.checkpoints)
      expect(unique(checkpoint.slots.map((slot) => slot.path))).toBe(true);
  });

  it.each(slots)('$of: names functions, and every placement once', ({ functions, placements: own }) => {
    expect(functions.length).toBeGreaterThan(0);
    expect(unique(functions)).toBe(true);
    expect(own.length).toBeGreaterThan(0);
    expect(unique(own.map((placement) => placement.id))).toBe(true);
  });

  it.each(slots)('$of: looks only in its own functions, helpers apart', ({ functions, placements: own }) => {
    for (const placement of own) {
      if (placement.helper) continue;
      for (const name of placement.functions) expect(functions).toContain(name);
    }
  });
});

describe('the placements', () => {
  it.each(placements)('$of: says why', ({ why }) => {
    expect(why).not.toBe('');
  });

  it.each(placements)('$of: names what it looks for as identifiers', (placement) => {
    const { anchor } = placement;
    const words = [
      ...placement.functions,
      ...(placement.requires ?? []),
      ...(placement.evidence ?? []),
      ...(placement.hoistInto ?? []),
      ...('names' in anchor ? anchor.names : []),
      ...('callingMember' in anchor ? anchor.callingMember : []),
      ...('into' in anchor ? [anchor.into.name] : []),
    ];
    for (const word of words) expect(word).toMatch(/^[A-Za-z_]\w*$/);
  });

  it.each(placements.filter((placement) => placement.climb.to === 'guard'))(
    '$of: matches whole conditions',
    ({ climb }) => {
      for (const condition of climb.to === 'guard' ? climb.conditions : [])
        expect(condition.source).toMatch(/^\^.*\$$/);
    },
  );

  it.each(placements.filter((placement) => placement.under !== undefined))(
    '$of: needs the names of its condition',
    ({ under }) => {
      expect(under?.condition.match(/[A-Za-z_]\w*/g)).toEqual(under?.declares);
    },
  );

  it.each(placements.filter((placement) => placement.anchor.kind === 'return'))(
    '$of: stands before the return',
    ({ side }) => {
      expect(side).toBe('before');
    },
  );
});

describe('the older tracepoint', () => {
  const renames = placements.flatMap((placement) => (placement.renames ? [placement.renames] : []));

  it('has one string for each of its five checkpoints', () => {
    const own = recipe.checkpoints.flatMap((one) => {
      const found = one.slots.flatMap((slot) =>
        slot.placements.map((placement) => placement.renames?.argument),
      );
      return found.some((argument) => argument !== undefined) ? [new Set(found)] : [];
    });
    expect(own.map((strings) => strings.size)).toEqual([1, 1, 1, 1, 1]);
    expect(new Set(renames.map((rename) => rename.argument)).size).toBe(5);
  });

  it('is the event that is removed', () => {
    for (const { call } of renames) expect(call).toBe(`trace_${recipe.event.removes?.name}`);
    expect(recipe.event.removes?.line.startsWith(`${recipe.event.removes.name}(`)).toBe(true);
  });
});
