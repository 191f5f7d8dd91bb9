import { splitTrailers } from '../git/sign-off.js';
import { readUpstreamCommit } from '../git/upstream-commit.js';
import type { Plan, Verdict } from '../port/port-result.js';
import { fill } from '../port/templates.js';
import { addedCalls, countCalls } from './added-calls.js';
import { carriedFixes, fixText } from './carried-fixes.js';
import { amountText } from './render/amount.js';
import { fileChanges } from './tree-texts.js';

/** Git shows messages indented by four; checkpatch asks for lines of at most 75. */
const WIDTH = 72;

/**
 * The message of a port's commit: upstream's own with its author where the repository holds upstream's commit,
 * else ours; then a note where each call of this commit went; then the trailers, with where it comes from.
 * @param fixes whether the later corrections were asked for
 */
export async function commitMessage(
  root: string,
  plan: Plan,
  fixes: boolean,
): Promise<{ message: string; author?: { name: string; email: string; date: string } | undefined }> {
  const { recipe } = plan;
  const upstream = await readUpstreamCommit(root, recipe.commit);
  const ours = fill('commit-message.txt', { SUBJECT: recipe.subject }).join('\n');
  const { text, trailers } = splitTrailers(upstream?.message ?? ours);
  const origin = `(cherry picked from commit ${recipe.commit})`;
  return {
    message: `${text}\n\n${note(plan, fixes)}\n\n${trailers === '' ? '' : `${trailers}\n`}${origin}\n`,
    ...(upstream ? { author: upstream.author } : {}),
  };
}

/** What this commit adds, in brackets as those write who port. */
function note(plan: Plan, fixes: boolean): string {
  const added = addedCalls(plan);
  const paths = fileChanges(plan.files).map(({ path }) => path);
  const chosen = plan.verdicts.filter(({ status }) => status !== 'skipped').length;
  const all = plan.verdicts.length;
  const part = chosen < all ? `\n${chosen} of the ${all} checkpoints, ` : ' ';
  const carried = fixes ? carriedFixes(plan.recipe, added) : [];
  const lines = [
    ...added.map(siteLines),
    ...(carried.length > 0 ? ['Carried as well (--fixes):', ...carried.map((fix) => fixText(fix))] : []),
  ];
  const filled = fill('commit-note.txt', {
    AMOUNT: `${part}${amountText(countCalls(added), paths)}.`,
    LINES: lines.map((line) => `\n${line}`).join(''),
  });
  return filled.join('\n');
}

function siteLines({ name, sites }: Verdict): string {
  const lines = [`  ${name}:`];
  for (const fn of sites.map((site) => site.function)) {
    const last = lines.at(-1) ?? '';
    if (last.length + fn.length + 2 <= WIDTH) lines[lines.length - 1] = `${last} ${fn}`;
    else lines.push(`    ${fn}`);
  }
  return lines.join('\n');
}
