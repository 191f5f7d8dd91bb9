import type { FilesReporter, Reporter } from './reporter.js';

/** The forms of a report; each is loaded when it is asked for. */
const reporters = {
  text: async () => (await import('./text.js')).text,
  json: async () => (await import('./json.js')).json,
  csv: async () => (await import('./csv.js')).csv,
  markdown: async () => (await import('./markdown.js')).markdown,
  svg: async () => (await import('./svg.js')).svg,
  html: async () => (await import('./html.js')).html,
  openmetrics: async () => (await import('./openmetrics.js')).openmetrics,
} as const satisfies Record<string, () => Promise<Reporter>>;

/** The forms that are several files. */
const filesReporters = {
  perfetto: async () => (await import('./perfetto.js')).perfetto,
} as const satisfies Record<string, () => Promise<FilesReporter>>;

/** The name of a form. */
export type ReportFormat = keyof typeof reporters | keyof typeof filesReporters;

/** All of them. */
export const reportFormats = [...Object.keys(reporters), ...Object.keys(filesReporters)] as ReportFormat[];

/** Whether a form is several files. */
export function isFilesFormat(format: ReportFormat): format is keyof typeof filesReporters {
  return Object.hasOwn(filesReporters, format);
}

/** Loads a form that is one text. */
export function loadReporter(format: keyof typeof reporters): Promise<Reporter> {
  return reporters[format]();
}

/** Loads a form that is several files. */
export function loadFilesReporter(format: keyof typeof filesReporters): Promise<FilesReporter> {
  return filesReporters[format]();
}
