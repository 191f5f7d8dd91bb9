import { meantNames } from '../near-names.js';
import { reportProblems } from '../problem/report-problems.js';
import { FIGURES, type Figure } from '../report/figures.js';
import { exitCode } from './exit-code.js';
import { namedOutputs, writeOutputs } from './named-outputs.js';
import { requireOutput } from './result.js';

/** In columns. */
const WIDTH = 80;

/**
 * `report --explain`: what the figures of a report contain and what not; of one figure, or of all.
 * @returns the exit code
 * @throws WrongUsage `no-such-figure`, `output-unfit`
 */
export function explainFigures(what: string | true, output: readonly string[]): number {
  const ids = FIGURES.map(({ id }) => id);
  if (what !== true && !ids.includes(what))
    throw reportProblems.noSuchFigure(what, ids, meantNames(what, ids));
  const outputs = namedOutputs(output, 'text', ['text']);
  for (const { path } of outputs) requireOutput(path);
  const chosen = FIGURES.filter(({ id }) => what === true || id === what);
  writeOutputs(outputs, undefined, () => chosen.map(figureText).join('\n'));
  return exitCode.done;
}

function figureText({ id, title, contains, leavesOut }: Figure): string {
  return [
    `${id}: ${title}`,
    ...folded(contains),
    ...(leavesOut === undefined ? [] : folded(`Not in it: ${leavesOut}`)),
    '',
  ].join('\n');
}

/** Words in indented lines. */
function folded(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length + 3 > WIDTH) {
      lines.push(`  ${line}`);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, `  ${line}`];
}
