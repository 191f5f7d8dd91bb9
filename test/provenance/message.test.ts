import { execFileSync } from 'node:child_process';
import { describe, expect, it, vi } from 'vitest';
import { commitMessage } from '../../src/commands/commit-message.js';
import { withSignOff } from '../../src/git/sign-off.js';
import { readUpstreamCommit } from '../../src/git/upstream-commit.js';
import { planned } from '../support/ported-tree.js';
import { treeOf62 } from '../support/small-tree.js';

vi.mock('../../src/git/upstream-commit.js', () => ({ readUpstreamCommit: vi.fn() }));

const author = { name: 'Peter', email: 'peter@example.org', date: '1698683626 -0400' };
const TEXT = 'migration: Add tracepoints for downtime checkpoints\n\nText.\n\nReviewed: that is text.\nMore.';
const TRAILERS =
  'Reviewed-by: Ann <ann@example.org>\n[ann: a comment]\nSigned-off-by: Peter <peter@example.org>';

describe('commitMessage', () => {
  it.each([
    ['trailers', `${TEXT}\n\n${TRAILERS}\n`],
    ['no trailers', `${TEXT}\n`],
  ])('of upstream’s message with %s: text, note, one block of trailers', async (what, message) => {
    const commit = { tree: '', parents: [], author, committer: author, message };
    vi.mocked(readUpstreamCommit).mockResolvedValue(commit);
    const made = await commitMessage('/repository', planned(treeOf62), false);
    expect(made.author).toEqual(author);
    const signed = withSignOff(made.message, { name: 'Una', email: 'una@example.org' });
    const paragraphs = signed.trimEnd().split('\n\n');
    const origin = '(cherry picked from commit 3e5f3bcdc281fed483b5bbe72050b63d4b41abf5)';
    const upstreams = what === 'trailers' ? `${TRAILERS}\n` : '';
    expect(paragraphs.at(-1)).toBe(`${upstreams}${origin}\nSigned-off-by: Una <una@example.org>`);
    expect(paragraphs.at(-2)).toMatch(/^\[qemu-downtime: [\s\S]*\]$/);
    expect(paragraphs.slice(0, -2).join('\n\n')).toBe(TEXT);
    const read = execFileSync('git', ['interpret-trailers', '--parse'], { input: signed, encoding: 'utf8' });
    expect(read).toContain('Signed-off-by: Una <una@example.org>');
    expect(read.includes('Reviewed-by: Ann')).toBe(what === 'trailers');
  });
});
