import { setTimeout as delay } from 'node:timers/promises';
import { type CustomerRecord, topics } from '@hilo/contracts';
import type { Log } from '@hilo/log';
import type { BenchRows } from '../analytics-rows.ts';
import { benchIdOf, tierNamed } from './history.ts';

const atOnce = 2000;
const pollMs = 50;

/** Says of so many customers that they are one with another, as identity-resolution does, until analytics has heard it; gives how long that took. */
export const mergeCustomers = async (
  log: Pick<Log, 'append' | 'lag'>,
  { claim, tier }: BenchRows,
  merges: number,
): Promise<{ ms: number }> => {
  const owned = Map.groupBy(Array.from(claim.keys()).slice(1), (subject) => claim[subject] ?? 0);
  const began = performance.now();
  for (let first = 1; first <= merges; first += atOnce) {
    const kept = Array.from({ length: Math.min(atOnce, merges - first + 1) }, (_, n) => first + n);
    await log.append(
      topics.customers.name,
      kept.flatMap((customer) => {
        const gone = customer + merges;
        const subjects = [...(owned.get(customer) ?? []), ...(owned.get(gone) ?? [])];
        return [
          {
            key: benchIdOf(customer),
            value: JSON.stringify(recordOf(customer, subjects, tierNamed(tier[customer] ?? 0))),
          },
          { key: benchIdOf(gone), value: null, headers: { hilo_version: '2' } },
        ];
      }),
    );
  }
  while ((await log.lag('analytics', topics.customers.name)) > 0) await delay(pollMs);
  return { ms: performance.now() - began };
};

const recordOf = (customer: number, subjects: readonly number[], tier: string): CustomerRecord => {
  const at = new Date().toISOString();
  return {
    id: benchIdOf(customer),
    version: 2,
    updatedAt: at,
    ambiguous: false,
    subjects: subjects.map(benchIdOf),
    identifiers: [],
    traits: { tier: { value: tier, source: 'bench', interaction: 'past-1', at } },
    consents: [],
    contactPreferences: {},
    interactions: { total: 0, byChannel: {} },
    conflicts: [],
  };
};
