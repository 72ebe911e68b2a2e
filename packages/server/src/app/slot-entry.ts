import { builtInEngineSet } from '#engines';
import { parseDocument } from '#pipeline';
import { startWatchdog } from '#process';
import { type PrepareSlot, type SlotChannel, serveSlot } from '#slot';
import { createLocalStorage } from '#storage';

startWatchdog(process.ppid);
process.once('disconnect', () => process.exit(0));

const channel: SlotChannel = {
  send: (message) =>
    new Promise((resolve) => {
      // A closed channel means that the worker is gone; the watchdog ends this process.
      if (process.send === undefined || !process.connected) resolve();
      else process.send(message, undefined, undefined, () => resolve());
    }),
  onMessage: (listener) => process.on('message', listener),
};

const prepare: PrepareSlot = (setup) => {
  const files = createLocalStorage({ root: setup.filesRoot });
  const outputs = createLocalStorage({ root: setup.outputsRoot });
  const engines = builtInEngineSet();
  const { limits, embedImages, workFolder } = setup;
  return (run, hooks) => parseDocument(run, { files, outputs, engines, limits, embedImages, workFolder, ...hooks });
};

serveSlot(channel, prepare);
