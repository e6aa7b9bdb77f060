import { IngestResult } from '@hilo/contracts';
import { createTestDatabase, startKafka, type TestDatabase } from '@hilo/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HiloProcess, startHilo } from '../../scripts/api/hilo-process.ts';

const kafka = await startKafka({ ownProcesses: true });
if ('skipped' in kafka) it.skip(`a broker that is stopped in order (${kafka.skipped})`, () => {});
else describe('while the only broker is stopped in order, as when it is updated', () => stopped(kafka));

function stopped({ brokers, stop, stopNode, startNode }: Exclude<typeof kafka, { skipped: string }>): void {
  let database: TestDatabase;
  let ingest: HiloProcess;
  let analytics: HiloProcess;
  beforeAll(async () => {
    database = await createTestDatabase();
    const log = `kafka://${brokers.join(',')}`;
    ingest = await startHilo({ databaseUrl: database.url, log, command: 'ingest' });
    analytics = await startHilo({ databaseUrl: database.url, log, command: 'analytics' });
  });
  afterAll(async () => {
    await ingest.stop();
    await analytics.stop();
    await stop();
    await database.drop();
  });

  it('ingest goes on accepting, for longer than a session', async () => {
    for (const { url } of [ingest, analytics]) await expect.poll(() => statusOf(url), soon).toBe(200);
    await stopNode(0, 'SIGTERM');
    const until = Date.now() + 15_000;
    let accepted = 0;
    while (Date.now() < until || accepted <= 10) {
      const result = await ingest.client.post('/v1/interactions', interaction(`away-${accepted}`), IngestResult);
      expect(result.accepted).toBe(1);
      accepted += 1;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    expect(await statusOf(ingest.url)).toBe(200);
  });

  it('who can do nothing without it is not ready, and says why', async () => {
    await expect.poll(() => statusOf(analytics.url), soon).toBe(503);
    expect(await (await fetch(`${analytics.url}/readyz`)).json()).toMatchObject({
      title: 'Not ready',
      detail: expect.stringContaining('the log: '),
    });
  });

  it('all go on when it is back', async () => {
    await startNode(0);
    for (const { url } of [ingest, analytics]) await expect.poll(() => statusOf(url), soon).toBe(200);
    await expect.poll(() => metric(ingest.url, 'hilo_spool_interactions'), soon).toBe(0);
    expect(await Promise.race([ingest.gone, analytics.gone, 'alive'])).toBe('alive');
  });
}

const soon = { interval: 500 };

const statusOf = async (url: string): Promise<number> => (await fetch(`${url}/readyz`)).status;

const metric = async (url: string, name: string): Promise<number> =>
  Number(new RegExp(`^${name}(?:{[^}]*})? (\\S+)$`, 'm').exec(await (await fetch(`${url}/metrics`)).text())?.[1]);

const interaction = (id: string) => ({
  id,
  occurredAt: new Date().toISOString(),
  channel: 'web',
  touchpoint: 'checkout',
  kind: 'bought',
  identifiers: [{ kind: 'email', value: 'ana@example.org' }],
});
