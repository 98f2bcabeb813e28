import { describe, expect, it } from 'vitest';
import { toKvpXml } from '../../e2e/golden/kvp-xml.ts';
import { parseKvpItem } from './kvp-item.ts';

const inValue = (xml: string) =>
  `<INSTANCE><PROPERTY NAME="Data"><VALUE>${xml}</VALUE></PROPERTY><PROPERTY NAME="Name"><VALUE>k</VALUE></PROPERTY></INSTANCE>`;

describe('parseKvpItem', () => {
  it.each([
    ['on one line', {}],
    ['indented', { indented: true }],
    ['without a Source', { source: undefined }],
    ['with a Source of another type', { source: 2, sourceType: 'uint32' }],
  ])('reads an item %s', (_how, style) => {
    expect(parseKvpItem(toKvpXml('OSName', 'Debian GNU/Linux', style))).toEqual({ key: 'OSName', value: 'Debian GNU/Linux' });
  });

  // MicrosoftDocs/win32, desktop-src/HyperV_v2/getting-the-virtual-system-dns-name.md (MIT).
  it("reads the item of Microsoft's own documentation", () => {
    const published = `<INSTANCE CLASSNAME="Msvm_KvpExchangeDataItem">
      <PROPERTY NAME="Caption" PROPAGATED="true" TYPE="string"></PROPERTY>
      <PROPERTY NAME="Data" TYPE="string">
         <VALUE>AUTOBVT-4OVYXAB</VALUE>
      </PROPERTY>
      <PROPERTY NAME="Description" PROPAGATED="true" TYPE="string"></PROPERTY>
      <PROPERTY NAME="ElementName" PROPAGATED="true" TYPE="string"></PROPERTY>
      <PROPERTY NAME="Name" TYPE="string">
         <VALUE>FullyQualifiedDomainName</VALUE>
      </PROPERTY>
      <PROPERTY NAME="Source" TYPE="uint16">
          <VALUE>2</VALUE>
      </PROPERTY>
</INSTANCE>`;
    expect(parseKvpItem(published)).toEqual({ key: 'FullyQualifiedDomainName', value: 'AUTOBVT-4OVYXAB' });
  });

  it('reads data without a VALUE, and no data at all, as an empty value', () => {
    expect(parseKvpItem(toKvpXml('OSMinorVersion', ''))).toEqual({ key: 'OSMinorVersion', value: '' });
    expect(parseKvpItem('<INSTANCE><PROPERTY NAME="Name"><VALUE>k</VALUE></PROPERTY></INSTANCE>')).toEqual({
      key: 'k',
      value: '',
    });
  });

  it('keeps blanks and line breaks of a value', () => {
    expect(parseKvpItem(toKvpXml('k', '  a\n b\t'))?.value).toBe('  a\n b\t');
  });

  it.each([
    ['&lt;b&gt; &amp;amp; &quot;&apos;', '<b> &amp; "\''],
    ['&#65;&#x42;&#x1F600;', 'AB😀'],
    ['a<![CDATA[&amp;<x>]]>b', 'a&amp;<x>b'],
    ['&amp;lt;script&amp;gt;', '&lt;script&gt;'],
  ])('reads %s as %s, references replaced once', (xml, text) => {
    expect(parseKvpItem(inValue(xml))?.value).toBe(text);
  });

  it.each([
    ['an entity that XML does not define', inValue('&nbsp;')],
    ['a bare ampersand', inValue('a & b')],
    ['a reference beyond Unicode', inValue('&#x110000;')],
    ['a document type', `<!DOCTYPE a [<!ENTITY b "c">]>${inValue('x')}`],
    ['an entity of a document type', `<!DOCTYPE a [<!ENTITY b "c">]>${inValue('&b;')}`],
    ['no name', '<INSTANCE><PROPERTY NAME="Data"><VALUE>v</VALUE></PROPERTY></INSTANCE>'],
    ['an empty name', toKvpXml('', 'v')],
    ['another document', '<HTML></HTML>'],
    ['no document', 'OSName=Debian'],
    ['nothing', ''],
    ['a cut document', toKvpXml('OSName', 'Debian').slice(0, -20)],
    ['two documents', toKvpXml('a', 'b') + toKvpXml('c', 'd')],
    ['elements that close each other', '<INSTANCE><PROPERTY NAME="Name"></INSTANCE></PROPERTY>'],
    ['an element named __proto__', '<__proto__><PROPERTY NAME="Name"/></__proto__>'],
    ['an attribute named __proto__', '<INSTANCE><PROPERTY __proto__="x" NAME="Data"/></INSTANCE>'],
    ['too many levels', `${'<INSTANCE>'.repeat(50)}${'</INSTANCE>'.repeat(50)}`],
    ['more text than a block may have', inValue('x'.repeat(600_000))],
  ])('refuses %s', (_what, xml) => {
    expect(parseKvpItem(xml)).toBeUndefined();
  });

  it('leaves the prototype of objects alone', () => {
    parseKvpItem('<INSTANCE><constructor><prototype><polluted>1</polluted></prototype></constructor></INSTANCE>');
    expect('polluted' in {}).toBe(false);
    expect(parseKvpItem(toKvpXml('__proto__', 'v'))).toEqual({ key: '__proto__', value: 'v' });
  });

  it('reads a value of 100 kB', () => {
    expect(parseKvpItem(toKvpXml('k', '<'.repeat(100_000)))?.value).toHaveLength(100_000);
  });
});
