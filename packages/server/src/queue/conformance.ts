import { leaseConformance } from './conformance/leases.ts';
import { treeConformance } from './conformance/trees.ts';
import { viewConformance } from './conformance/views.ts';
import type { ConformanceInput } from './conformance/world.ts';

/** queueConformance is the suite that every adapter passes unchanged. */
export function queueConformance(name: string, input: ConformanceInput): void {
  viewConformance(name, input);
  leaseConformance(name, input);
  treeConformance(name, input);
}
