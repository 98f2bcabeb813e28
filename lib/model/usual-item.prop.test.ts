import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderKvpItem } from '#collectors/transport/simulated/kvp-item.ts';
import { toKvpXml } from '../../e2e/golden/kvp-xml.ts';
import { parseXmlItem } from './kvp-item.ts';
import { parseUsualItem } from './usual-item.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom(
      '<',
      '>',
      '&',
      '"',
      "'",
      ']',
      '\r',
      '\n',
      '\t',
      ' ',
      '\0',
      '\ud800',
      'a',
      '&amp;',
      '<VALUE>',
      '</VALUE>',
    ),
  }),
);
const pieces = fc.constantFrom(
  '<INSTANCE CLASSNAME="Msvm_KvpExchangeDataItem">',
  '<PROPERTY NAME="Name" TYPE="string"><VALUE>',
  '<PROPERTY NAME="Name" TYPE="string"></PROPERTY>',
  '<PROPERTY NAME="Data" TYPE="string"><VALUE>',
  '<PROPERTY NAME="Data" TYPE="string"></PROPERTY>',
  '</VALUE></PROPERTY>',
  '</PROPERTY>',
  '</INSTANCE>',
  ' ',
  '\n',
  'x',
  '&amp;',
  '&#13;',
  '&nbsp;',
  '<![CDATA[y]]>',
  '<!-- z -->',
);

/** Where the quick way reads an item, the XML parser reads the same one. */
function expectSame(item: string): void {
  const usual = parseUsualItem(item);
  if (usual !== undefined) expect(parseXmlItem(item)).toEqual(usual);
}

describe('the quick way to read an item', () => {
  test('is taken by items as Hyper-V writes them', () => {
    expect(parseUsualItem(renderKvpItem('intrinsic', 'OSName', 'Debian GNU/Linux'))).toEqual({
      key: 'OSName',
      value: 'Debian GNU/Linux',
    });
    expect(parseUsualItem(renderKvpItem('guest', 'empty', ''))).toEqual({ key: 'empty', value: '' });
    expect(parseUsualItem(toKvpXml('OSName', 'x', { indented: true }))).toBeUndefined();
  });

  test('reads what the XML parser reads: any key and value', () => {
    fc.assert(
      fc.property(text, text, (key, value) => {
        expectSame(renderKvpItem('guest', key, value));
        expectSame(
          `<INSTANCE CLASSNAME="A"><PROPERTY NAME="Data" TYPE="string"><VALUE>${value}</VALUE></PROPERTY><PROPERTY NAME="Name" TYPE="string"><VALUE>${key}</VALUE></PROPERTY></INSTANCE>`,
        );
      }),
      { numRuns: 2_000 },
    );
  });

  test('reads what the XML parser reads: pieces of items in any order', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 14 }), (all) => expectSame(all.join(''))),
      { numRuns: 3_000 },
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (all) => {
        expectSame(`<INSTANCE CLASSNAME="A">${all.join('')}</INSTANCE>`);
        expectSame(
          `<INSTANCE CLASSNAME="A"><PROPERTY NAME="Name" TYPE="string"><VALUE>k${all.join('')}</VALUE></PROPERTY></INSTANCE>`,
        );
      }),
      { numRuns: 3_000 },
    );
  });
});
