/** The service with engines that misbehave as their files order. Its arguments: `serve` or `worker`. */
import { startServer, startWorker } from '../../packages/server/src/app/index.ts';
import { untilSignal } from '../../packages/server/src/cli/until-signal.ts';
import { loadConfig } from '../../packages/server/src/config/index.ts';
import { createLog } from '../../packages/server/src/telemetry/index.ts';

const { config } = loadConfig({});
const log = createLog(config.log);
const parts = { log, slotEntry: new URL('./faulty-slot.ts', import.meta.url) };
const running = process.argv[2] === 'worker' ? await startWorker(config, parts) : await startServer(config, parts);
log.info({ url: 'url' in running ? running.url : '' }, 'listening');
await untilSignal();
await running.close(config.worker.drain);
