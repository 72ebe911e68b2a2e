/** attemptFolderOf gives where a run of a job writes in the output storage. `.attempts` stands beside the results. */
export function attemptFolderOf(jobId: string, claim: number): string {
  return `.attempts/${jobId}/${claim}`;
}

/** attemptsOf gives the folder of all runs of a job in the output storage. */
export function attemptsOf(jobId: string): string {
  return `.attempts/${jobId}`;
}

/** checkpointsRoot is the folder of all checkpoints in the file storage. */
export const checkpointsRoot = '.checkpoints';

/** checkpointsOf gives the folder of a document's finished pages in the file storage. */
export function checkpointsOf(jobId: string): string {
  return `${checkpointsRoot}/${jobId}`;
}

/** checkpointFolderOf gives the folder of the pages that one version of an engine read with one set of options. */
export function checkpointFolderOf(jobId: string, engineFingerprint: string): string {
  return `${checkpointsOf(jobId)}/${engineFingerprint}`;
}

/** uploadKeyOf gives the key of a sent file in the file storage. */
export function uploadKeyOf(jobId: string): string {
  return `uploads/${jobId}`;
}

/** methodFolderOf gives the `<method>` of the contract's layout: `auto|txt|ocr`, `vlm` or `hybrid_<method>`. */
export function methodFolderOf(backend: string, method: string): string {
  if (backend.startsWith('vlm')) return 'vlm';
  return backend.startsWith('hybrid') ? `hybrid_${method}` : method;
}
