import { describe, expect, it } from 'vitest';
import { xmlAttribute, xmlContent } from '../../../src/commands/render/xml.js';

const HOSTILE = '<a b="c">&\u0007\u001b\uffff\ud800\t\nend';

describe('text in XML', () => {
  it('can end neither an element nor an attribute, and holds no character that XML cannot', () => {
    for (const text of [xmlContent(HOSTILE), xmlAttribute(HOSTILE)]) {
      expect(text).toContain('&lt;a b=&quot;c&quot;&gt;&amp;\\x07\\x1b\ufffd');
      for (const character of ['<', '>', '"', '\uffff', '\u0007', '\u001b', '\ud800'])
        expect(text).not.toContain(character);
    }
  });

  it('keeps tabs and line ends as content, and has neither in an attribute', () => {
    expect(xmlContent('a\tb\nc')).toBe('a\tb\nc');
    expect(xmlAttribute('a\tb\nc')).toBe('a b\\nc');
  });
});
