import { createBuiltInEngines } from '#engines';
import { serveSlotProcess } from './slot-process.ts';

serveSlotProcess(createBuiltInEngines);
