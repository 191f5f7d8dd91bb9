import { type Markup, markup } from './markup.js';

/** A column of a table that sorts. */
interface Column {
  readonly name: string;
  /** Numbers are sorted largest first, and stand on the right. */
  readonly numbers?: boolean;
  /** How it is sorted from the start. */
  readonly sorted?: 'ascending' | 'descending';
}

/** What a row says of itself to the filter. */
interface RowFacts {
  readonly text: string;
  readonly class?: string;
  readonly outlier?: boolean;
}

/** A table with a form above it that filters its rows. */
export interface FilteredTable {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly { readonly facts: RowFacts; readonly cells: readonly Markup[] }[];
  /** How many rows are shown before anything is asked for; null for all. */
  readonly top: number | null;
  /** What the form can choose from, and what that is called; with none it asks for text alone. */
  readonly classes: readonly string[];
  readonly classesAre: string;
  /** Tells this table's form from those of others. */
  readonly key: string;
}

/** A cell with text. */
export function textCell(content: string | Markup): Markup {
  return markup`<td>${content}</td>`;
}

/** A cell with a figure that sorts by its number, over a bar if there is one. @param value null sorts last */
export function numberCell(value: number | null, shown: string, bar?: Markup): Markup {
  return markup`<td class="number${bar && ' long'}" data-value="${value ?? -1}">${shown}${bar}</td>`;
}

/** A bar of a part of its cell. */
export function bar(kind: string, part: number): Markup {
  return markup`<span class="bar ${kind}" style="width:${(part * 100).toFixed(2)}%"></span>`;
}

/** The table and its form, which only shows when there is a script to make it work. */
export function filteredTable(table: FilteredTable): Markup {
  const { caption, columns, rows, top, key } = table;
  return markup`<div class="explorer" data-top="${top ?? ''}">
${form(table)}
<div class="wide" role="region" aria-label="${caption}" tabindex="0">
<table id="${key}">
<caption>${caption}</caption>
<thead><tr>${columns.map(heading)}</tr></thead>
<tbody>
${rows.map(({ facts, cells }) => markup`<tr ${factsOf(facts)}>${cells}</tr>\n`)}</tbody>
</table>
</div>
</div>`;
}

function factsOf({ text, class: kind, outlier }: RowFacts): Markup {
  return markup`data-text="${text.toLowerCase()}" data-class="${kind}" data-outlier="${outlier ? 'yes' : 'no'}"`;
}

function heading({ name, numbers = false, sorted }: Column): Markup {
  const order = sorted && markup` aria-sort="${sorted}"`;
  return markup`<th scope="col" class="${numbers ? 'number' : 'words'}"${order}><button type="button">${name}</button></th>`;
}

function form({ caption, rows, top, classes, classesAre, key }: FilteredTable): Markup {
  const hasOutliers = rows.some(({ facts }) => facts.outlier);
  const isCut = top !== null && rows.length > top;
  return markup`<form class="filter script-only" aria-label="Filter: ${caption}">
<label>Name <input type="search" name="text" autocomplete="off"></label>
${
  classes.length > 0 &&
  markup`<label>${classesAre} <select name="class"><option value="">all</option>${classes.map(
    (name) => markup`<option>${name}</option>`,
  )}</select></label>`
}
${hasOutliers && markup`<label><input type="checkbox" name="outliers"> only outliers</label>`}
${isCut && markup`<label><input type="checkbox" name="all"> all ${rows.length}</label>`}
<output aria-live="polite" for="${key}"></output>
</form>`;
}
