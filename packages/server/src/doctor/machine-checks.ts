import { existsSync } from 'node:fs';
import { access, constants, stat, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { totalmem } from 'node:os';
import { isLoopback, localUrlOf } from '#config';
import type { Engine } from '#engines';
import { AppError, sizeOf } from '#errors';
import { type Check, createCheck, type Finding, found, thrown } from './finding.ts';
import type { Patient } from './patient.ts';
import { holderOf } from './port-holder.ts';
import { nearestFolder } from './queue-checks.ts';
import { userName } from './user-name.ts';

/** Below this share of free space or inodes somebody should look. */
const lowShare = 0.05;
const neededNode = 24;

/** nodeCheck: the running Node.js is new enough. */
export function nodeCheck(): Check {
  return createCheck('node', async () => {
    const { version } = process;
    const old = Number(version.slice(1).split('.')[0]) < neededNode;
    return [old ? found('problem', 'node_old', { version }) : found('ok', 'node_ok', { version })];
  });
}

/** settingsCheck: which settings have no effect, and whether the service is open to other machines. Wrong values stop doctor before. */
export function settingsCheck({ config, notices }: Patient): Check {
  return createCheck('settings', async () => {
    const { host } = config.api;
    return [
      found('ok', 'settings_ok'),
      ...notices.map((notice) => found('warning', 'setting_without_effect', { notice })),
      ...(isLoopback(host) ? [] : [found('warning', 'open_to_all', { host })]),
    ];
  });
}

/** portCheck: the API's port is free, or Docmill itself answers there. */
export function portCheck({ config }: Patient): Check {
  const { host, port } = config.api;
  return createCheck('port', async () => {
    const fault = await listenFault(host, port);
    if (fault === undefined) return [found('ok', 'port_free', { host, port })];
    if (fault !== 'EADDRINUSE') return [found('problem', 'port_forbidden', { host, port, reason: fault })];
    const version = await docmillAt(localUrlOf(config.api));
    if (version !== undefined) return [found('ok', 'port_ours', { port, version })];
    return [found('problem', 'port_taken', { host, port, holder: await holderOf(port) })];
  });
}

async function listenFault(host: string, port: number): Promise<string | undefined> {
  const server = createServer();
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  return await promise;
}

async function docmillAt(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    const body = (await response.json()) as { service?: unknown; version?: unknown };
    return body.service === 'docmill' ? String(body.version) : undefined;
  } catch {
    return undefined;
  }
}

/** foldersCheck: all folders can be written by the user who runs this. */
export function foldersCheck({ config, files, outputs }: Patient): Check {
  return createCheck('folders', async () => {
    const { data, temp, output } = config.folders;
    const user = userName();
    const places = [
      { variable: 'DATA_DIR', folder: data, storage: undefined },
      { variable: 'TEMP_DIR', folder: temp, storage: files },
      { variable: 'OUTPUT_DIR', folder: output, storage: outputs },
    ];
    return await Promise.all(
      places.map(async ({ variable, folder, storage }) => {
        try {
          // A path with `/.` at its end must be a folder.
          await access(`${nearestFolder(folder)}/.`, constants.W_OK);
          // Looking must not make what is not there.
          if (existsSync(folder)) await storage?.ping();
          return found('ok', 'folder_ok', { variable, folder });
        } catch (error) {
          return found('problem', 'folder_unwritable', { variable, folder, reason: reasonOf(error), user });
        }
      }),
    );
  });
}

function reasonOf(error: unknown): string {
  // A storage tells the system's own word as a parameter.
  if (error instanceof AppError) return String(error.params.reason ?? error.code);
  return (error as NodeJS.ErrnoException).code ?? String(error);
}

/** diskCheck: space and inodes of every disk that is written to, each disk once. */
export function diskCheck({ config }: Patient): Check {
  return createCheck('disk', async () => {
    const { data, temp, output } = config.folders;
    const seen = new Set<number>();
    const findings = [];
    for (const folder of [data, temp, output]) {
      const { dev } = await stat(nearestFolder(folder));
      if (seen.has(dev)) continue;
      seen.add(dev);
      const { bavail, blocks, bsize, files, ffree } = await statfs(nearestFolder(folder));
      findings.push(
        spaceOf({ folder, free: bavail * bsize, total: blocks * bsize, floor: config.limits.minFreeDiskBytes }),
      );
      if (files > 0 && ffree < files * lowShare) findings.push(found('warning', 'inodes_low', { free: ffree, folder }));
    }
    return findings;
  });
}

function spaceOf({ folder, free, total, floor }: { folder: string; free: number; total: number; floor: number }) {
  const params = { folder, free: sizeOf(free), total: sizeOf(total), floor: sizeOf(floor) };
  if (free < floor) return found('problem', 'disk_full', params);
  return free < total * lowShare ? found('warning', 'disk_low', params) : found('ok', 'disk_ok', params);
}

/** memoryCheck: all slots together fit into the machine, or into what a container gives. */
export function memoryCheck({ config }: Patient): Check {
  return createCheck('memory', async () => {
    const { concurrency: slots, maxMemoryPerChild } = config.worker;
    const total = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
    const params = { slots, limit: sizeOf(maxMemoryPerChild), total: sizeOf(total) };
    return [
      slots * maxMemoryPerChild > total ? found('warning', 'memory_short', params) : found('ok', 'memory_ok', params),
    ];
  });
}

/** enginesCheck: each engine is ready, or says what it lacks; one that cannot even say that does not hide the others. */
export function enginesCheck({ engines }: Patient): Check {
  return createCheck('engines', () =>
    Promise.all(engines.map((engine) => readinessOf(engine).catch((error: unknown) => thrown('check_failed', error)))),
  );
}

async function readinessOf(engine: Engine): Promise<Omit<Finding, 'check'>> {
  const { name, version, formats } = engine.describe();
  const readiness = await engine.check();
  return readiness.ready
    ? found('ok', 'engine_ready', { engine: name, version, formats: formats.join(', ') })
    : found('problem', 'engine_not_ready', { engine: name, reason: readiness.reason, remedy: readiness.remedy });
}
