import { serveSlotProcess } from '../../packages/server/src/app/slot-process.ts';
import { createTextEngine } from '../../packages/server/src/engines/text/index.ts';
import { createFaultyEngine } from './faulty-engine.ts';

serveSlotProcess(() => [createFaultyEngine(), createTextEngine()]);
