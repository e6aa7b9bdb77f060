import { LedgerEntry, topics } from '@hilo/contracts';
import { openLog } from '@hilo/log';
import type { LedgerAnswer } from '../../scripts/api/ledger.ts';
import { until } from './until.ts';

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
  const total = (name: 'stored' | 'duplicate' | 'quarantined'): number =>
    [...entries.values()].reduce((sum, entry) => sum + entry[name], 0);
  return await until({
    what: 'the ledger says of everything in the log what became of it',
    look: async (): Promise<LedgerAnswer> => {
      const accepted = (await log.endOffsets(topics.interactions.name)).reduce((sum, end) => sum + end, 0);
      const [stored, duplicate, quarantined] = [total('stored'), total('duplicate'), total('quarantined')];
      return { accepted, stored, duplicate, quarantined, inFlight: accepted - stored - duplicate - quarantined };
    },
    isReached: ({ inFlight }) => inFlight === 0,
    everyMs: 200,
  });
};
