import { join } from 'node:path';
import { AcceptedInteraction, type Erasure, topics } from '@hilo/contracts';
import {
  lockForErasure,
  migrate,
  nameHashes,
  type Outgoing,
  openDatabase,
  provisionSchemas,
  putIntoOutbox,
  transaction,
} from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { loadProgrammes } from '../config.ts';
import { Programme } from '../domain/programme.ts';
import { eraseWith } from '../erase.ts';
import { handlers } from '../pipeline.ts';
import { readInvitations } from '../store/invitation-list.ts';
import { fixedProgrammes } from '../store/programmes.ts';
import { decideNow, hashOfNames } from './decide-now.ts';

const [shipped] = loadProgrammes();
/** Asks after everything in an e-mail as well, so after an invitation too, if it could. */
const programmes = [
  ...(shipped ? [shipped] : []),
  Programme.parse({ ...shipped, id: 'after-a-mail', when: { channels: ['email'] }, restDays: 0 }),
];
let pool: Pool;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await createTestDatabase();
  const urls = await provisionSchemas({ adminUrl: database.url, secret: 'a secret of the tests' }, ['survey']);
  pool = openDatabase({ connectionString: urls.survey ?? '', schema: 'survey', logger: { warn: () => {} } });
  await migrate(pool, join(import.meta.dirname, '..', 'migrations'));
  drop = async () => {
    await pool.end();
    await database.drop();
  };
});
afterAll(() => drop());
beforeEach(async () => {
  await pool.query(
    'TRUNCATE contact_facts, contacts, contact_marks, invitations, profiles, claims, customers, erased, erased_versions, outbox',
  );
});

const uuid = (n: number): string => `00000000-0000-8000-8000-00000000000${n}`;
const [ana, luis, mail] = [uuid(1), uuid(2), uuid(3)];
const happened = Date.UTC(2026, 2, 1, 10);
const now = happened + 3_600_000;
const timestamp = (at: number): string => new Date(at).toISOString();
const journey = { id: 'trip-1', name: 'trip', stage: 'arrival', momentOfTruth: true };

const resolved = (id: string, whose: string, fields: object = {}) => ({
  interaction: {
    id,
    source: 'gate',
    receivedAt: timestamp(happened),
    occurredAt: timestamp(happened),
    channel: 'other',
    touchpoint: shipped?.when.touchpoints?.[0] ?? '',
    kind: shipped?.when.kinds?.[0] ?? '',
    identifiers: [{ kind: 'loyalty_id', value: `L-${whose}` }],
    journey,
    ...fields,
  },
  subject: whose,
  customer: whose,
  version: 1,
  recordVersion: 1,
  why: { rule: 'strongest-identifier', identifier: { kind: 'loyalty_id', value: `L-${whose}` }, registryVersion: 1 },
});

const record = (id: string, { consents = ['granted'] } = {}) => ({
  id,
  version: 1,
  updatedAt: timestamp(happened),
  ambiguous: false,
  subjects: [id, mail],
  identifiers: [
    { kind: 'email', value: `${id}@example.org`, subject: mail, firstSeenAt: timestamp(happened), status: 'linked' },
    { kind: 'loyalty_id', value: `L-${id}`, subject: id, firstSeenAt: timestamp(happened), status: 'linked' },
  ],
  traits: {},
  consents: consents.map((state) => ({
    purpose: 'feedback',
    state,
    source: 'web',
    interaction: 'yes',
    at: timestamp(0),
  })),
  contactPreferences: {},
  interactions: { total: 1, byChannel: {} },
  conflicts: [],
});

const hear = (topic: string, ...messages: object[]) =>
  transaction(pool, async (tx) => {
    const records = messages.map((message, offset) => {
      return { offset, key: '', value: JSON.stringify(message), headers: {}, appendedAt: 0 };
    });
    await handlers(fixedProgrammes(programmes), hashOfNames)[topic]?.(tx, { records });
  });
const decide = (isOnThread = true, at = now) =>
  transaction(pool, async (tx) => (await decideNow(tx, { programmes, isOnThread }, at)).outbox);
const onThread = (outbox: readonly Outgoing[]) =>
  outbox
    .filter(({ topic }) => topic === topics.interactions.name)
    .map(({ key, value, headers }) => ({
      key,
      headers,
      interaction: AcceptedInteraction.parse(JSON.parse(value ?? '')),
    }));

it('puts an invitation on the thread as an outbound interaction of its subject, which links nothing', async () => {
  await hear(topics.customers.name, record(ana), record(luis, { consents: [] }));
  await hear(topics.resolved.name, resolved('i-1', ana), resolved('i-2', luis));
  const outbox = await decide();
  const [invitation] = (await readInvitations(pool, { state: 'invited' }, { after: undefined, limit: 9 })) ?? [];
  const id = `invited:${invitation?.id}`;
  expect(onThread(outbox)).toEqual([
    {
      key: `loyalty_id:l-${ana}`,
      headers: {
        ce_id: id,
        ce_source: 'hilo/survey-trigger',
        ce_type: 'hilo.interaction',
        ce_time: timestamp(now),
      },
      interaction: {
        id,
        source: 'hilo/survey-trigger',
        receivedAt: timestamp(now),
        derived: ['occurredAt'],
        occurredAt: timestamp(now),
        channel: 'email',
        touchpoint: 'survey.invitation',
        kind: 'invited',
        direction: 'outbound',
        actor: 'system',
        identifiers: [{ kind: 'loyalty_id', value: `L-${ana}` }],
        properties: { invitation: invitation?.id, programme: 'after-the-flight', programmeVersion: 1 },
        journey: { id: 'trip-1', name: 'trip', stage: 'arrival' },
      },
    },
  ]);
  expect(outbox.filter(({ topic }) => topic === topics.surveys.name)).toHaveLength(2);
});

it('puts nothing there unless it is to', async () => {
  await hear(topics.customers.name, record(ana));
  await hear(topics.resolved.name, resolved('i-1', ana));
  expect(onThread(await decide(false))).toEqual([]);
});

it('decided again on tables that were built anew, says the same under the same id', async () => {
  const decided = async (at: number) => {
    await pool.query('TRUNCATE contact_facts, contacts, contact_marks, invitations, profiles, claims, customers');
    await hear(topics.customers.name, record(ana));
    await hear(topics.resolved.name, resolved('i-1', ana), resolved('i-1', ana));
    return onThread(await decide(true, at)).map(({ interaction }) => interaction);
  };
  const [first, ...more] = await decided(now);
  const [second] = await decided(now + 60_000);
  expect(more).toEqual([]);
  expect(second).toEqual({ ...first, occurredAt: second?.occurredAt, receivedAt: second?.receivedAt });
  expect(second?.receivedAt).not.toBe(first?.receivedAt);
});

it('asks nobody about an invitation, though a programme asks after everything on its channel', async () => {
  await hear(topics.customers.name, record(ana));
  await hear(topics.resolved.name, resolved('i-1', ana));
  const [own] = onThread(await decide());
  await hear(
    topics.resolved.name,
    { ...resolved('own', ana), interaction: own?.interaction },
    resolved('from-outside', ana, { channel: 'email', kind: 'invited', touchpoint: 'survey.invitation' }),
  );
  const noted = await readInvitations(pool, {}, { after: undefined, limit: 9 });
  expect(noted.map(({ programme, interaction }) => [programme, interaction]).sort()).toEqual([
    ['after-a-mail', 'from-outside'],
    ['after-the-flight', 'i-1'],
  ]);
});

const hashes = nameHashes('a secret of the tests');
const obey = (fields: Partial<Erasure>) =>
  transaction(pool, async (tx) => {
    await lockForErasure(tx);
    const erasure = { id: '00000000-0000-8000-8000-0000000000ee', at: timestamp(now), customers: [], subjects: [] };
    await eraseWith(hashes)(tx, { ...erasure, ...fields });
  });
const unpublished = async (): Promise<string[]> =>
  (await pool.query<{ text: string }>('SELECT o::text AS text FROM outbox o')).rows.map(({ text }) => text);

it('publishes nothing of who is erased that a crash kept back, and all of everybody else', async () => {
  await hear(topics.customers.name, { ...record(ana), subjects: [ana] }, { ...record(luis), subjects: [luis] });
  await hear(topics.resolved.name, resolved('i-1', ana), resolved('i-2', luis));
  await transaction(pool, async (tx) => {
    await putIntoOutbox(tx, (await decideNow(tx, { programmes, isOnThread: true }, now)).outbox);
  });
  expect(await unpublished()).toHaveLength(4);
  await obey({ subjects: [ana], customers: [{ id: ana, version: 2 }] });
  const left = await unpublished();
  expect(left).toHaveLength(2);
  expect(left.join()).not.toContain(ana);
});

it('publishes nothing that a crash kept back with an address of who is erased', async () => {
  await hear(topics.customers.name, record(luis));
  await hear(topics.resolved.name, resolved('i-1', luis));
  await transaction(pool, async (tx) => {
    await putIntoOutbox(tx, (await decideNow(tx, { programmes, isOnThread: true }, now)).outbox);
  });
  await obey({ names: [hashes.ofIdentifier({ kind: 'email', value: `${luis}@example.org` })] });
  expect(await unpublished()).toEqual([]);
});
