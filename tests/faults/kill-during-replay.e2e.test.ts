import { existsSync } from 'node:fs';
import { createTestDatabase } from '@hilo/testing';
import { expect, it } from 'vitest';
import { onEachLog } from '../each-log.ts';
import { realData } from '../real-data.ts';
import { killDuringReplay } from './kill-during-replay.ts';

onEachLog('killing Hilo while it replays real interactions', (log) => {
  if (!existsSync(realData)) {
    it.skip(`is skipped: there are no real data in ${realData}`, () => {});
    return;
  }
  // Over Kafka, `pnpm test:faults --log kafka` kills more often.
  const kills = log === undefined ? 3 : 1;
  it(`loses nothing and does nothing twice (${kills} kills here; pnpm test:faults --full has 20)`, async () => {
    const [calm, killed] = [await createTestDatabase(), await createTestDatabase()];
    const databaseUrls = { calm: calm.url, killed: killed.url };
    const { ledger, differences } = await killDuringReplay({
      databaseUrls,
      log,
      folder: realData,
      kills,
      seed: Date.now(),
      say: console.log,
    });
    expect(differences).toEqual([]);
    expect(ledger.accepted).toBe(ledger.stored + ledger.duplicate + ledger.quarantined);
    await calm.drop();
    await killed.drop();
  });
});
