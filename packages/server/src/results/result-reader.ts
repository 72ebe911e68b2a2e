import { text } from 'node:stream/consumers';
import { AppError } from '#errors';
import type { Storage } from '#storage';
import { type Artifact, type ArtifactType, type Manifest, parseManifest } from './manifest.ts';

/** readManifest loads the manifest under a key. Throws `result_unavailable` when it is missing or cannot be read. */
export async function readManifest(outputs: Storage, key: string): Promise<Manifest> {
  try {
    return parseManifest(await text(await outputs.read(key)));
  } catch (error) {
    throw new AppError('result_unavailable', { cause: error });
  }
}

/** artifactOf gives the one artifact of a type that a result has at most once. */
export function artifactOf(manifest: Manifest, type: Exclude<ArtifactType, 'image'>): Artifact | undefined {
  return manifest.artifacts.find((artifact) => artifact.type === type);
}

/** imagesOf gives the pictures of a result, sorted by name. */
export function imagesOf(manifest: Manifest): readonly Artifact[] {
  return manifest.artifacts
    .filter((artifact) => artifact.type === 'image')
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

/** nameOf gives the file name of an artifact. */
export function nameOf(artifact: Artifact): string {
  return artifact.key.slice(artifact.key.lastIndexOf('/') + 1);
}

/** projectLayout makes the contract's layout `<job>/<stem>/<method>/...` stand for a result. Repeating it is harmless. */
export async function projectLayout(outputs: Storage, manifest: Manifest): Promise<void> {
  const files = manifest.artifacts.flatMap(({ key, path }) => (path === undefined ? [] : [{ from: key, to: path }]));
  await outputs.publish(manifest.jobId, files);
}
