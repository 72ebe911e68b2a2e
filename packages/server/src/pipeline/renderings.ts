import { readFileSync } from 'node:fs';
import {
  type HtmlOptions,
  type MarkdownFileOptions,
  type Page,
  type PassageOptions,
  withoutPictures,
} from '@docmill/document';
import type { JobOptions } from '#capabilities';
import type { ReadDocument } from './read-document.ts';

/** Renderings are the options of each renderer of a text. */
export interface Renderings {
  readonly markdown: MarkdownFileOptions;
  readonly html: HtmlOptions;
  readonly passages: PassageOptions;
}

/** RenderingInput is what renderings depend on besides the document. */
export interface RenderingInput {
  readonly options: JobOptions;
  /** The title of a document that has none. */
  readonly stem: string;
  /** What becomes of pictures where the options leave it open: data URLs, as MINERU_EMBED_IMAGES_IN_MD says, or links. */
  readonly embedImages: boolean;
}

type RenderedDocument = Pick<ReadDocument, 'metadata' | 'assets' | 'assetPath'>;

/** renderingsOf gives the renderings that the options of a job ask for. */
export function renderingsOf(read: RenderedDocument, { options, stem, embedImages }: RenderingInput): Renderings {
  const { tables, furniture, frontMatter, pageMarks } = options;
  const images = options.images ?? (embedImages ? 'embed' : 'link');
  const metadata = { title: stem, ...read.metadata };
  const { title, language, ...about } = metadata;
  const pictures = images === 'embed' ? { imageLink: dataUrls(read) } : {};
  return {
    markdown: { ...pictures, tables, furniture, pageMarks, ...(frontMatter ? { frontMatter: metadata } : {}) },
    html: {
      ...pictures,
      title,
      furniture: furniture === 'keep' ? 'keep' : 'notes',
      ...(language === undefined ? {} : { language }),
      ...(frontMatter ? { about } : {}),
    },
    passages: { maxSize: options.passageSize, unit: options.passageUnit, tables, furniture },
  };
}

/** wordsOf gives pages as they are without their pictures. */
export async function* wordsOf(pages: AsyncIterable<Page>): AsyncGenerator<Page> {
  for await (const page of pages) yield withoutPictures(page);
}

function dataUrls(read: RenderedDocument): (name: string) => string {
  const mediaTypes = new Map(read.assets.map((asset) => [asset.name, asset.mediaType]));
  return (name) => {
    const data = readFileSync(read.assetPath(name)).toString('base64');
    return `data:${mediaTypes.get(name) ?? 'application/octet-stream'};base64,${data}`;
  };
}
