/** doctor looks at an installation as a whole and says what keeps it from its work, why, and what to do. */
export { checkNames, examine } from './examine.ts';
export type { Finding } from './finding.ts';
export type { Patient } from './patient.ts';
export { renderFinding } from './texts.ts';
