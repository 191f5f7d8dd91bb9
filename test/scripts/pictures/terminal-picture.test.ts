import { describe, expect, it } from 'vitest';
import { terminalPicture } from '../../../scripts/pictures/terminal-picture.js';
import { terminalLines } from '../../../scripts/pictures/terminal-text.js';
import { parseXml } from '../../support/xml.js';

describe('what was written to a terminal', () => {
  it('is read as pieces that look alike, also over the end of a line', () => {
    expect(terminalLines('a \u001b[31mbad\u001b[39m b\r\n\u001b[1mx\r\ny\u001b[22m')).toEqual([
      [
        { look: 'plain', text: 'a ' },
        { look: 'bad', text: 'bad' },
        { look: 'plain', text: ' b' },
      ],
      [{ look: 'strong', text: 'x' }],
      [{ look: 'strong', text: 'y' }],
    ]);
  });

  it.each(['\u001b[2J', '\u001b[35mx', '\u001b]0;title'])('is not guessed at: %j', (sequence) => {
    expect(() => terminalLines(sequence)).toThrow(/unknown sequence/);
  });
});

describe('the picture of a terminal', () => {
  it('has what was typed and what came, escaped, and breaks lines where a terminal does', () => {
    const svg = terminalPicture('a <title>', 10, [{ command: 'a & b', written: '<0123456789>\r\n' }]);
    expect(() => parseXml(svg)).not.toThrow();
    expect(svg).toContain('aria-label="a &lt;title&gt;"');
    expect(svg).toContain('a &amp; b');
    expect(svg).toMatch(/>&lt;012345678<\/text>\n.*>9(?:>|&gt;)<\/text>/);
  });

  it('has no line for a command that says nothing', () => {
    const silent = terminalPicture('t', 80, [{ command: 'true', written: '' }]);
    expect(silent.match(/<text /g)).toHaveLength(1);
  });
});
