import { html } from './html.js';
import { json } from './json.js';
import type { CollectReporter } from './reporter.js';
import { text } from './text.js';

export type CollectFormat = 'text' | 'json' | 'html';

export const collectReporters: Readonly<Record<CollectFormat, CollectReporter>> = { text, json, html };
