import { startServer } from '#app';
import { isLoopback, loadConfig } from '#config';
import { createLog } from '#telemetry';
import { untilSignal } from './until-signal.ts';

/** ServeOptions are the flags of `docmill serve`. */
export interface ServeOptions {
  readonly host?: string;
  readonly port?: number;
  readonly dataDir?: string;
  readonly worker: boolean;
}

/** serve runs the service until it is told to stop. */
export async function serve(options: ServeOptions): Promise<number> {
  const flags = {
    ...(options.host === undefined ? {} : { API_HOST: options.host }),
    ...(options.port === undefined ? {} : { API_PORT: String(options.port) }),
    ...(options.dataDir === undefined ? {} : { DATA_DIR: options.dataDir }),
    ...(options.worker ? {} : { EMBEDDED_WORKER: 'false' }),
  };
  const { config, notices } = loadConfig({ flags });
  const log = createLog(config.log);
  for (const notice of notices) log.warn(notice);
  const server = await startServer(config, { log });
  const example = `curl -F file=@paper.pdf ${server.url}/api/v1/tasks/submit`;
  log.info({ url: server.url, data: config.folders.data, worker: config.worker.embedded, example }, 'listening');
  if (!isLoopback(config.api.host))
    log.warn({ host: config.api.host }, 'other machines can reach the service, and it asks for no key');
  if (config.log.format === 'pretty') process.stdout.write(welcome(server.url, example));
  const signal = await untilSignal();
  log.info({ signal }, 'stopping');
  await server.close(config.worker.drain);
  log.info('stopped');
  return 0;
}

function welcome(url: string, example: string): string {
  return `
  Docmill listens on ${url}    API docs: ${url}/docs

  Try it:  ${example}

`;
}
