export { createOfficeEngine } from './office-engine.ts';
