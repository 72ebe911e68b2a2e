export { createWebEngine } from './web-engine.ts';
