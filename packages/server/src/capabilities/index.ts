/** capabilities says, purely, what the engines can do: their descriptors, the options of a job, and how formats are found. */
export type { EngineDescriptor, Format } from './descriptor.ts';
export { contradictedExtension, type Detected, type DetectInput, detectFormat } from './detect.ts';
export {
  archiveDescriptor,
  builtInEngines,
  fingerprintOf,
  installedEngines,
  isAudio,
  mailDescriptor,
  ofdDescriptor,
  officeDescriptor,
  pdfDescriptor,
  textDescriptor,
  transcriptionDescriptor,
  unsupportedFormat,
  webDescriptor,
} from './engines.ts';
export { languageOf } from './languages.ts';
export { type JobOptions, normaliseOptions, type OptionsInput, optionsVersion, storedOptions } from './options.ts';
export { flagOf, type Parameter, type ParameterName, parameters } from './parameters.ts';
export { utf16Of } from './utf16.ts';
