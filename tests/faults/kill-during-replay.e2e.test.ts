import { existsSync } from 'node:fs';
import { createTestDatabase, testSeed } from '@hilo/testing';
import { beforeAll, expect, it } from 'vitest';
import type { Digests } from '../digests.ts';
import { onEachLog } from '../each-log.ts';
import { realData } from '../real-data.ts';
import { killDuringReplay, replayInPeace } from './kill-during-replay.ts';

/** A third of them is enough traffic for so few kills. */
const oneIn = 3;
const title = 'killing Hilo while it replays real interactions';
if (existsSync(realData)) underKills();
else it.skip(`${title} (skipped: there are no real data in ${realData})`, () => {});

function underKills(): void {
  // What is known does not depend on the log: both are compared with one.
  let wanted: Digests;
  beforeAll(async () => {
    const database = await createTestDatabase();
    wanted = await replayInPeace({ databaseUrl: database.url, folder: realData, oneIn });
    await database.drop();
  }, 600_000);

  onEachLog(title, (log) => {
    // Over Kafka, `pnpm test:faults --log kafka` kills more often.
    const kills = log === undefined ? 3 : 1;
    it(`loses nothing and does nothing twice (${kills} kills here; pnpm test:faults --full has 20)`, async () => {
      const database = await createTestDatabase();
      const { ledger, differences } = await killDuringReplay({
        databaseUrl: database.url,
        log,
        wanted,
        folder: realData,
        oneIn,
        kills,
        seed: testSeed(),
        say: console.log,
      });
      expect(differences).toEqual([]);
      expect(ledger.accepted).toBe(ledger.stored + ledger.duplicate + ledger.quarantined);
      await database.drop();
    });
  });
}
