import { patchName } from '../../patch/patch-name.js';
import { quiltPatch } from '../../patch/quilt.js';
import { originKind } from '../../provenance/message.js';
import type { PatchFormat } from './patch-form.js';

/** A patch for `debian/patches`, named in the series there. */
export const quilt: PatchFormat = ({ name, facts, files, description, author, date }) => {
  const { commit, release, subject } = facts.recipe;
  const patch = patchName(subject);
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
  return { folder: name, name: patch, bytes, inSeries: true, notes: [] };
};
