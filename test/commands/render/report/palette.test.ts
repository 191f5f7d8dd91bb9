import { describe, expect, it } from 'vitest';
import { colourRules, DARK, LIGHT, SLICE_COLOURS } from '../../../../src/commands/render/report/palette.js';

/** WCAG 2.2, relative luminance and contrast. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe('the colours', () => {
  it('measure as WCAG does', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });

  it.each(Object.entries(SLICE_COLOURS))(
    'of %s bears white text and shows on both backgrounds',
    (_, colour) => {
      expect(contrast(colour, '#ffffff')).toBeGreaterThanOrEqual(4.5);
      for (const { paper } of [LIGHT, DARK]) expect(contrast(colour, paper)).toBeGreaterThanOrEqual(3);
    },
  );

  it.each([
    ['light', LIGHT],
    ['dark', DARK],
  ])('of the %s theme make text readable', (_, { paper, panel, ink, faint }) => {
    for (const text of [ink, faint])
      for (const behind of [paper, panel]) expect(contrast(text, behind)).toBeGreaterThanOrEqual(4.5);
  });

  it('are light in print whatever the theme', () => {
    expect(colourRules().text).toMatch(/@media print \{ :root \{ color-scheme: light; --paper: #ffffff;/);
  });
});
