import { type Language, renderError, renderWarning, toAppError } from '#errors';
import { isSubstituted } from '#intake';
import type { JobRecord } from '#jobs';
import { type Manifest, readManifest } from '#results';
import type { Storage } from '#storage';
import { jsonStems, zipStems } from './stems.ts';

/** ParsedFile is what became of one document of a batch: its manifest, or why there is none. */
export interface ParsedFile {
  readonly job: JobRecord;
  readonly jsonStem: string;
  readonly zipStem: string;
  readonly outcome: { readonly manifest: Manifest } | { readonly error: string };
}

/** parsedFilesOf loads what the documents of a batch gave, in the order in which they were sent. */
export async function parsedFilesOf(
  outputs: Storage,
  documents: readonly JobRecord[],
  language: Language,
): Promise<readonly ParsedFile[]> {
  const names = documents.map((job) => job.file?.name ?? '');
  const [jsonNames, zipNames] = [jsonStems(names), zipStems(names)];
  return await Promise.all(
    documents.map(async (job, at) => ({
      job,
      jsonStem: jsonNames[at] ?? '',
      zipStem: zipNames[at] ?? '',
      outcome: await outcomeOf(outputs, job, language),
    })),
  );
}

async function outcomeOf(outputs: Storage, job: JobRecord, language: Language): Promise<ParsedFile['outcome']> {
  const key = job.result?.manifestKey;
  if (key === undefined || job.expiredAt !== undefined) return { error: failureOf(job, language) };
  try {
    return { manifest: await readManifest(outputs, key) };
  } catch (thrown) {
    const { code, params } = toAppError(thrown, 'result_unavailable');
    return { error: renderError({ code, params }, language) };
  }
}

function failureOf(job: JobRecord, language: Language): string {
  if (job.error !== undefined) return renderError(job.error, language);
  const code = job.expiredAt === undefined ? 'task_cancelled' : 'result_expired';
  return renderError({ code, params: { task: job.id } }, language);
}

/** warningsOf gives the warnings of a document, with that of an engine that took another's place. */
export function warningsOf(job: JobRecord, language: Language): readonly object[] {
  const substituted = isSubstituted(job) ? [{ code: 'engine_substituted', params: { engine: job.engine } }] : [];
  return [...substituted, ...(job.result?.warnings ?? [])].map((warning) => ({
    code: warning.code,
    message: renderWarning(warning, language),
    ...('pageNumber' in warning ? { page_number: warning.pageNumber } : {}),
  }));
}
