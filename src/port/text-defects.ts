import { lineEndings } from '../csource/lines.js';
import { byteDefect, isParsed, type SourceFile } from '../csource/source-file.js';
import { placeAt } from '../placement/place-at.js';
import type { ReadTexts, TreeTexts } from '../placement/sources.js';
import { placementProblems } from '../problem/placement-problems.js';
import type { Problem } from '../problem/problem.js';
import { sourceDefect } from '../problem/source-problems.js';

/** What makes a file unfit for editing. */
export function defectProblems(read: ReadTexts): Problem[] {
  const files = [read.sources.migration, read.sources.savevm];
  const problems = files.flatMap(({ defect, path, lines }) =>
    defect ? [sourceDefect(defect.kind, { file: path, line: lines.numberAt(defect.offset) })] : [],
  );
  const { events } = read;
  const defect = byteDefect(events.text);
  if (defect) {
    const line = events.text.slice(0, defect.offset).split('\n').length;
    problems.push(sourceDefect(defect.kind, { file: events.path, line }));
  }
  return problems;
}

/** Files that mix line ends: worth saying, no reason to refuse. */
export function endingNotes(texts: TreeTexts): string[] {
  return [texts.migration, texts.savevm, texts.events].flatMap(({ path, text }) =>
    lineEndings(text) === 'mixed'
      ? [`${path} mixes LF and CRLF line ends; new lines end as their neighbours do`]
      : [],
  );
}

/**
 * A function that parsed before the port must parse after it, and none is gained or lost but those that it brings.
 */
export function newBlemishes(
  before: ReadTexts,
  after: ReadTexts,
  brought: readonly string[] = [],
): Problem[] {
  const problems: Problem[] = [];
  for (const role of ['migration', 'savevm'] as const) {
    const [old, now] = [before.sources[role], after.sources[role]];
    if (now.defect) problems.push(sourceDefect(now.defect.kind, placeAt(now, now.defect.offset)));
    const isNew = ({ name }: { name: string }): boolean =>
      brought.includes(name) && old.definitions(name).length === 0;
    const kept = now.functions.filter((span) => !isNew(span));
    if (old.functions.length !== kept.length) problems.push(placementProblems.notParsed({ file: now.path }));
    problems.push(...blemishesIn(old, now, kept), ...blemishesIn(old, now, now.functions.filter(isNew)));
  }
  return problems;
}

function blemishesIn(old: SourceFile, now: SourceFile, spans: SourceFile['functions']): Problem[] {
  return spans.flatMap((span, index) => {
    const was = old.functions[index];
    const same = was && old.slice({ start: was.start, end: was.end }) === now.slice(span);
    if (same) return [];
    const result = now.parse(span);
    return isParsed(result) ? [] : [placementProblems.notParsed(placeAt(now, result.offset))];
  });
}
