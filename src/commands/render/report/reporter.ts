import type { Report } from '../../../report/model.js';
import type { Colours } from '../colour.js';

/** How a report is to look. */
export interface Look {
  /** For a terminal; others pay no heed to it. */
  readonly colours: Colours;
  /** Characters in a line. */
  readonly width: number;
  /** Of the terminal, for tables; undefined where the text goes elsewhere, and nothing has to be left out. */
  readonly room?: number | undefined;
}

/** A file of a form that makes several, such as one a side. */
export interface ReportFile {
  /** What goes before the ending of the name that the user gave: `source`, `destination`, `manifest`. */
  readonly part: string;
  readonly text: string;
}

/** Makes a report's text. */
export type Reporter = (report: Report, look: Look) => string;

/** Makes a report's files: one file holds one side; with `--output DIR`. */
export type FilesReporter = (report: Report) => readonly ReportFile[];
