/** jobs is the record of work: its fields, its states, and the pure rules by which it moves. */
export { isOfPages } from './chunk-failure.ts';
export { createJobId, parseJobId } from './job-id.ts';
export { newRecord, stateAtBirth } from './new-record.ts';
export { rankOf } from './rank.ts';
export * from './record.ts';
export { searchWords } from './search-words.ts';
export { type AttemptEnd, lostLeasesUntilAlone, type RetryPolicy, type Settlement, settle } from './settle.ts';
export { canMove, edges, isFinal } from './state.ts';
