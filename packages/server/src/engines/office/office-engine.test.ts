import { makeDocx, p, r } from '../../../../../test/fixtures/docx-maker.ts';
import { makeOdf } from '../../../../../test/fixtures/odf-maker.ts';
import { makeZip } from '../../../../../test/fixtures/zip-maker.ts';
import { engineConformance } from '../conformance.ts';
import { createOfficeEngine } from './index.ts';
import { png } from './testing/convert.ts';

const picture = '<w:r><w:pict><v:shape><v:imagedata r:id="P"/></v:shape></w:pict></w:r>';

engineConformance('office', {
  create: createOfficeEngine,
  good: [
    {
      name: 'a text of Word with a picture',
      format: 'docx',
      data: await makeDocx({
        body: p(r('x') + picture),
        relations: { P: 'image a.png' },
        members: { 'word/a.png': png },
      }),
    },
    { name: 'a text of ODF', format: 'odt', data: await makeOdf({ kind: 'text', body: '<text:p>x</text:p>' }) },
    { name: 'RTF', format: 'rtf', data: Buffer.from('{\\rtf1 x}') },
  ],
  bad: [
    { name: 'no zip', format: 'docx', data: Buffer.from('no zip'), refusedWith: 'file_corrupt' },
    { name: 'another zip', format: 'docx', data: await makeZip({ a: 'b' }), refusedWith: 'file_corrupt' },
    { name: 'a text without words', format: 'docx', data: await makeDocx({ body: '' }), refusedWith: 'file_empty' },
  ],
});
