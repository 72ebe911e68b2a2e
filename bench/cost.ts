/** Cost of a piece of work in this process, in seconds. */
export interface Cost {
  readonly cpu: number;
  readonly wall: number;
}

/** costOf runs the work and gives its value with what it cost. */
export async function costOf<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly cost: Cost }> {
  const cpuBefore = process.cpuUsage();
  const wallBefore = performance.now();
  const value = await work();
  const { user, system } = process.cpuUsage(cpuBefore);
  return { value, cost: { cpu: (user + system) / 1e6, wall: (performance.now() - wallBefore) / 1e3 } };
}
