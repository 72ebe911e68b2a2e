/** retention ends the life of content: results after their time, work files of finished jobs, what interrupted work left behind. */
export {
  type Cleaner,
  type CleaningTimes,
  type CleanReport,
  type CleanRequest,
  cleanOnce,
  createCleaner,
  scheduleCleaning,
} from './cleaner.ts';
export {
  type CleanedItem,
  type ContentStores,
  discardTree,
  discardWork,
  removeContent,
  sweepCheckpoints,
} from './content.ts';
