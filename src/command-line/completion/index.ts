import type { Command } from 'commander';
import { bashCompletion } from './bash.js';
import { fishCompletion } from './fish.js';
import { programWords } from './words.js';
import { zshCompletion } from './zsh.js';

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** A shell that a script can be had for. */
export type Shell = keyof typeof SCRIPTS;

/** The script that makes a shell complete a command line. */
export function completionScript(shell: Shell, root: Command): string {
  return SCRIPTS[shell](programWords(root));
}
