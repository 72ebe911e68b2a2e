import { type Inline, textOf } from '@docmill/document';
import { kindOf, type OfficePackage } from '../../package/office-package.ts';
import { childOf, childrenOf, xmlText } from '../../package/xml-query.ts';
import { plainText, richText } from './rich-text.ts';

/** Comment is a remark to a cell. */
export interface Comment {
  readonly reference: string;
  readonly author: string;
  /** As the file has it, in ISO 8601; empty for one without. */
  readonly at: string;
  readonly content: readonly Inline[];
}

/** commentsOf reads the comments of a sheet. Newer ones, which others answer, stand in for the copy kept for older programs. */
export function commentsOf(file: OfficePackage, sheet: string, workbook: string): readonly Comment[] {
  const parts = [...file.relations(sheet).values()];
  const partsOf = (kind: string) =>
    parts.flatMap((relation) => (relation.part !== undefined && kindOf(relation) === kind ? [relation.part] : []));
  const threaded = partsOf('threadedComment').flatMap((part) => threadedComments(file, part, namesOf(file, workbook)));
  const copied = new Set(threaded.map(({ reference }) => reference));
  const plain = partsOf('comments').flatMap((part) => plainComments(file, part));
  return [...plain.filter(({ reference }) => !copied.has(reference)), ...threaded];
}

function plainComments(file: OfficePackage, part: string): readonly Comment[] {
  const root = file.tryXml(part);
  const authors = childrenOf(childOf(root, 'x:authors'), 'x:author').map((author) => xmlText(author).trim());
  return childrenOf(childOf(root, 'x:commentList'), 'x:comment').map((comment) => {
    const author = authors[Number(comment.attributes.authorId ?? -1)] ?? '';
    return {
      reference: comment.attributes.ref ?? '',
      author: author.startsWith('tc=') ? '' : author,
      at: '',
      content: withoutAuthor(richText(childOf(comment, 'x:text')), author),
    };
  });
}

/** Excel begins a comment with the name of its author in bold: `John:\nWhy?` */
function withoutAuthor(content: readonly Inline[], author: string): readonly Inline[] {
  const text = textOf(content).trim();
  if (author === '' || !text.startsWith(`${author}:`)) return content;
  return plainText(text.slice(author.length + 1));
}

type Names = ReadonlyMap<string, string>;

function namesOf(file: OfficePackage, workbook: string): Names {
  const persons = file.tryXml(file.related(workbook, 'person'));
  return new Map(
    childrenOf(persons, 'xtc:person').map(({ attributes }) => [attributes.id ?? '', attributes.displayName ?? '']),
  );
}

function threadedComments(file: OfficePackage, part: string, names: Names): readonly Comment[] {
  return childrenOf(file.tryXml(part), 'xtc:threadedComment').map((comment) => ({
    reference: comment.attributes.ref ?? '',
    author: names.get(comment.attributes.personId ?? '') ?? '',
    at: comment.attributes.dT ?? '',
    content: plainText(xmlText(childOf(comment, 'xtc:text'))),
  }));
}
