import { existsSync } from 'node:fs';
import { createTestDatabase } from '@hilo/testing';
import { expect, it } from 'vitest';
import { startHilo } from '../../scripts/api/hilo-process.ts';
import { replay } from '../../scripts/replay/replay.ts';
import { untilCounted, untilThrough } from '../../scripts/replay/settle.ts';
import { digestsOf } from '../digests.ts';
import { onOneLog } from '../each-log.ts';
import { realData } from '../real-data.ts';

onOneLog('the replay of real tweets and reviews', (log) => {
  if (!existsSync(realData)) {
    it.skip(`is skipped: there are no real data in ${realData}`, () => {});
    return;
  }
  it('changes nothing the second time', async () => {
    const database = await createTestDatabase();
    const hilo = await startHilo({ databaseUrl: database.url, log });
    try {
      // A broker may hold what an earlier test left.
      await untilThrough(hilo.client);
      await untilCounted(hilo.client);
      const first = await replay(hilo.client, realData);
      expect(first.posted).toMatchObject({ posted: 16_833, accepted: 16_833, rejected: 0 });
      expect(first.added).toMatchObject({ accepted: 16_833, stored: 16_742, duplicate: 91, quarantined: 0 });
      expect(first.customers.after - first.customers.before).toBe(11_930);
      expect(first.nps).toMatchObject({ n: 1257, score: -56.8 });
      expect(first.csat).toMatchObject({ n: 2192, score: 43.98 });
      const before = await digestsOf(database.url);

      const second = await replay(hilo.client, realData);
      expect(second.added).toMatchObject({ accepted: 16_833, stored: 0, duplicate: 16_833, quarantined: 0 });
      expect(second).toMatchObject({ customers: { before: first.customers.after, after: first.customers.after } });
      expect(second).toMatchObject({ nps: first.nps, csat: first.csat });
      expect(await digestsOf(database.url)).toEqual(before);
    } finally {
      await hilo.stop();
      await database.drop();
    }
  });
});
