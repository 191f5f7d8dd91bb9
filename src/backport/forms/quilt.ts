import { patchName } from '../../patch/patch-name.js';
import { quiltPatch } from '../../patch/quilt.js';
import { originKind } from '../../provenance/message.js';
import type { PatchFormat } from './patch-form.js';

/** Patches for `debian/patches`, one a commit, named in the series there. */
export const quilt: PatchFormat = ({ name, commits, date }) =>
  commits.map(({ facts, files, description, author }) => {
    const { commit, release, subject } = facts.recipe;
    const bytes = quiltPatch({
      description,
      origin: originKind(facts),
      commit,
      author,
      appliedUpstream: release,
      lastUpdate: date,
      forwarded: 'not-needed',
      files,
    });
    return { folder: name, name: patchName(subject), bytes, inSeries: true, notes: [] };
  });
