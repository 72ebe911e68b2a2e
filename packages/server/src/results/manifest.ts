import { errorCodes } from '@docmill/api';
import { z } from 'zod';

/** manifestVersion is the version of the manifest's JSON; records keep it as `resultVersion`. */
export const manifestVersion = 1;

const artifactSchema = z.object({
  type: z.enum([
    'markdown',
    'content_list',
    'content_list_v2',
    'middle',
    'model',
    'html',
    'passages',
    'document',
    'original',
    'image',
  ]),
  /** Key in the output storage. */
  key: z.string(),
  /** Place in the contract's layout, below the job's folder; absent for artifacts that are not projected. */
  path: z.string().exactOptional(),
  mediaType: z.string(),
  bytes: z.number().int().nonnegative(),
});

const manifestSchema = z.object({
  version: z.literal(manifestVersion),
  jobId: z.string(),
  engine: z.object({ name: z.string(), version: z.string() }),
  outcome: z.enum(['full', 'partial']),
  /** Pages in the result. */
  pages: z.number().int().nonnegative(),
  failedPages: z.array(z.object({ pageIndex: z.number().int().nonnegative(), code: z.enum(errorCodes) })),
  warnings: z.array(
    z.object({
      code: z.string(),
      pageNumber: z.number().int().positive().exactOptional(),
      params: z.record(z.string(), z.union([z.string(), z.number()])).exactOptional(),
    }),
  ),
  /** Folder of the contract's layout, `<stem>/<method>`, below the job's folder. */
  layoutFolder: z.string(),
  artifacts: z.array(artifactSchema),
});

/** Artifact is one output file of a result. */
export type Artifact = z.infer<typeof artifactSchema>;
/** ArtifactType says what an artifact holds. */
export type ArtifactType = Artifact['type'];
/** Manifest names everything that one result consists of. A result exists when a record names its manifest. */
export type Manifest = z.infer<typeof manifestSchema>;

/** parseManifest reads a manifest; throws a ZodError when it is not one of this version. */
export function parseManifest(text: string): Manifest {
  return manifestSchema.parse(JSON.parse(text));
}
