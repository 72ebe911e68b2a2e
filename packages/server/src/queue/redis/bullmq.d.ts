/** BullMQ's scripts, as its package holds them; the name of each file ends with its number of keys. */
declare module 'bullmq/dist/cjs/scripts/*' {
  interface Script {
    readonly name: string;
    readonly content: string;
    readonly keys: number;
  }
  export const addDelayedJob: Script;
  export const addParentJob: Script;
  export const addPrioritizedJob: Script;
  export const moveToActive: Script;
  export const moveToDelayed: Script;
  export const moveToFinished: Script;
  export const moveToWaitingChildren: Script;
  export const promote: Script;
  export const retryJob: Script;
}
