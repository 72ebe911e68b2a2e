import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { type Artifact, imagesOf, type Manifest, nameOf } from '#results';
import type { Storage } from '#storage';
import type { ParsedFile } from './parsed.ts';
import type { Returns } from './returns.ts';

/** zipOf packs the artifacts that were asked for as `<stem>/<stem>.md` and so on; failed files are left out. It streams from storage. */
export function zipOf(outputs: Storage, files: readonly ParsedFile[], returns: Returns): Readable {
  const zip = new ZipFile();
  const out = zip.outputStream as Readable;
  zip.on('error', (error) => out.destroy(error as Error));
  for (const { zipStem, outcome } of files) {
    if ('error' in outcome) continue;
    for (const { artifact, path } of membersOf(outcome.manifest, zipStem, returns)) {
      const options = { size: artifact.bytes, compress: !artifact.mediaType.startsWith('image/') };
      zip.addReadStreamLazy(path, options, (give) => {
        outputs.read(artifact.key).then(
          (stream) => give(null, stream),
          (error: unknown) => give(error, undefined as never),
        );
      });
    }
  }
  zip.end();
  return out;
}

interface Member {
  readonly artifact: Artifact;
  readonly path: string;
}

function membersOf(manifest: Manifest, stem: string, returns: Returns): readonly Member[] {
  const named: readonly (readonly [wanted: boolean, type: Artifact['type'], suffix: string])[] = [
    [returns.markdown, 'markdown', '.md'],
    [returns.middle, 'middle', '_middle.json'],
    [returns.model, 'model', '_model.json'],
    [returns.contentList, 'content_list', '_content_list.json'],
    [returns.contentList, 'content_list_v2', '_content_list_v2.json'],
    [returns.passages, 'passages', '_passages.jsonl'],
    [returns.html, 'html', '.html'],
    [returns.original, 'original', '_origin'],
  ];
  const members = named.flatMap(([wanted, type, suffix]) =>
    wanted
      ? manifest.artifacts.filter((artifact) => artifact.type === type).map((artifact) => ({ artifact, suffix }))
      : [],
  );
  const pictures = returns.images ? imagesOf(manifest) : [];
  return [
    ...members.map(({ artifact, suffix }) => ({
      artifact,
      path: `${stem}/${stem}${suffix}${artifact.type === 'original' ? extensionOf(artifact.key) : ''}`,
    })),
    ...pictures.map((artifact) => ({ artifact, path: `${stem}/images/${nameOf(artifact)}` })),
  ];
}

function extensionOf(key: string): string {
  const dot = key.lastIndexOf('.');
  return dot > key.lastIndexOf('/') ? key.slice(dot) : '';
}
