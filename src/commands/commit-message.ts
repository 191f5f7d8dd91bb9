import { readUpstreamCommit } from '../git/upstream-commit.js';
import type { Plan } from '../port/plan.js';
import { fill } from '../port/templates.js';

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
  const body =
    upstream?.message.trimEnd() ??
    fill('commit-message.txt', { SUBJECT: recipe.subject }).join('\n').trimEnd();
  const sites = plan.verdicts.flatMap((verdict) =>
    verdict.sites.map((site) => `  ${verdict.name}: ${site.function}, ${site.why}`),
  );
  const note = fill('commit-note.txt', { CALLS: String(sites.length), SITES: sites.join('\n') }).join('\n');
  const separator = /\n[A-Z][\w-]*: .*$/.test(body) ? '\n' : '\n\n';
  return {
    message: `${body}${separator}(cherry picked from commit ${recipe.commit})\n${note}\n`,
    ...(upstream ? { author: upstream.author } : {}),
  };
}
