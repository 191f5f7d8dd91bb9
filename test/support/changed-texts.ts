import type { TreeTexts } from '../../src/placement/sources.js';

/** Which of a tree's three files. */
export type Role = keyof TreeTexts;

/** The texts with another text for one file. */
export function withText(texts: TreeTexts, role: Role, text: string): TreeTexts {
  return { ...texts, [role]: { ...texts[role], text } };
}

/** Replaces text that is in one of the files exactly once. */
export function changedTexts(texts: TreeTexts, role: Role, from: string, to: string): TreeTexts {
  return withText(texts, role, replacedOnce(texts[role].text, from, to, role));
}

/** Replaces text that is in one function exactly once. */
export function changedIn(texts: TreeTexts, role: Role, fn: string, from: string, to: string): TreeTexts {
  const { text } = texts[role];
  const { start, end } = definitionOf(text, fn);
  const changed = replacedOnce(text.slice(start, end), from, to, fn);
  return withText(texts, role, text.slice(0, start) + changed + text.slice(end));
}

/** Takes a function out of a file. */
export function withoutFunction(texts: TreeTexts, role: Role, fn: string): TreeTexts {
  const { text } = texts[role];
  const { start, end } = definitionOf(text, fn);
  return withText(texts, role, text.slice(0, start) + text.slice(end));
}

/** The statement that is a checkpoint's call. */
export function call(name: string): string {
  return `trace_vmstate_downtime_checkpoint("${name}");`;
}

/** Takes the line of a checkpoint's call out, which is in the file once. */
export function withoutCall(texts: TreeTexts, role: Role, name: string): TreeTexts {
  const { text } = texts[role];
  const line = new RegExp(`^[ \\t]*${call(name).replace(/[()]/g, '\\$&')}\\n`, 'gm');
  const found = [...text.matchAll(line)];
  if (found.length !== 1) throw new Error(`${found.length} calls for ${name} in ${role}`);
  return withText(texts, role, text.replace(line, ''));
}

/** From the line of a function's name to the brace in the first column. */
function definitionOf(text: string, fn: string): { start: number; end: number } {
  const head = new RegExp(`^(?:\\w[\\w *]*[\\s*])?${fn}\\([^;{}]*\\)\\s*\\{`, 'm').exec(text);
  if (!head) throw new Error(`no function ${fn}`);
  return { start: head.index, end: text.indexOf('\n}', head.index) + 2 };
}

function replacedOnce(text: string, from: string, to: string, where: string): string {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`"${from}" is ${parts.length - 1} times in ${where}`);
  return parts.join(to);
}
