import type { Anchor, Checkpoint, Placement, Slot } from '../../src/catalogue/recipe.js';
import { svgBox, svgPicture, svgText } from './svg.js';

const STYLE = `text { font: 13px system-ui, sans-serif; fill: var(--ink); }
.title { font-size: 16px; font-weight: 600; }
.faint { fill: var(--faint); font-size: 12px; }
.code { font-family: ui-monospace, monospace; font-size: 12px; }
.gap { fill: var(--good); font-weight: 600; }
.paper { fill: var(--paper); }
.box { fill: var(--panel); stroke: var(--line); }
.anchor { fill: var(--paper); stroke: var(--mark); stroke-width: 2; }
.place { stroke: var(--good); stroke-width: 3; stroke-dasharray: 6 4; }
.arrow { stroke: var(--faint); stroke-width: 1.5; fill: none; }
.head { fill: var(--faint); }`;

const WIDTH = 960;
const CARD = { height: 84, distance: 16, step: 112 };
/** Characters of the smaller text that a pixel row of a card holds. */
const PER_CHARACTER = 7;

/** How a place is found, and the placements of one checkpoint as the catalogue has them. */
export function anchorPicture(checkpoint: Checkpoint): string {
  const top = 268;
  const rows = checkpoint.slots.map((slot, index) => slotRow(slot, top + 34 + index * CARD.step));
  const height = top + 34 + checkpoint.slots.length * CARD.step;
  const title = `The anchor model, and the placements of ${checkpoint.name}`;
  return svgPicture({ width: WIDTH, height, title, style: STYLE }, [
    `<rect width="${WIDTH}" height="${height}" class="paper"/>`,
    ...model(),
    svgText(20, top, `${checkpoint.name}: ${checkpoint.meaning}`, 'title'),
    svgText(
      20,
      top + 20,
      'one row a path of migration; in it the placements, newest code first: the first that holds is taken',
      'faint',
    ),
    ...rows.flat(),
  ]);
}

/** The nesting of code around an anchor, from the call up to where the place is. */
function model(): string[] {
  return [
    svgText(20, 30, 'From an anchor to a place', 'title'),
    svgBox(20, 44, 450, 186, 'box'),
    svgText(34, 64, 'function: one of the placement’s', 'faint'),
    svgBox(40, 76, 410, 100, 'box'),
    svgText(54, 96, 'guard: an if around it whose condition is known', 'faint'),
    svgBox(60, 108, 370, 56, 'box'),
    svgText(74, 128, 'its statement', 'faint'),
    svgBox(200, 118, 200, 36, 'anchor'),
    svgText(212, 140, 'anchor, e.g. a call', 'code'),
    '<line x1="60" y1="196" x2="430" y2="196" class="place"/>',
    svgText(60, 218, 'the place: a gap between two statements', 'gap'),
    '<path d="M 470 136 H 500" class="arrow"/>',
    '<path d="M 500 131 l 8 5 l -8 5 z" class="head"/>',
    svgText(524, 66, '1. anchor: must occur just as often as the placement says', 'plain'),
    svgText(524, 92, '2. climb: to its statement, its guard, or the body’s entry', 'plain'),
    svgText(524, 118, '3. glue: the error check or reset that belongs to it', 'plain'),
    svgText(524, 144, '4. side: before or after that', 'plain'),
    svgText(524, 170, '5. what else must be true: calls, helpers, conditions', 'plain'),
    svgText(524, 196, 'Whatever fails is a reason, and the next placement is tried;', 'faint'),
    svgText(524, 214, 'if none holds, all reasons are told and nothing is written.', 'faint'),
  ];
}

function slotRow({ path, placements }: Slot, y: number): string[] {
  const width = (WIDTH - 40 - CARD.distance * (placements.length - 1)) / placements.length;
  return [
    svgText(20, y + 10, path === 'any' ? 'every path' : path, 'faint'),
    ...placements.flatMap((placement, index) => {
      const x = 20 + index * (width + CARD.distance);
      return [...(index > 0 ? [arrowTo(x, y + 60)] : []), ...card(placement, Math.round(x), y + 18, width)];
    }),
  ];
}

function arrowTo(x: number, y: number): string {
  const from = Math.round(x - CARD.distance);
  return `<path d="M ${from} ${y} h 8" class="arrow"/><path d="M ${from + 8} ${y - 5} l 8 5 l -8 5 z" class="head"/>`;
}

function card(placement: Placement, x: number, y: number, width: number): string[] {
  const [first = '', ...others] = placement.functions;
  const room = Math.floor((width - 24) / PER_CHARACTER);
  return [
    svgBox(x, y, Math.round(width), CARD.height, 'box'),
    svgText(x + 12, y + 20, cut(`${first}${others.length > 0 ? ' …' : ''}`, room - 2), 'code'),
    svgText(x + 12, y + 42, cut(anchorWords(placement.anchor), room), 'plain'),
    svgText(x + 12, y + 64, cut(`${placement.side} it${climbWords(placement)}`, room), 'gap'),
  ];
}

function climbWords({ climb, glue }: Placement): string {
  const to =
    climb.to === 'guard' ? ', outside its guard' : climb.to === 'body' ? ', at the body’s entry' : '';
  return `${to}${glue ? `, and its ${glue === 'reset' ? 'reset' : 'error check'}` : ''}`;
}

function anchorWords(anchor: Anchor): string {
  switch (anchor.kind) {
    case 'call':
      return `the ${anchor.pick} call of ${anchor.names.join(', ')}`;
    case 'call-in-each-arm':
      return `a call in each arm: ${anchor.names.join(', ')}`;
    case 'store':
      return `the store into ${anchor.into.name}`;
    case 'loop':
      return `the loop that calls ${anchor.callingMember.join(', ')}`;
    case 'return':
      return `return ${anchor.text}`;
    case 'declarations':
      return 'the declarations';
    case 'end':
      return 'the end of the function';
  }
}

function cut(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, room - 1).trimEnd()}…`;
}
