import { type Asset, type Metadata, type Page, schemaVersion, type Warning } from '@docmill/document';

/** DocumentParts is a document whose pages stream. */
export interface DocumentParts {
  readonly metadata: Metadata;
  readonly assets: readonly Asset[];
  /** Asked for behind the last page. */
  warnings(): readonly Warning[];
}

/** streamDocumentJson writes a document of the model as JSON, page by page. */
export async function* streamDocumentJson(pages: AsyncIterable<Page>, parts: DocumentParts): AsyncGenerator<string> {
  yield `{"schemaVersion":${schemaVersion},"metadata":${JSON.stringify(parts.metadata)},"pages":[`;
  let separator = '\n';
  for await (const page of pages) {
    yield separator + JSON.stringify(page);
    separator = ',\n';
  }
  yield `\n],"assets":${JSON.stringify(parts.assets)},"warnings":${JSON.stringify(parts.warnings())}}\n`;
}
