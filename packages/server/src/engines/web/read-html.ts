import type { Block, Metadata, Warning } from '@docmill/document';
import { Flow } from './flow.ts';
import { metadataOf } from './metadata.ts';
import { parsePage } from './parse-page.ts';
import { blocksOf, type Place, type Surroundings } from './place.ts';
import { subjectOf } from './subject.ts';
import { surveyPage } from './survey.ts';
import { walkNodes } from './walk.ts';

/** HtmlPage is a page of HTML as blocks. */
export interface HtmlPage {
  readonly blocks: readonly Block[];
  readonly metadata: Metadata;
  /** Says that the page was too long to be read to its end. */
  readonly warnings: readonly Warning[];
}

/** readHtml reads a page of HTML, whatever it stands in; what it keeps of pictures is in the surroundings. Throws `file_corrupt`. */
export function readHtml(html: string, surroundings: Surroundings): HtmlPage {
  const { tree, cut } = parsePage(html, surroundings.xhtml);
  const survey = surveyPage(tree);
  const place: Place = {
    page: { ...surroundings, survey, last: {}, walk: walkNodes },
    flow: new Flow(survey.targets),
    styles: [],
    code: false,
    link: undefined,
    depth: 0,
    nesting: 0,
    display: false,
    inItem: false,
    inTitle: false,
    inMain: false,
  };
  const nodes = surroundings.mainContent === true ? subjectOf(tree, survey) : tree.childNodes;
  const warnings: readonly Warning[] = cut ? [{ code: 'page_truncated', pageNumber: 1 }] : [];
  return { blocks: blocksOf(nodes, place), metadata: metadataOf(tree), warnings };
}
