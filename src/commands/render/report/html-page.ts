import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { packageFolder } from '../../../package-folder.js';
import { Markup, markup } from './markup.js';
import { colourRules } from './palette.js';

/**
 * One page that needs nothing else. All figures are in it as text, so that it reads and prints without the script, which adds
 * zooming, sorting and filtering. Its policy forbids every request and every script but that one.
 */
export function page(title: string, body: Markup): string {
  const style = template('style.css');
  const script = template('script.js');
  const hash = createHash('sha256').update(script).digest('base64');
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
${colourRules()}
${new Markup(style)}</style>
</head>
<body>
${body}
<script>${new Markup(script)}</script>
</body>
</html>
`.text;
}

function template(name: string): string {
  return readFileSync(new URL(`templates/report/${name}`, packageFolder), 'utf8');
}
