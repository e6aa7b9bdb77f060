import { setTimeout as delay } from 'node:timers/promises';
import { LedgerEntry, topics } from '@hilo/contracts';
import { openLog } from '@hilo/log';
import type { LedgerAnswer } from '../../scripts/api/ledger.ts';

/**
 * Waits until identity-resolution has said of everything in the log what became of it. Reads that where it is said: ingest,
 * killed while it joined its group, would be told of it later.
 */
export const untilThroughInLog = async (address: string): Promise<LedgerAnswer> => {
  await using log = await openLog(address);
  const entries = new Map<number, LedgerEntry>();
  await using _consumer = await log.consume({
    group: `ledger-${crypto.randomUUID()}`,
    topics: [topics.ledger.name],
    handle: async ({ records }) => {
      for (const { value } of records) {
        const entry = LedgerEntry.parse(JSON.parse(value ?? ''));
        entries.set(entry.partition, entry);
      }
    },
  });
  for (;;) {
    const accepted = (await log.endOffsets(topics.interactions.name)).reduce((sum, end) => sum + end, 0);
    const total = (name: 'stored' | 'duplicate' | 'quarantined'): number =>
      [...entries.values()].reduce((sum, entry) => sum + entry[name], 0);
    const [stored, duplicate, quarantined] = [total('stored'), total('duplicate'), total('quarantined')];
    const inFlight = accepted - stored - duplicate - quarantined;
    if (inFlight === 0) return { accepted, stored, duplicate, quarantined, inFlight };
    await delay(200);
  }
};
