import { type Markup, markup } from './markup.js';

/** A part of the picture, of which others follow below. */
export interface Panel {
  readonly height: number;
  readonly markup: Markup;
}

export const WIDTH = 960;

/** Text of a class or two. */
export function text(x: number, y: number, content: string, classes = 'plain'): Markup {
  return markup`<text x="${rounded(x)}" y="${rounded(y)}" class="${classes}">${content}</text>`;
}

/** Two digits are a hundredth of a pixel. */
export function rounded(length: number): number {
  return Math.round(length * 100) / 100;
}
