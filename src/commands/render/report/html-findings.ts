import type { Finding } from '../../../report/model.js';
import { type Markup, markup } from './markup.js';

/** Findings with their severity in words, and where they are. */
export function findingList(findings: readonly Finding[]): Markup {
  return markup`<ul class="findings">${findings.map(item)}</ul>`;
}

function item({ rule, severity, side, line, message }: Finding): Markup {
  const place = [side ?? [], line === null ? [] : `line ${line}`].flat().join(', ');
  return markup`<li class="${severity}"><strong>${severity}</strong> ${message}
<span class="faint">${place && `${place}; `}<code>${rule}</code></span></li>\n`;
}
