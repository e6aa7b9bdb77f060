import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CustomerRecord, ErasureStatus, type Identifier, IngestResult, type Interaction } from '@hilo/contracts';
import { createTestDatabase, type TestDatabase } from '@hilo/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { Refused } from '../../scripts/api/client.ts';
import { type HiloProcess, startHilo } from '../../scripts/api/hilo-process.ts';
import { balances } from '../../scripts/api/ledger.ts';
import { untilThrough } from '../../scripts/replay/settle.ts';
import { onEachLog } from '../each-log.ts';
import { placesOf } from '../everything.ts';
import { arrival, programme } from './programme.ts';

const Timeline = z.object({ interactions: z.array(z.object({ id: z.string() })) });
const Invitations = z.object({ invitations: z.array(z.object({ state: z.string() })) });
const Export = z.object({
  record: CustomerRecord,
  interactions: z.array(z.object({ interaction: z.object({ id: z.string(), text: z.string().optional() }) })),
  consents: z.array(z.object({ state: z.string() })),
  reads: z.array(z.object({ purpose: z.string() })),
});
const Asked = z.object({ ...ErasureStatus.shape, export: Export });

const soon = { interval: 250 };

onEachLog('the erasure of a person', (log) => {
  const run = randomUUID().slice(0, 8);
  let database: TestDatabase;
  let hilo: HiloProcess;

  beforeAll(async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'hilo-test-')), 'programmes.json');
    writeFileSync(file, JSON.stringify([programme]));
    database = await createTestDatabase();
    hilo = await startHilo({ databaseUrl: database.url, log, environment: { HILO_PROGRAMMES: file } });
  });
  afterAll(async () => {
    await hilo?.stop();
    await database?.drop();
  });

  const ana = {
    number: { kind: 'customer_number', value: `C-ana-${run}` },
    email: { kind: 'email', value: `Ana.${run}@Example.org` },
    // With the value in front of the kind, as some senders write it: so it is stored, and has to be found.
    phone: { value: `+34 600 ${String(Number.parseInt(run, 16) % 1e6).padStart(6, '0')}`, kind: 'phone' },
    name: `Aniceta${run}`,
  };
  const luis: Identifier = { kind: 'customer_number', value: `C-luis-${run}` };
  const personal = [
    ana.number.value,
    ana.email.value,
    ana.phone.value,
    ana.phone.value.replaceAll(' ', ''),
    ana.name,
    `verbatim of ${ana.name}`,
  ];
  let happened = 0;
  const interaction = (identifiers: Identifier[], fields: Partial<Interaction> = {}): Interaction & { id: string } => ({
    occurredAt: new Date(Date.now() - 60_000 + happened).toISOString(),
    channel: 'web',
    touchpoint: `account-${run}`,
    kind: 'viewed',
    identifiers,
    ...fields,
    id: `${run}-${happened++}`,
  });
  const post = async (...interactions: Interaction[]): Promise<void> => {
    await hilo.client.post('/v1/interactions', interactions, IngestResult);
    await untilThrough(hilo.client);
  };
  const lookUp = (identifier: Identifier) =>
    hilo.client.post('/v1/customers/lookup?purpose=test', identifier, CustomerRecord).catch((error: unknown) => {
      if (error instanceof Refused && error.status === 404) return undefined;
      throw error;
    });
  const statusOf = ({ id }: { id: string }) => hilo.client.get(`/v1/erasures/${id}`, ErasureStatus);

  const granted: Interaction['consents'] = [
    { purpose: 'feedback', state: 'granted', channel: 'email', contactPoint: ana.email },
  ];
  const history = [
    interaction([ana.number, ana.email], { traits: { givenName: ana.name }, consents: granted }),
    interaction([ana.number], { ...arrival, text: `verbatim of ${ana.name}` }),
    interaction([ana.number, ana.phone], {
      answers: [{ question: 'likelihood_to_recommend', scale: 'nps', value: 3 }],
    }),
    // A second customer number cannot be hers: it is his interaction, which names her address.
    interaction([luis, ana.email]),
    interaction([luis], { traits: { givenName: 'Luis' } }),
    interaction([luis], { channel: 'call_centre', outcome: 'wrong_person', identifiers: [luis, ana.phone] }),
  ];

  it('is complete in every service and on the log within 60 seconds, and says what was removed where', async () => {
    await post(...history);
    await post(...history);
    // Other words under an id that was posted: no fact knows them, the quarantine and its dead letter do.
    await post({ ...interaction([ana.phone]), id: `${run}-1`, text: `another verbatim of ${ana.name}` });
    const setAside = () => placesOf(database.url, [`another verbatim of ${ana.name}`]);
    await expect.poll(async () => (await setAside()).join(), soon).toContain('ingest.quarantine');
    const { id: customer } = (await lookUp(ana.email)) ?? { id: '' };
    const invitations = async () =>
      (await hilo.client.get(`/v1/invitations?customer=${customer}`, Invitations)).invitations;
    await expect.poll(invitations, soon).toEqual([{ state: 'invited' }]);
    const timeline = async () =>
      (await hilo.client.get(`/v1/customers/${customer}/timeline`, Timeline)).interactions.length;
    await expect.poll(timeline, soon).toBe(3);
    expect(await placesOf(database.url, personal)).not.toEqual([]);

    const startedAt = Date.now();
    const id = randomUUID();
    const request = { id, customer, export: true, reason: 'asked by the customer' };
    const asked = await hilo.client.post('/v1/erasures', request, Asked);
    expect(asked.export.record.id).toBe(customer);
    expect(asked.export.interactions.map((one) => one.interaction.id).sort()).toEqual(
      history.slice(0, 3).map((one) => one.id),
    );
    expect(asked.export.consents).toHaveLength(1);
    expect(asked.export.reads).toContainEqual({ purpose: 'test' });
    expect((await hilo.client.post('/v1/erasures', request, ErasureStatus)).id).toBe(id);

    await expect.poll(async () => (await statusOf(asked)).state, soon).toBe('done');
    await expect.poll(() => placesOf(database.url, personal), soon).toEqual([]);
    expect(Date.now() - startedAt).toBeLessThan(60_000);
    const removed = Object.fromEntries((await statusOf(asked)).report.map((one) => [one.where, one.removed]));
    expect(removed['identity-resolution']).toMatchObject({ interactions: 3, identifiers: 3, redacted: 2 });
    expect(removed.analytics).toMatchObject({ facts: 3, answers: 1, survey_events: 1 });
    expect(removed['survey-trigger']).toMatchObject({ invitations: 1 });
    expect(removed.ingest).toMatchObject({ quarantine: 1 });
    if (log === undefined) expect(removed.log?.['hilo.interactions.v1']).toBeGreaterThanOrEqual(10);
    const { erasures } = await hilo.client.get('/v1/erasures', z.object({ erasures: z.array(ErasureStatus) }));
    expect(erasures.map((one) => one.id)).toEqual([id]);
  });

  it('leaves everybody else as they were, without the mention', async () => {
    const record = await lookUp(luis);
    expect(record?.identifiers.map(({ value }) => value)).toEqual([luis.value]);
    expect(record?.interactions.total).toBe(3);
    expect(record?.conflicts).toEqual([]);
  });

  it('is proof against the whole history posted again, and against what was late', async () => {
    const late = interaction([ana.phone], { text: `verbatim of ${ana.name}` });
    await post(...history, late);
    await post(...history);
    expect(balances(await untilThrough(hilo.client))).toBe(true);
    for (const identifier of [ana.number, ana.email, ana.phone]) expect(await lookUp(identifier)).toBeUndefined();
    await expect.poll(() => placesOf(database.url, personal), soon).toEqual([]);
    expect((await lookUp(luis))?.interactions.total).toBe(3);
  });

  it('lets in who comes back afterwards as a new customer', async () => {
    const again = interaction([ana.number, ana.email], { occurredAt: new Date().toISOString() });
    await post(again);
    const record = await lookUp(ana.email);
    expect(record?.interactions.total).toBe(1);
    expect(record?.traits).toEqual({});
    expect(record?.consents).toEqual([]);
    const timeline = async () =>
      (await hilo.client.get(`/v1/customers/${record?.id}/timeline`, Timeline)).interactions.map(({ id }) => id);
    await expect.poll(() => timeline().catch(() => []), soon).toEqual([again.id]);
    await delay(3000);
    expect(await timeline()).toEqual([again.id]);
    await post(...history);
    expect((await lookUp(ana.email))?.interactions.total).toBe(1);
  });
});
