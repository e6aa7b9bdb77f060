import { randomUUID } from 'node:crypto';
import { CustomerRecord, IngestResult } from '@hilo/contracts';
import { createTestDatabase } from '@hilo/testing';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { type HiloProcess, startHilo } from '../../scripts/api/hilo-process.ts';
import { untilThrough } from '../../scripts/replay/settle.ts';
import { services } from '../../scripts/services.ts';
import { onEachLog } from '../each-log.ts';

const Timeline = z.object({ interactions: z.array(z.object({ id: z.string() })) });
const Programmes = z.object({ programmes: z.array(z.object({ id: z.string() })) });
const NewKey = z.object({ id: z.string(), key: z.string() });

onEachLog('one process per service', (log) => {
  it('does what one process for all does, and a key made in one is known in every one', async () => {
    const database = await createTestDatabase();
    const opened = new AsyncDisposableStack();
    opened.defer(() => database.drop());
    try {
      const processes = new Map<string, HiloProcess>();
      for (const { name } of services) {
        processes.set(name, opened.use(await startHilo({ databaseUrl: database.url, log, command: name })));
      }
      const the = (name: string): HiloProcess => {
        const found = processes.get(name);
        if (found === undefined) throw new Error(`${name} is no service`);
        return found;
      };
      const id = randomUUID();
      const number = { kind: 'customer_number', value: id };
      const interaction = {
        id,
        occurredAt: new Date().toISOString(),
        channel: 'web',
        touchpoint: 'account',
        kind: 'viewed',
        identifiers: [number],
      };
      const ingest = the('ingest').client;
      await ingest.post('/v1/interactions', interaction, IngestResult);
      await untilThrough(ingest);
      const record = await the('identity-resolution').client.post('/v1/customers/lookup', number, CustomerRecord);
      expect(record.interactions.total).toBe(1);
      await expect
        .poll(() => the('analytics').client.get(`/v1/customers/${record.id}/timeline`, Timeline))
        .toEqual({ interactions: [{ id }] });

      const scopes = ['customers:read', 'surveys:read', 'analytics:read'];
      const { key } = await ingest.post('/v1/keys', { source: 'analyst', scopes }, NewKey);
      const ask = async (name: string, path: string): Promise<number> =>
        (await fetch(`${the(name).url}${path}`, { headers: { authorization: `Bearer ${key}` } })).status;
      for (const [name, path] of [
        ['identity-resolution', `/v1/customers/${record.id}`],
        ['survey-trigger', '/v1/programmes'],
        ['analytics', '/v1/kpis'],
      ] as const) {
        await expect.poll(() => ask(name, path)).toBe(200);
      }
      expect(await ask('identity-resolution', '/v1/kpis')).toBe(404);
      const { programmes } = await the('survey-trigger').client.get('/v1/programmes', Programmes);
      expect(programmes.map((programme) => programme.id)).toEqual(['after-the-flight']);
    } finally {
      await opened.disposeAsync();
    }
  });
});
