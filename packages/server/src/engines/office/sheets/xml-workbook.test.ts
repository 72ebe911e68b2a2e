import assert from 'node:assert/strict';
import { test } from 'node:test';
import { convert, toMarkdown } from '../testing/convert.ts';

test('a workbook of Excel 2003 as XML: formats, places, merged and hidden cells, links, comments', async (t) => {
  const cell = (type: string, value: string, more = '') =>
    `<Cell ${more}><Data ss:Type="${type}">${value}</Data></Cell>`;
  const rows = [
    `<Row>${cell('String', 'Name')}${cell('String', 'Share &amp; more')}${cell('String', 'Day')}${cell('String', 'x')}</Row>`,
    `<Row>${cell('String', 'a', 'ss:HRef="https://e.org/a"')}${cell('Number', '0.125', 'ss:StyleID="p"')}${cell('DateTime', '2026-03-14T00:00:00.000', 'ss:StyleID="d"')}</Row>`,
    `<Row ss:Hidden="1">${cell('String', 'no')}</Row>`,
    `<Row><Cell><Data ss:Type="String">b</Data><Comment ss:Author="Ann"><ss:Data>why</ss:Data></Comment></Cell>${cell('DateTime', '2026-03-14T12:30:00.000', 'ss:Index="3"')}</Row>`,
    `<Row ss:Index="9">${cell('Boolean', '1')}</Row>`,
  ];
  const data = Buffer.from(`<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
    <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel">
    <Styles><Style ss:ID="p"><NumberFormat ss:Format="0.0%"/></Style><Style ss:ID="d"><NumberFormat ss:Format="dd.mm.yyyy"/></Style></Styles>
    <Worksheet ss:Name="One"><Table><Column/><Column ss:Index="4" ss:Hidden="1"/>${rows.join('')}</Table></Worksheet>
    <Worksheet ss:Name="Two"><Table><Row>${cell('String', 'secret')}</Row></Table><x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet></Workbook>`);
  assert.equal(
    await toMarkdown(await convert(t, { format: 'xls', data })),
    `## One

| Name | Share & more | Day |
| --- | --- | --- |
| [a](https://e.org/a) | 12.5% | 14.03.2026 |
| b[^c1] |  | 2026-03-14 12:30 |

TRUE

[^c1]: **Ann**: why`,
  );
});
