import { patchName } from '../../patch/patch-name.js';
import { quiltPatch, seriesLine } from '../../patch/quilt.js';
import { originKind } from '../../provenance/message.js';
import type { PatchFormat } from './patch-form.js';

const FOLDER = 'debian/patches';

/** A patch for `debian/patches`, and the line for its series. */
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
  return {
    files: [
      { path: `${name}/${FOLDER}/${patch}`, bytes },
      { path: `${name}/${FOLDER}/series`, bytes: Buffer.from(seriesLine(patch)) },
    ],
    notes: [`the line for ${FOLDER}/series is: ${patch}`],
  };
};
