import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CustomerRecord, type Identifier, IngestResult, type Interaction } from '@hilo/contracts';
import { createTestDatabase, type TestDatabase } from '@hilo/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { apiKey, type HiloProcess, startHilo } from '../../scripts/api/hilo-process.ts';
import { LedgerAnswer } from '../../scripts/api/ledger.ts';
import { untilThrough } from '../../scripts/replay/settle.ts';
import { onEachLog } from '../each-log.ts';
import { arrival, programme } from './programme.ts';

const Timeline = z.object({
  customer: z.string(),
  interactions: z.array(
    z.object({
      id: z.string(),
      touchpoint: z.string(),
      surveys: z.array(z.object({ state: z.string(), reason: z.string().optional() })),
    }),
  ),
});

const Invitations = z.object({
  invitations: z.array(
    z.object({
      state: z.enum(['pending', 'invited', 'withheld']),
      reason: z.string().optional(),
      contactPoint: z.object({ kind: z.string(), value: z.string() }).optional(),
    }),
  ),
});

const Kpis = z.object({
  groups: z.array(
    z.object({
      group: z.record(z.string(), z.string()),
      interactions: z.int(),
      nps: z.object({ score: z.number(), n: z.int() }).optional(),
      csat: z.object({ score: z.number(), n: z.int() }).optional(),
    }),
  ),
});

const soon = { interval: 200 };

onEachLog('the thread', (log) => {
  // A broker may hold what an earlier test left: whoever appears here was never there before.
  const run = randomUUID().slice(0, 8);
  let database: TestDatabase;
  let hilo: HiloProcess;

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hilo-test-'));
    const file = join(folder, 'programmes.json');
    writeFileSync(file, JSON.stringify([programme]));
    database = await createTestDatabase();
    hilo = await startHilo({ databaseUrl: database.url, log, environment: { HILO_PROGRAMMES: file } });
  });
  afterAll(async () => {
    await hilo?.stop();
    await database?.drop();
  });

  const as = (kind: string, value: string): Identifier => ({ kind, value: `${run}-${value}` });
  const email = (name: string): Identifier => ({ kind: 'email', value: `${name}-${run}@example.org` });
  const phone = (last: number): Identifier => ({
    kind: 'phone',
    value: `+346${String(Number.parseInt(run.slice(0, 5), 16) % 1_000_000).padStart(6, '0')}${last}${last}`,
  });

  let happened = 0;
  const interaction = (
    identifiers: Identifier[],
    fields: Partial<Omit<Interaction, 'id'>> = {},
  ): Interaction & { id: string } => ({
    id: `${run}-${happened++}`,
    occurredAt: new Date(Date.now() - 60_000 + happened).toISOString(),
    channel: 'web',
    touchpoint: 'account',
    kind: 'viewed',
    identifiers,
    ...fields,
  });
  const post = (...interactions: Interaction[]): Promise<IngestResult> =>
    hilo.client.post('/v1/interactions', interactions, IngestResult);
  const lookUp = (identifier: Identifier): Promise<CustomerRecord> =>
    hilo.client.post('/v1/customers/lookup', identifier, CustomerRecord);
  const timelineOf = (customer: string): Promise<z.infer<typeof Timeline>> =>
    hilo.client.get(`/v1/customers/${customer}/timeline`, Timeline);
  const invitationsOf = async (customer: string) =>
    (await hilo.client.get(`/v1/invitations?customer=${customer}`, Invitations)).invitations;
  const through = (): Promise<LedgerAnswer> => untilThrough(hilo.client);

  it('puts what a person did on four channels on one thread', async () => {
    const [number, device] = [as('customer_number', 'ana'), as('device_id', 'ana')];
    await post(
      interaction([device], { touchpoint: 'flight.search' }),
      interaction([device, email('ana')], { channel: 'app', traits: { givenName: 'Ana' } }),
      interaction([phone(1), number], { channel: 'call_centre', touchpoint: 'helpline' }),
      interaction([email('ana'), number], { channel: 'store', touchpoint: 'desk' }),
    );
    await through();
    const record = await lookUp(phone(1));
    expect(record).toMatchObject({
      ambiguous: false,
      interactions: { total: 4, byChannel: { web: 1, app: 1, call_centre: 1, store: 1 } },
      traits: { givenName: { value: 'Ana' } },
    });
    expect(record.identifiers.map(({ kind }) => kind)).toEqual(['customer_number', 'device_id', 'email', 'phone']);
    expect(await lookUp(device)).toEqual(record);
    await expect.poll(async () => (await timelineOf(record.id)).interactions.length, soon).toBe(4);
  });

  it('asks after the flight who consented, and tells why it does not ask the others', async () => {
    const granted = { purpose: 'feedback', state: 'granted', channel: 'email' } as const;
    await post(
      interaction([as('customer_number', 'yes'), email('yes')], { consents: [granted] }),
      interaction([as('customer_number', 'no'), email('no')], { consents: [{ ...granted, state: 'withdrawn' }] }),
      interaction([as('customer_number', 'never-asked'), email('never-asked')]),
      interaction([as('customer_number', 'yes')], arrival),
      interaction([as('customer_number', 'no')], arrival),
      interaction([as('customer_number', 'never-asked')], arrival),
      interaction([as('customer_number', 'late'), email('late')], {
        ...arrival,
        consents: [granted],
        occurredAt: new Date(Date.now() - 49 * 3_600_000).toISOString(),
      }),
    );
    await through();
    const decided = async (who: string) => {
      const { id } = await lookUp(as('customer_number', who));
      await expect
        .poll(async () => (await invitationsOf(id)).map(({ state }) => state), soon)
        .toEqual([expect.stringMatching('invited|withheld')]);
      return (await invitationsOf(id))[0];
    };
    expect(await decided('yes')).toMatchObject({ state: 'invited', contactPoint: email('yes') });
    expect(await decided('no')).toMatchObject({ state: 'withheld', reason: 'consent-withdrawn' });
    expect(await decided('never-asked')).toMatchObject({ state: 'withheld', reason: 'no-consent' });
    // It was older than its deadline when it was accepted: history, about which nobody is asked.
    expect(await invitationsOf((await lookUp(as('customer_number', 'late'))).id)).toEqual([]);
    const { id } = await lookUp(as('customer_number', 'no'));
    await expect
      .poll(async () => (await timelineOf(id)).interactions.flatMap(({ surveys }) => surveys), soon)
      .toEqual([{ state: 'withheld', reason: 'consent-withdrawn' }]);
  });

  it('asks a customer once, however much she flies', async () => {
    const number = as('customer_number', 'often');
    const consents = [{ purpose: 'feedback', state: 'granted' } as const];
    await post(
      interaction([number, email('often')], { consents }),
      ...[1, 2, 3].map(() => interaction([number], arrival)),
    );
    await through();
    const { id } = await lookUp(number);
    await expect
      .poll(async () => (await invitationsOf(id)).map(({ state, reason }) => reason ?? state).sort(), soon)
      .toEqual(['asked-recently', 'asked-recently', 'invited']);
  });

  it('keeps the phone away from a customer who was not its owner', async () => {
    const number = as('customer_number', 'debtor');
    await post(
      interaction([number, phone(2)]),
      interaction([number, phone(2)], { channel: 'call_centre', touchpoint: 'offer', outcome: 'wrong_person' }),
      interaction([number, phone(2)]),
    );
    await through();
    const record = await lookUp(number);
    expect(record.identifiers.map(({ kind }) => kind)).toEqual(['customer_number']);
    expect(record.conflicts).toMatchObject([{ reason: 'dissociated' }]);
    expect((await lookUp(phone(2))).id).not.toBe(record.id);
  });

  it('moves a timeline to whom it belongs when two customers turn out to be one', async () => {
    const [device, number] = [as('device_id', 'luis'), as('customer_number', 'luis')];
    await post(interaction([device]), interaction([number]));
    await through();
    const before = await lookUp(device);
    await expect.poll(async () => (await timelineOf(before.id)).interactions.length, soon).toBe(1);
    await post(interaction([device, number]));
    await through();
    const after = await lookUp(number);
    expect(after.interactions.total).toBe(3);
    await expect.poll(async () => (await timelineOf(after.id)).interactions.length, soon).toBe(3);
    await expect.poll(async () => (await timelineOf(before.id)).customer, soon).toBe(after.id);
  });

  it('changes nothing when everything is posted again, and sets aside the same id with other content', async () => {
    const number = as('customer_number', 'twice');
    const posted = [interaction([number, email('twice')]), interaction([number], { traits: { city: 'Bilbao' } })];
    const ledger = await through();
    await post(...posted);
    await through();
    const record = await lookUp(number);
    await post(...posted.toReversed());
    await post({ ...interaction([number]), id: posted[0]?.id ?? '' });
    const after = await through();
    expect(await lookUp(number)).toEqual(record);
    expect(after).toEqual({
      accepted: ledger.accepted + 5,
      stored: ledger.stored + 2,
      duplicate: ledger.duplicate + 2,
      quarantined: ledger.quarantined + 1,
      inFlight: 0,
    });
  });

  it('counts NPS, CSAT and volume by touchpoint', async () => {
    const touchpoint = `lounge-${run}`;
    const nps = (value: number) => ({ question: 'likelihood_to_recommend', scale: 'nps', value }) as const;
    const csat = (value: number) => ({ question: 'satisfaction', scale: 'csat', value }) as const;
    await post(
      ...[10, 9, 9, 7, 0].map((value) => interaction([email('nps')], { touchpoint, answers: [nps(value)] })),
      ...[5, 4, 1, 1].map((value) => interaction([email('csat')], { touchpoint, answers: [csat(value)] })),
    );
    await through();
    const kpis = async () =>
      (await hilo.client.get(`/v1/kpis?touchpoint=${touchpoint}&groupBy=touchpoint`, Kpis)).groups[0];
    await expect.poll(async () => (await kpis())?.interactions, soon).toBe(9);
    expect(await kpis()).toMatchObject({ group: { touchpoint }, nps: { score: 40, n: 5 }, csat: { score: 50, n: 4 } });
  });

  it('answers a malformed body with the field that is wrong, and it never reaches the log', async () => {
    const before = await through();
    const answer = await fetch(`${hilo.url}/v1/interactions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ...interaction([email('x')]), identifiers: [{ kind: 'email' }] }),
    });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ errors: [{ path: 'identifiers[0].value' }] });
    expect(await hilo.client.get('/v1/ledger', LedgerAnswer)).toEqual(before);
  });

  it('stops on SIGTERM without a complaint, and goes on with what it knew', async () => {
    const number = as('customer_number', 'yesterday');
    await post(interaction([number]));
    await through();
    const record = await lookUp(number);
    expect(await hilo.stop()).toBe(0);
    hilo = await startHilo({ databaseUrl: database.url, log });
    expect(await lookUp(number)).toEqual(record);
  });
});
