export { createMailEngine } from './mail-engine.ts';
