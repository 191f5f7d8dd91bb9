import { xmlAttribute } from '../xml.js';

/** Text of SVG or HTML in which everything from outside is escaped; made by {@link markup} alone. */
export class Markup {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

/** What may stand in a hole of {@link markup}; what is absent leaves it empty. */
type Hole = string | number | Markup | null | undefined | false | readonly Hole[];

/**
 * Fills a template of SVG or HTML. Text is escaped, so that a name from a log can end neither an element nor an attribute;
 * attributes have to be in double quotes.
 */
export function markup(texts: TemplateStringsArray, ...holes: readonly Hole[]): Markup {
  return new Markup(texts.reduce((whole, text, index) => `${whole}${filled(holes[index - 1])}${text}`));
}

function filled(hole: Hole): string {
  if (hole === null || hole === undefined || hole === false) return '';
  if (hole instanceof Markup) return hole.text;
  if (typeof hole === 'string') return xmlAttribute(hole);
  return typeof hole === 'number' ? String(hole) : hole.map(filled).join('');
}
