/** results is what a finished job leaves: a manifest that names the artifacts, and where everything lies in the storages. */
export {
  attemptFolderOf,
  attemptsOf,
  checkpointFolderOf,
  checkpointsOf,
  checkpointsRoot,
  methodFolderOf,
  uploadKeyOf,
} from './layout.ts';
export { type Artifact, type ArtifactType, type Manifest, manifestVersion, parseManifest } from './manifest.ts';
export { artifactOf, imagesOf, nameOf, projectLayout, readManifest } from './result-reader.ts';
