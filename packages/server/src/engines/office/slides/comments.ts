import type { Inline } from '@docmill/document';
import { paragraphsText } from '../drawing/text.ts';
import { kindOf, type OfficePackage } from '../package/office-package.ts';
import type { XmlElement } from '../package/xml.ts';
import { childOf, childrenOf, descendantsOf, elementsOf, xmlText } from '../package/xml-query.ts';

/** SlideComment is a remark to a slide. */
export interface SlideComment {
  readonly author: string;
  readonly at: string;
  readonly content: readonly Inline[];
}

/** commentsOf reads the remarks to a slide with the answers to them, of older and newer programs. */
export function commentsOf(file: OfficePackage, slide: string, presentation: string): readonly SlideComment[] {
  const parts = [...file.relations(slide).values()].flatMap((relation) =>
    relation.part !== undefined && kindOf(relation) === 'comments' ? [relation.part] : [],
  );
  if (parts.length === 0) return [];
  const names = namesOf(file, presentation);
  return parts.flatMap((part) => {
    const root = file.tryXml(part);
    return [
      ...childrenOf(root, 'p:cm').map((one) => older(one, names)),
      ...childrenOf(root, 'p188:cm').flatMap((one) => newer(one, names)),
    ];
  });
}

type Names = ReadonlyMap<string, string>;

function namesOf(file: OfficePackage, presentation: string): Names {
  const parts = [file.related(presentation, 'commentAuthors'), file.related(presentation, 'authors')];
  return new Map(
    parts
      .flatMap((part) => elementsOf(file.tryXml(part)))
      .map(({ attributes }) => [attributes.id ?? '', attributes.name ?? '']),
  );
}

function older(comment: XmlElement, names: Names): SlideComment {
  const { authorId = '', dt: at = '' } = comment.attributes;
  const text = xmlText(childOf(comment, 'p:text')).trim();
  return { author: names.get(authorId) ?? '', at, content: text === '' ? [] : [{ type: 'text', text }] };
}

function newer(comment: XmlElement, names: Names): readonly SlideComment[] {
  return [comment, ...descendantsOf(childOf(comment, 'p188:replyLst'), 'p188:reply')].map((one) => {
    const { authorId = '', created: at = '' } = one.attributes;
    const text = paragraphsText(childOf(one, 'p188:txBody'));
    return { author: names.get(authorId) ?? '', at, content: text === '' ? [] : [{ type: 'text', text }] };
  });
}
