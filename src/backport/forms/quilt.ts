import { patchName } from '../../patch/patch-name.js';
import { quiltPatch } from '../../patch/quilt.js';
import { mendSubject } from '../../provenance/mend-text.js';
import { originKind } from '../../provenance/message.js';
import type { PatchFormat } from './patch-form.js';

/** Patches for `debian/patches`, one a commit, named in the series there. */
export const quilt: PatchFormat = ({ name, commits, date }) =>
  commits.map(({ facts, files, description, author }) => {
    const { commit, release } = facts.recipe;
    // Beside the patch that it mends it needs another name, whatever text the user gives it.
    const subject = facts.mend ? mendSubject(facts, facts.mend) : facts.recipe.subject;
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
