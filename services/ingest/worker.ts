import { ApiKey, ApiKeyUse, deadLetterTopics, LedgerEntry, topics } from '@hilo/contracts';
import {
  asOne,
  followErasures,
  followRebuilds,
  type NameHashes,
  oneByOne,
  parseRecords,
  type Resources,
  runConsumer,
  saveApiKey,
  saveSessions,
} from '@hilo/runtime';
import { group, quarantineGroup, receiptsGroup } from './config.ts';
import { eraseWith } from './erase.ts';
import { collect } from './quarantine/collect.ts';
import { followers } from './receipts/follow.ts';
import { removeUntold } from './receipts/remove-receipts.ts';
import { saveApiKeyUses, saveLedger } from './store/ledger.ts';

/** All that goes on beside the requests: what became of interactions is followed, and what nobody can process is collected. */
export const openWorker = async (resources: Resources, hashes: NameHashes): Promise<void> => {
  const { log, use } = resources;
  use(await followLedger(resources));
  use(await followKeys(resources));
  use(await followErasures(resources, group, eraseWith({ hashes, log })));
  use(await followRebuilds(resources, group, removeUntold));
  use(
    await runConsumer({
      ...resources,
      group: quarantineGroup,
      topics: deadLetterTopics.map(({ name }) => name),
      isLastResort: true,
      handle: oneByOne((tx, batch) => collect(tx, { log, hashes }, batch)),
    }),
  );
  const follow = followers({ hashes, log });
  use(
    await runConsumer({
      ...resources,
      group: receiptsGroup,
      topics: Object.keys(follow),
      // A few of each partition: they are done as one. A thousand at once would keep who posts waiting for 30 ms.
      maxRecords: 100,
      together: { partitions: 36, records: 250, gatherMs: 100 },
      handle: asOne(async (tx, batch) => (await follow[batch.topic]?.(tx, batch)) ?? {}),
    }),
  );
};

/** How far identity-resolution is through each partition. */
const followLedger = (resources: Resources) =>
  runConsumer({
    ...resources,
    group,
    topics: [topics.ledger.name],
    handle: oneByOne(async (tx, { records }) => {
      const { parsed, deadLetters } = parseRecords(LedgerEntry, records);
      await saveLedger(tx, latestOf(parsed.map(({ message }) => message)));
      return { deadLetters };
    }),
  });

/** When keys were used, the keys themselves, since a database from a backup lacks those that were made and revoked since, and sessions. */
const followKeys = (resources: Resources) =>
  runConsumer({
    ...resources,
    group: `${group}.api-key-uses`,
    topics: [topics.apiKeyUses.name, topics.apiKeys.name, topics.sessions.name],
    handle: oneByOne(async (tx, { topic, records }) => {
      if (topic === topics.sessions.name) return saveSessions(tx, records);
      if (topic === topics.apiKeys.name) {
        const keys = parseRecords(ApiKey, records);
        for (const { message } of keys.parsed) await saveApiKey(tx, message);
        return { deadLetters: keys.deadLetters };
      }
      const { parsed, deadLetters } = parseRecords(ApiKeyUse, records);
      await saveApiKeyUses(
        tx,
        parsed.map(({ message }) => message),
      );
      return { deadLetters };
    }),
  });

/** The last entry of every partition; those before it are contained in it. */
const latestOf = (entries: readonly LedgerEntry[]): LedgerEntry[] => [
  ...new Map(entries.map((entry) => [`${entry.log}/${entry.topic}/${entry.partition}`, entry])).values(),
];
