import { type JobId, type JobRecord, searchWords } from '#jobs';
import type { JobPage, ListRequest } from '../port.ts';
import type { Found } from './record.ts';

/** A word that begins more names than this is common: then the newest jobs are looked through instead of the index. */
const rare = 2_000;
/** So many jobs are read at once, and so many at most for one page. */
const step = 500;
const mostRead = 20_000;

/** NewestRequest asks for the newest jobs with a number below `before`. */
export type NewestRequest = Pick<ListRequest, 'owner' | 'kinds' | 'states' | 'limit'> & { readonly before: number };

/** NameRequest asks for jobs with a word in their name, equal to `word` or beginning with it. */
export interface NameRequest {
  readonly owner: string;
  readonly word: string;
  readonly exact: boolean;
  readonly limit: number;
}

/** SearchDeps are the reads that a search is made of. */
export interface SearchDeps {
  newest(request: NewestRequest): Promise<readonly Found[]>;
  get(ids: readonly JobId[]): Promise<readonly Found[]>;
  /** named gives undefined when there are more than `limit`. */
  named(request: NameRequest): Promise<readonly JobId[] | undefined>;
}

/** pageOf makes a page of jobs of which one more than the page holds were asked for. */
export function pageOf(found: readonly Found[], limit: number): JobPage {
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    jobs: page.map(({ job }) => job),
    ...(found.length > limit && last !== undefined ? { next: String(last.seq) } : {}),
  };
}

/** beforeOf reads the cursor of a listing. */
export function beforeOf(after: string | undefined): number {
  return after === undefined ? Number.MAX_SAFE_INTEGER : Number(after) || 0;
}

/** searchJobs finds jobs by the beginnings of the words of their file names, newest first. A page can be short and still have a next one. */
export async function searchJobs(deps: SearchDeps, request: ListRequest): Promise<JobPage> {
  // A term of several words (`q3_report`, Chinese) is a phrase; its last word may go on.
  const terms = (request.search ?? '')
    .split(/\s+/)
    .map(searchWords)
    .filter((words) => words.length > 0);
  if (terms.length === 0) return { jobs: [] };
  const fits = ({ job }: Found) => {
    const words = searchWords(job.file?.name ?? '');
    return terms.every((term) => holds(words, term));
  };
  const ids = await fewest(deps, request.owner, terms);
  if (ids === undefined) return await lookThrough(deps, request, fits);
  const { kinds = ['document'], states, owner, limit, after } = request;
  const asked = ({ job, seq }: Found) =>
    seq < beforeOf(after) &&
    job.owner === owner &&
    kinds.includes(job.kind) &&
    (states === undefined || states.includes(job.state));
  const found = (await deps.get(ids)).filter((one) => asked(one) && fits(one)).sort((a, b) => b.seq - a.seq);
  return pageOf(found, limit);
}

/** holds tells whether a name has a term's words one after the other, the last as a beginning. */
function holds(words: readonly string[], term: readonly string[]): boolean {
  const last = term.length - 1;
  return words.some((_, from) =>
    term.every((word, at) => (at === last ? words[from + at]?.startsWith(word) : words[from + at] === word)),
  );
}

/** fewest gives the ids that the rarest word leads to; undefined when all words are common. */
async function fewest(
  deps: SearchDeps,
  owner: string,
  terms: readonly (readonly string[])[],
): Promise<readonly JobId[] | undefined> {
  const words = terms.flatMap((term) => term.map((word, at) => ({ word, exact: at < term.length - 1 })));
  const found = await Promise.all(words.slice(0, 16).map((word) => deps.named({ owner, ...word, limit: rare })));
  return found.filter((ids) => ids !== undefined).sort((a, b) => a.length - b.length)[0];
}

async function lookThrough(deps: SearchDeps, request: ListRequest, fits: (found: Found) => boolean): Promise<JobPage> {
  const { search: _, after, limit, ...rest } = request;
  const found: Found[] = [];
  let before = beforeOf(after);
  for (let read = 0; read < mostRead; read += step) {
    const jobs = await deps.newest({ ...rest, before, limit: step });
    found.push(...jobs.filter(fits));
    if (found.length > limit || jobs.length < step) return pageOf(found, limit);
    before = jobs.at(-1)?.seq ?? 0;
  }
  return { jobs: found.map(({ job }: { job: JobRecord }) => job), next: String(before) };
}
