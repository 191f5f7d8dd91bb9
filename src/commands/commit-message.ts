import { readUpstreamCommit } from '../git/upstream-commit.js';
import type { Plan, Verdict } from '../port/port-result.js';
import { fill } from '../port/templates.js';

/** Git shows messages indented by four; checkpatch asks for lines of at most 75. */
const WIDTH = 72;

/**
 * The message of a port's commit: upstream's own with its author where the repository holds upstream's commit,
 * else ours; then where it comes from and where each call went.
 */
export async function commitMessage(
  root: string,
  plan: Plan,
): Promise<{ message: string; author?: { name: string; email: string; date: string } | undefined }> {
  const { recipe } = plan;
  const upstream = await readUpstreamCommit(root, recipe.commit);
  const ours = fill('commit-message.txt', { SUBJECT: recipe.subject }).join('\n');
  const body = (upstream?.message ?? ours).trimEnd();
  const placed = plan.verdicts.filter((verdict) => verdict.sites.length > 0);
  const calls = placed.reduce((sum, verdict) => sum + verdict.sites.length, 0);
  const note = fill('commit-note.txt', {
    CALLS: String(calls),
    SITES: placed.map(siteLines).join('\n'),
  }).join('\n');
  // The line belongs to the trailers where the message ends with some.
  const separator = /\n[A-Z][\w-]*: .*$/.test(body) ? '\n' : '\n\n';
  return {
    message: `${body}${separator}(cherry picked from commit ${recipe.commit})\n${note}\n`,
    ...(upstream ? { author: upstream.author } : {}),
  };
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
