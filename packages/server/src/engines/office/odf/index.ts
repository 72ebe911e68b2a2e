export { readOdp } from './read-odp.ts';
export { readOdt } from './read-odt.ts';
