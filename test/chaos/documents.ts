import { faultFile } from '../e2e/faulty-engine.ts';

/** Expected is how a document may end, whatever is killed around it. */
export type Expected = 'completed' | 'partial' | 'quarantined' | 'cancelled';

/** ChaosDocument is one document of a run, and what must become of it. */
export interface ChaosDocument {
  /** Also its Idempotency-Key. */
  readonly label: string;
  readonly name: string;
  readonly data: Uint8Array | string;
  readonly expected: Expected;
  /** Its own engine never dies: only the harness kills its slot, and at most once. */
  readonly healthy: boolean;
  /** When to cancel it, ms after its submit. */
  readonly cancelAfter?: number;
}

/** Random gives numbers from 0 to 1; the same seed gives the same run. */
export type Random = () => number;

/** createRandom makes a generator (mulberry32) of a seed. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Of a hundred documents so many crash on opening or on a page, hang, leak, are large, are cancelled, are text; the rest is small and healthy. */
const shares = { crash: 1, page: 1, hang: 0.3, leak: 0.2, large: 1, largeCrash: 0.3, cancelled: 3, text: 30 };

/** createDocument makes the next document of a run. */
export function createDocument(at: number, random: Random, sightings: string): ChaosDocument {
  const label = `chaos-${at}`;
  const base = { label, name: `${label}.pdf`, healthy: true } as const;
  const file = (orders: Parameters<typeof faultFile>[0]) =>
    faultFile({ ...orders, sightings: { path: sightings, label } });
  let draw = random() * 100;
  const drawn = (share: number) => {
    draw -= share;
    return draw < 0;
  };
  if (drawn(shares.crash))
    return { ...base, data: file({ pages: 1, crash: 'open' }), expected: 'quarantined', healthy: false };
  if (drawn(shares.page)) return { ...base, data: file({ pages: 3, crash: 1 }), expected: 'partial', healthy: false };
  if (drawn(shares.hang)) return { ...base, data: file({ pages: 2, hang: 0 }), expected: 'partial', healthy: false };
  if (drawn(shares.leak)) return { ...base, data: file({ pages: 2, leak: 0 }), expected: 'partial', healthy: false };
  if (drawn(shares.largeCrash))
    return { ...base, data: file({ pages: 50, pageTime: 10, crash: 33 }), expected: 'partial', healthy: false };
  if (drawn(shares.large)) return { ...base, data: file({ pages: 60, pageTime: 20 }), expected: 'completed' };
  if (drawn(shares.cancelled))
    return { ...base, data: file({ pages: 100, pageTime: 20 }), expected: 'cancelled', cancelAfter: random() * 3_000 };
  if (drawn(shares.text))
    return { ...base, name: `${label}.md`, data: `# ${label}\n\nText of ${label}.\n`, expected: 'completed' };
  return {
    ...base,
    data: file({ pages: 1 + Math.floor(random() * 3), pageTime: random() * 10 }),
    expected: 'completed',
  };
}
