import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Markup, markup } from '../../../../src/commands/render/report/markup.js';
import { parseXml } from '../../../support/xml.js';
import { hostileText, RAW } from '../lint/report-of.js';

describe('a template', () => {
  it('escapes text, and leaves what is markup already', () => {
    expect(markup`<b title="${'"'}">${'<i>&'} ${markup`<i>${1}</i>`}</b>`.text).toBe(
      '<b title="&quot;">&lt;i&gt;&amp; <i>1</i></b>',
    );
  });

  it('joins lists, and leaves out what is absent', () => {
    expect(markup`${['a', markup`<b/>`, ['<']]}${null}${undefined}${false}.`.text).toBe('a<b/>&lt;.');
  });

  it('stays well-formed whatever the text is', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const made = markup`<a b="${text}">${text}</a>`;
        expect(made).toBeInstanceOf(Markup);
        expect(made.text).not.toMatch(RAW);
        const { attributes, text: inside } = parseXml(made.text);
        expect(inside).toBe(attributes.b);
      }),
    );
  });
});
