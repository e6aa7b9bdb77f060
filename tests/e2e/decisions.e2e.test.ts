import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CustomerRecord, Decision, type Identifier, IngestResult, type Interaction, Receipt } from '@hilo/contracts';
import { createTestDatabase, type TestDatabase } from '@hilo/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { type HiloProcess, startHilo } from '../../scripts/api/hilo-process.ts';
import { untilThrough } from '../../scripts/replay/settle.ts';
import { onOneLog } from '../each-log.ts';
import { arrival, programme } from './programme.ts';

const Timeline = z.object({ interactions: z.array(z.object({ id: z.string() })) });
const Invitations = z.object({ invitations: z.array(z.object({ state: z.string(), reason: z.string().optional() })) });
const Kpis = z.object({
  groups: z.array(z.object({ interactions: z.int(), nps: z.object({ n: z.int() }).optional() })),
});
const Decided = z.object({ decision: Decision, customers: z.array(z.string()) });

const soon = { interval: 200 };

onOneLog('what people decide', (log) => {
  const run = randomUUID().slice(0, 8);
  let database: TestDatabase;
  let hilo: HiloProcess;

  beforeAll(async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'hilo-test-')), 'programmes.json');
    writeFileSync(file, JSON.stringify([{ ...programme, askAfterMinutes: 600 }]));
    database = await createTestDatabase();
    hilo = await startHilo({ databaseUrl: database.url, log, environment: { HILO_PROGRAMMES: file } });
  });
  afterAll(async () => {
    await hilo?.stop();
    await database?.drop();
  });

  const number = (name: string): Identifier => ({ kind: 'customer_number', value: `${run}-${name}` });
  const email = (name: string): Identifier => ({ kind: 'email', value: `${name}-${run}@example.org` });
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
  const lookUp = (identifier: Identifier): Promise<CustomerRecord> =>
    hilo.client.post('/v1/customers/lookup', identifier, CustomerRecord);
  const decide = (request: object) => hilo.client.post('/v1/identity/decisions', request, Decided);
  const threadOf = async (identifier: Identifier): Promise<string[]> => {
    const { id } = await lookUp(identifier);
    const { interactions } = await hilo.client.get(`/v1/customers/${id}/timeline`, Timeline);
    return interactions.map((one) => one.id).sort();
  };
  const answersAt = async (touchpoint: string): Promise<number> => {
    const { groups } = await hilo.client.get(`/v1/kpis?groupBy=touchpoint&touchpoint=${touchpoint}`, Kpis);
    return groups[0]?.nps?.n ?? 0;
  };

  it('says of an interaction that was withdrawn before it was posted that it is withdrawn', async () => {
    const one = interaction([number('early')], { text: 'never mind' });
    await decide({ kind: 'withdraw', source: 'local', interaction: one.id });
    await post(one);
    const receiptOf = async () => hilo.client.get(`/v1/interactions/${one.id}`, Receipt);
    await expect.poll(receiptOf, soon).toMatchObject({ id: one.id, source: 'local', state: 'withdrawn' });
  });

  it('puts every interaction on the thread where it belongs after a split, and a replay does not undo it', async () => {
    const all = [
      interaction([number('ana'), email('both')]),
      interaction([number('ana')]),
      interaction([email('both')]),
    ];
    const ids = all.map(({ id }) => id);
    await post(...all);
    await expect.poll(() => threadOf(number('ana')), soon).toEqual(ids);
    const { id: customer } = await lookUp(number('ana'));
    const { customers } = await decide({ kind: 'split', customer, identifiers: [email('both')] });
    expect(customers).toHaveLength(2);
    await expect.poll(() => threadOf(number('ana')), soon).toEqual(ids.slice(0, 2));
    await expect.poll(() => threadOf(email('both')), soon).toEqual(ids.slice(2));
    await post(...all);
    expect(await threadOf(number('ana'))).toEqual(ids.slice(0, 2));
    expect(await threadOf(email('both'))).toEqual(ids.slice(2));
  });

  it('shows a withdrawn interaction to nobody, counts no answer of it, and asks nobody about it', async () => {
    const touchpoint = `desk-${run}`;
    const answers: Interaction['answers'] = [{ question: 'likelihood_to_recommend', scale: 'nps', value: 9 }];
    const [stays, goes] = [
      interaction([number('luis')], { touchpoint, answers }),
      interaction([number('luis'), email('luis')], { ...arrival, answers: [] }),
    ];
    const counted = interaction([number('luis')], { touchpoint, answers });
    await post(stays, goes, counted);
    await expect.poll(() => answersAt(touchpoint), soon).toBe(2);
    const { source } = await sourceOf(goes.id);
    const { id: customer } = await lookUp(number('luis'));
    const invitations = async () =>
      (await hilo.client.get(`/v1/invitations?customer=${customer}`, Invitations)).invitations;
    await expect.poll(invitations, soon).toEqual([{ state: 'pending' }]);

    await decide({ kind: 'withdraw', source, interaction: goes.id });
    await decide({ kind: 'withdraw', source, interaction: counted.id });
    await expect.poll(() => threadOf(number('luis')), soon).toEqual([stays.id]);
    await expect.poll(() => answersAt(touchpoint), soon).toBe(1);
    await expect.poll(invitations, soon).toEqual([{ state: 'withheld', reason: 'interaction-withdrawn' }]);
    await post(stays, goes, counted);
    expect(await answersAt(touchpoint)).toBe(1);
  });

  const sourceOf = async (id: string): Promise<{ source: string }> => {
    const { id: customer } = await lookUp(number('luis'));
    const WithLinks = z.object({
      links: z.array(z.object({ interactions: z.array(z.object({ source: z.string(), interaction: z.string() })) })),
    });
    const { links } = await hilo.client.get(`/v1/customers/${customer}/identity`, WithLinks);
    const said = links.flatMap(({ interactions }) => interactions).find(({ interaction }) => interaction === id);
    return { source: said?.source ?? '' };
  };
});
