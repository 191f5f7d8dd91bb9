import { xmlContent } from '../../src/commands/render/xml.js';
import { svgPicture } from './svg.js';
import { type Piece, terminalLines } from './terminal-text.js';

const CHARACTER = 7.8;
const LINE = 18;
const MARGIN = 18;
const BAR = 30;

// A terminal is dark whatever the page around it is, so it needs a frame on a dark one.
const STYLE = `.screen { fill: #161b22; stroke: #444c56; }
text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: #d1d7e0; white-space: pre; }
.strong { fill: #ffffff; font-weight: 700; }
.dim { fill: #9198a1; }
.good { fill: #57ab5a; }
.bad { fill: #ff7b72; }
.prompt { fill: #6cb0ff; }`;

/** A command as it was typed, with what it wrote to the terminal. */
export interface TerminalRun {
  readonly command: string;
  readonly written: string;
}

/** A terminal in which commands were run, one after the other. */
export function terminalPicture(title: string, columns: number, runs: readonly TerminalRun[]): string {
  const lines = runs.flatMap(({ command, written }) => [
    [
      { className: 'prompt', text: '$ ' },
      { className: 'strong', text: command },
    ],
    ...outputLines(written).flatMap((line) => wrapped(line, columns)),
  ]);
  const longest = Math.max(...lines.map((line) => lengthOf(line)));
  const width = Math.ceil(longest * CHARACTER + 2 * MARGIN);
  const height = BAR + lines.length * LINE + MARGIN;
  return svgPicture({ width, height, title, style: STYLE }, [
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" class="screen"/>`,
    ...['#ff7b72', '#d29922', '#57ab5a'].map(
      (colour, index) => `<circle cx="${MARGIN + index * 18}" cy="17" r="5" fill="${colour}"/>`,
    ),
    ...lines.flatMap((line, index) =>
      lengthOf(line) === 0 ? [] : [lineAt(BAR + (index + 1) * LINE - 4, line)],
    ),
  ]);
}

interface ClassedPiece {
  readonly className: string;
  readonly text: string;
}

function outputLines(written: string): ClassedPiece[][] {
  const text = written.replace(/(?:\r*\n)+$/, '');
  return text === '' ? [] : terminalLines(text).map((pieces) => pieces.map(classed));
}

/** A line as a terminal breaks it that has no more columns. */
function wrapped(line: readonly ClassedPiece[], columns: number): ClassedPiece[][] {
  const rows: ClassedPiece[][] = [[]];
  let room = columns;
  for (const { className, text } of line) {
    let rest = [...text];
    while (rest.length > 0) {
      if (room === 0) {
        rows.push([]);
        room = columns;
      }
      const part = rest.slice(0, room);
      rows.at(-1)?.push({ className, text: part.join('') });
      rest = rest.slice(room);
      room -= part.length;
    }
  }
  return rows;
}

function classed({ look, text }: Piece): ClassedPiece {
  return { className: look, text };
}

function lengthOf(line: readonly ClassedPiece[]): number {
  return line.reduce((sum, { text }) => sum + [...text].length, 0);
}

/** The length is given, so that columns stand under each other in whatever font a reader has. */
function lineAt(y: number, line: readonly ClassedPiece[]): string {
  const spans = line.map(({ className, text }) =>
    className === 'plain' ? xmlContent(text) : `<tspan class="${className}">${xmlContent(text)}</tspan>`,
  );
  const length = Math.round(lengthOf(line) * CHARACTER * 10) / 10;
  return `<text x="${MARGIN}" y="${y}" xml:space="preserve" textLength="${length}" lengthAdjust="spacingAndGlyphs">${spans.join('')}</text>`;
}
