import { createServiceEngines, type Engine } from '#engines';
import { parseDocument } from '#pipeline';
import { startWatchdog } from '#process';
import { type SlotChannel, serveSlot } from '#slot';
import { createLocalStorage } from '#storage';

/** serveSlotProcess makes this process a slot, until its worker is gone; `create` makes its engines beside those of services. */
export function serveSlotProcess(create: (services: readonly Engine[]) => readonly Engine[]): void {
  startWatchdog(process.ppid);
  process.once('disconnect', () => process.exit(0));
  serveSlot(channel, (setup) => {
    const files = createLocalStorage({ root: setup.filesRoot });
    const outputs = createLocalStorage({ root: setup.outputsRoot });
    const services = createServiceEngines(setup.services ?? {});
    const byName = new Map([...create(services), ...services].map((engine) => [engine.describe().name, engine]));
    const { limits, embedImages, workFolder, pagination } = setup;
    return (run, hooks) =>
      parseDocument(run, { files, outputs, engines: byName, limits, embedImages, pagination, workFolder, ...hooks });
  });
}

const channel: SlotChannel = {
  send: (message) =>
    new Promise((resolve) => {
      // A closed channel means that the worker is gone; the watchdog ends this process.
      if (process.send === undefined || !process.connected) resolve();
      else process.send(message, undefined, undefined, () => resolve());
    }),
  onMessage: (listener) => process.on('message', listener),
};
