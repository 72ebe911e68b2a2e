/** Namespaces by the prefix that this engine knows them under; the second form is that of ISO 29500 Strict. */
const namespaces: Readonly<Record<string, readonly string[]>> = {
  w: [
    'http://schemas.openxmlformats.org/wordprocessingml/2006/main',
    'http://purl.oclc.org/ooxml/wordprocessingml/main',
    'http://schemas.microsoft.com/office/word/2003/wordml',
  ],
  r: [
    'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
    'http://purl.oclc.org/ooxml/officeDocument/relationships',
  ],
  m: ['http://schemas.openxmlformats.org/officeDocument/2006/math', 'http://purl.oclc.org/ooxml/officeDocument/math'],
  a: ['http://schemas.openxmlformats.org/drawingml/2006/main', 'http://purl.oclc.org/ooxml/drawingml/main'],
  wp: [
    'http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing',
    'http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing',
  ],
  pic: ['http://schemas.openxmlformats.org/drawingml/2006/picture', 'http://purl.oclc.org/ooxml/drawingml/picture'],
  c: ['http://schemas.openxmlformats.org/drawingml/2006/chart', 'http://purl.oclc.org/ooxml/drawingml/chart'],
  cx: ['http://schemas.microsoft.com/office/drawing/2014/chartex'],
  dgm: ['http://schemas.openxmlformats.org/drawingml/2006/diagram', 'http://purl.oclc.org/ooxml/drawingml/diagram'],
  dsp: ['http://schemas.microsoft.com/office/drawing/2008/diagram'],
  xdr: [
    'http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing',
    'http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing',
  ],
  p: ['http://schemas.openxmlformats.org/presentationml/2006/main', 'http://purl.oclc.org/ooxml/presentationml/main'],
  x: ['http://schemas.openxmlformats.org/spreadsheetml/2006/main', 'http://purl.oclc.org/ooxml/spreadsheetml/main'],
  rel: ['http://schemas.openxmlformats.org/package/2006/relationships'],
  ct: ['http://schemas.openxmlformats.org/package/2006/content-types'],
  cp: ['http://schemas.openxmlformats.org/package/2006/metadata/core-properties'],
  dc: ['http://purl.org/dc/elements/1.1/'],
  dcterms: ['http://purl.org/dc/terms/'],
  xtc: ['http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments'],
  a14: ['http://schemas.microsoft.com/office/drawing/2010/main'],
  p188: ['http://schemas.microsoft.com/office/powerpoint/2018/8/main'],
  mc: ['http://schemas.openxmlformats.org/markup-compatibility/2006'],
  wps: ['http://schemas.microsoft.com/office/word/2010/wordprocessingShape'],
  wpg: ['http://schemas.microsoft.com/office/word/2010/wordprocessingGroup'],
  wpc: ['http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas'],
  w14: ['http://schemas.microsoft.com/office/word/2010/wordml'],
  w15: ['http://schemas.microsoft.com/office/word/2012/wordml'],
  asvg: ['http://schemas.microsoft.com/office/drawing/2016/SVG/main'],
  v: ['urn:schemas-microsoft-com:vml'],
  o: ['urn:schemas-microsoft-com:office:office'],
  w10: ['urn:schemas-microsoft-com:office:word'],
  office: ['urn:oasis:names:tc:opendocument:xmlns:office:1.0'],
  style: ['urn:oasis:names:tc:opendocument:xmlns:style:1.0'],
  text: ['urn:oasis:names:tc:opendocument:xmlns:text:1.0'],
  table: ['urn:oasis:names:tc:opendocument:xmlns:table:1.0'],
  draw: ['urn:oasis:names:tc:opendocument:xmlns:drawing:1.0'],
  presentation: ['urn:oasis:names:tc:opendocument:xmlns:presentation:1.0'],
  svg: ['urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0'],
  fo: ['urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0'],
  chart: ['urn:oasis:names:tc:opendocument:xmlns:chart:1.0'],
  meta: ['urn:oasis:names:tc:opendocument:xmlns:meta:1.0'],
  manifest: ['urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'],
  number: ['urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0'],
  form: ['urn:oasis:names:tc:opendocument:xmlns:form:1.0'],
  xlink: ['http://www.w3.org/1999/xlink'],
  math: ['http://www.w3.org/1998/Math/MathML'],
  ss: ['urn:schemas-microsoft-com:office:spreadsheet'],
  ofd: ['http://www.ofdspec.org/2016', 'http://www.ofdspec.org'],
};

const prefixOf: ReadonlyMap<string, string> = new Map(
  Object.entries(namespaces).flatMap(([prefix, uris]) => uris.map((uri) => [uri, prefix] as const)),
);

/**
 * canonicalPrefix gives the prefix of a namespace; of one that the engine does not know a prefix that cannot be taken for a known one.
 * Programs that write OFD invent namespaces for it, so there the prefix counts.
 */
export function canonicalPrefix(uri: string, written: string): string {
  const known = prefixOf.get(uri);
  if (known !== undefined || uri === '') return known ?? '';
  return Object.hasOwn(namespaces, written) && written !== 'ofd' ? `other-${written}` : written;
}
