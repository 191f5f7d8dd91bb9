import { counted } from '../counted.js';
import { changesOf, type TextChange } from './text-change.js';
import { countDiff, type DiffCount } from './unified-diff.js';

/** As wide as mails are. */
const WIDTH = 72;
/** ` `, ` | ` and the two blanks around the number. */
const FRAME = 6;
const LEAST_GRAPH = 6;

/** The lines ` path | 3 ++-` and their sum, as `git diff --stat=72` prints them; '' without a change. */
export function diffstat(files: readonly TextChange[]): string {
  const counts = changesOf(files).map((file) => ({ path: file.path, ...countDiff(file) }));
  if (counts.length === 0) return '';
  const most = Math.max(...counts.map(({ insertions, deletions }) => insertions + deletions));
  const digits = String(most).length;
  const widths = columnWidths(Math.max(...counts.map(({ path }) => path.length)), digits, most);
  const rows = counts.map((count) => {
    const name = shorten(count.path, widths.name).padEnd(widths.name);
    const number = String(count.insertions + count.deletions).padStart(digits);
    return ` ${name} | ${number} ${graph(count, widths.graph, most)}\n`;
  });
  return `${rows.join('')}${summary(counts)}`;
}

/** Room for names and for signs: where it is short, the signs give way down to 3/8, then the names. */
function columnWidths(longest: number, digits: number, most: number): { name: number; graph: number } {
  if (longest + digits + FRAME + most <= WIDTH) return { name: longest, graph: most };
  const share = Math.max(Math.floor((WIDTH * 3) / 8) - digits - FRAME, LEAST_GRAPH);
  const room = WIDTH - digits - FRAME;
  const graph = Math.min(most, share);
  return longest > room - graph ? { name: room - graph, graph } : { name: longest, graph: room - longest };
}

/** Names that are too long lose their beginning, down to a slash if there is one left. */
function shorten(path: string, width: number): string {
  if (path.length <= width) return path;
  const tail = path.slice(path.length - (width - 3));
  const slash = tail.indexOf('/');
  return `...${slash < 0 ? tail : tail.slice(slash)}`;
}

function graph({ insertions, deletions }: DiffCount, width: number, most: number): string {
  let [plus, minus] = [insertions, deletions];
  if (width <= most) {
    const scaled = (count: number): number =>
      count === 0 ? 0 : 1 + Math.floor((count * (width - 1)) / most);
    const least = plus > 0 && minus > 0 ? 2 : 0;
    const total = Math.max(scaled(plus + minus), least);
    // The smaller one is scaled, so that it never vanishes.
    if (plus < minus) [plus, minus] = [scaled(plus), total - scaled(plus)];
    else [plus, minus] = [total - scaled(minus), scaled(minus)];
  }
  return '+'.repeat(plus) + '-'.repeat(minus);
}

function summary(counts: readonly DiffCount[]): string {
  const sum = (of: keyof DiffCount): number => counts.reduce((total, count) => total + count[of], 0);
  const [plus, minus] = [sum('insertions'), sum('deletions')];
  return ` ${[
    `${counted(counts.length, 'file')} changed`,
    ...(plus > 0 || minus === 0 ? [`${counted(plus, 'insertion')}(+)`] : []),
    ...(minus > 0 || plus === 0 ? [`${counted(minus, 'deletion')}(-)`] : []),
  ].join(', ')}\n`;
}
