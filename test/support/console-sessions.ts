import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { shell } from './run-cli.js';

/** A command that a page shows, with what it prints. */
interface ShownCommand {
  readonly command: string;
  readonly lines: readonly string[];
}

const ROOT = join(import.meta.dirname, '../..');

/** The pages that show sessions, by their paths from the top folder. */
export const PAGES_WITH_SESSIONS = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).map((name) => `docs/${name}`),
]
  .filter((name) => name.endsWith('.md'))
  .sort();

/**
 * The sessions of a page: its blocks that are marked as such.
 * @param mark what stands behind the three backticks: `console` for what needs no more than this repository has,
 *   `console sources` for what is shown on QEMU's sources
 */
export function sessionsOf(page: string, mark: 'console' | 'console sources'): ShownCommand[][] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(/^```(console[^\n]*)\n([\s\S]*?)^```$/gm)]
    .filter(([, language]) => language === mark)
    .map(([, , session = '']) => commandsIn(session));
}

function commandsIn(session: string): ShownCommand[] {
  const [before, ...commands] = session.split(/^\$ /m);
  if (before !== '') throw new Error(`a session begins with no command: ${before}`);
  return commands.map((shown) => {
    const [command = '', ...lines] = shown.replace(/\n$/, '').split('\n');
    return { command, lines };
  });
}

/** A page calls the program by its name; the shell has it in its arguments. */
const PROGRAM_BY_NAME = `p=("$@"); qemu-downtime() { "\${p[@]}" "$@"; }`;

/** Runs the commands of sessions one after the other, and expects of each what is shown. */
export async function expectAsShown(
  sessions: readonly (readonly ShownCommand[])[],
  folder: string,
): Promise<void> {
  let code = 0;
  for (const { command, lines } of sessions.flat()) {
    // As in one terminal: both streams together, and `$?` is of the command before.
    const line = `${PROGRAM_BY_NAME}; exec 2>&1; (exit ${code}); ${command}`;
    const run = await shell(line, [], { cwd: folder, env: GIT_USER });
    code = run.code ?? 1;
    // Blanks at the ends of lines are lost in editors.
    const printed = run.stdout.replace(/ +$/gm, '').replace(/\n+$/, '\n');
    if (patternOf(lines).test(printed)) continue;
    expect([`$ ${command}`, ...printed.split('\n').slice(0, -1)]).toEqual([`$ ${command}`, ...lines]);
  }
}

/** Commits of a page have the ids that it shows. */
const GIT_USER = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Una Maintainer',
  GIT_AUTHOR_EMAIL: 'una@example.org',
  GIT_AUTHOR_DATE: '2026-01-02T03:04:05Z',
  GIT_COMMITTER_NAME: 'Una Maintainer',
  GIT_COMMITTER_EMAIL: 'una@example.org',
  GIT_COMMITTER_DATE: '2026-01-02T03:04:05Z',
};

/** A line that is nothing but an ellipsis stands for any lines, an ellipsis in a line for any text. */
function patternOf(lines: readonly string[]): RegExp {
  const parts = lines.map((line) =>
    line.trim() === '…' ? '(?:.*\\n)*?' : `${line.trimEnd().split('…').map(escaped).join('.*')}\\n`,
  );
  return new RegExp(`^${parts.join('')}$`);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
