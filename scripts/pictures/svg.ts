import { xmlAttribute, xmlContent } from '../../src/commands/render/xml.js';

/** Colours that can be read on a light page and on a dark one; a viewer takes those of its reader. */
const THEME = `:root { color-scheme: light dark; --paper: #ffffff; --ink: #1b1f24; --faint: #57606a; --line: #afb8c1; --panel: #f3f5f7; --good: #1a7f37; --mark: #2f6fc4; }
@media (prefers-color-scheme: dark) { :root { --paper: #15181d; --ink: #e8eaed; --faint: #a3adb8; --line: #57606a; --panel: #1f242b; --good: #57ab5a; --mark: #6cb0ff; } }`;

/** A picture of its own, with what it shows said in words. */
export function svgPicture(
  { width, height, title, style }: { width: number; height: number; title: string; style: string },
  shapes: readonly string[],
): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${xmlAttribute(title)}">`,
    `<style>\n${THEME}\n${style}\n</style>`,
    ...shapes,
    '</svg>\n',
  ].join('\n');
}

export function svgText(x: number, y: number, content: string, className: string): string {
  return `<text x="${x}" y="${y}" class="${className}">${xmlContent(content)}</text>`;
}

export function svgBox(x: number, y: number, width: number, height: number, className: string): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" class="${className}"/>`;
}
