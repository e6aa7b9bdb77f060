import { join } from 'node:path';
import { topics } from '@hilo/contracts';
import { migrate, openDatabase, provisionSchemas, transaction } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { loadProgrammes } from '../config.ts';
import { handlers } from '../pipeline.ts';
import { takeUpAgain } from '../store/due-invitations.ts';
import { readInvitations } from '../store/invitation-list.ts';
import { fixedProgrammes } from '../store/programmes.ts';
import { decideNow, hashOfNames } from './decide-now.ts';

const programmes = loadProgrammes();
const [programme] = programmes;
let pool: Pool;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await createTestDatabase();
  const urls = await provisionSchemas({ adminUrl: database.url, secret: 'a secret of the tests' }, ['survey']);
  pool = openDatabase({
    connectionString: urls.survey ?? '',
    schema: 'survey',
    logger: { warn: () => {} },
    maxConnections: 10,
  });
  await migrate(pool, join(import.meta.dirname, '..', 'migrations'));
  drop = async () => {
    await pool.end();
    await database.drop();
  };
});
afterAll(() => drop());
beforeEach(async () => {
  await pool.query(
    'TRUNCATE contact_facts, contacts, contact_marks, invitations, profiles, claims, customers, erased, erased_versions, timers',
  );
});

const hour = 3_600_000;
const happened = Date.UTC(2026, 2, 1, 10);
const now = happened + 2 * hour;
const timestamp = (at: number): string => new Date(at).toISOString();
const uuid = (n: number): string => `00000000-0000-8000-8000-${String(n).padStart(12, '0')}`;
const [ana, mail, luis] = [uuid(1), uuid(2), uuid(3)];

const resolved = (
  id: string,
  whose: string,
  { version = 1, withdrawn = false, customer = whose, recordVersion = 1 } = {},
) => ({
  interaction: {
    id,
    source: 'gate',
    receivedAt: timestamp(happened),
    occurredAt: timestamp(happened),
    channel: 'other',
    touchpoint: programme?.when.touchpoints?.[0] ?? '',
    kind: programme?.when.kinds?.[0] ?? '',
    identifiers: [{ kind: 'email', value: 'somebody@example.org' }],
  },
  subject: whose,
  customer,
  version,
  recordVersion,
  ...(withdrawn && { withdrawn }),
  why: { rule: 'strongest-identifier', identifier: { kind: 'email', value: 'e@example.org' }, registryVersion: 1 },
});

const record = (id: string, version: number, address: string, subjects: string[] = [id]) => ({
  id,
  version,
  updatedAt: timestamp(happened + version),
  ambiguous: false,
  subjects,
  identifiers: [
    { kind: 'email', value: address, subject: id, firstSeenAt: timestamp(happened), status: 'linked' as const },
  ],
  traits: {},
  consents: [{ purpose: 'feedback', state: 'granted', source: 'web', interaction: 'yes', at: timestamp(0) }],
  contactPreferences: {},
  interactions: { total: 1, byChannel: {} },
  conflicts: [],
});

const recordsOf = (messages: readonly object[]) =>
  messages.map((message, offset) => ({
    offset,
    key: '',
    value: JSON.stringify(message),
    headers: {},
    appendedAt: 0,
  }));
const hear = (topic: string, ...messages: object[]) =>
  transaction(pool, async (tx) => {
    await handlers(fixedProgrammes(programmes), hashOfNames)[topic]?.(tx, { records: recordsOf(messages) });
  });
const decide = (at = now) => transaction(pool, (tx) => decideNow(tx, { programmes, isOnThread: false }, at));
const invitations = async (customer?: string) => {
  const rows = await readInvitations(pool, { customer }, { after: undefined, limit: 100 });
  return rows
    .map(({ interaction, subject, state, reason }) => ({ interaction, subject, state, reason }))
    .sort((one, other) => (one.interaction < other.interaction ? -1 : 1));
};

it('a decided invitation follows its interaction, and whoever it is now has been asked', async () => {
  await hear(topics.customers.name, record(ana, 1, 'e@example.org'), record(mail, 1, 'old@example.org'));
  await hear(topics.resolved.name, resolved('i-1', ana));
  expect((await decide()).decided).toMatchObject([{ decision: { state: 'invited' } }]);

  // The user id is shared by two customers now, so that the first interaction is of the address.
  await hear(topics.customers.name, record(ana, 2, 'other@example.org'), record(mail, 2, 'new@example.org'));
  await hear(topics.resolved.name, resolved('i-1', mail, { version: 2 }), resolved('i-2', mail));
  await decide(now + hour);
  expect(await invitations(mail)).toEqual([
    { interaction: 'i-1', subject: mail, state: 'invited', reason: null },
    { interaction: 'i-2', subject: mail, state: 'withheld', reason: 'asked-recently' },
  ]);
  expect(await invitations(ana)).toEqual([]);
});

it('an older attribution that is heard of late changes nothing', async () => {
  await hear(topics.customers.name, record(ana, 1, 'e@example.org'), record(mail, 1, 'm@example.org'));
  await hear(topics.resolved.name, resolved('i-1', mail, { version: 2 }));
  await decide();
  await hear(topics.resolved.name, resolved('i-1', ana));
  expect(await invitations()).toEqual([{ interaction: 'i-1', subject: mail, state: 'invited', reason: null }]);
});

it('nobody is asked twice at one address, though it is not known yet whose the first interaction is now', async () => {
  await hear(topics.customers.name, record(ana, 1, 'e@example.org'));
  await hear(topics.resolved.name, resolved('i-1', ana));
  await decide();
  await hear(topics.customers.name, record(ana, 2, 'a@example.org'), record(mail, 1, 'e@example.org'));
  await hear(topics.resolved.name, resolved('i-2', mail));
  expect((await decide()).decided).toMatchObject([{ decision: { state: 'withheld', reason: 'asked-recently' } }]);
});

it('nobody is asked twice at one address that two records have at the same moment', async () => {
  await hear(topics.customers.name, record(ana, 1, 'e@example.org'), record(mail, 1, 'e@example.org'));
  await hear(topics.resolved.name, resolved('i-1', ana), resolved('i-2', mail));
  const { decided } = await decide();
  expect(decided.map(({ decision }) => decision.state).sort()).toEqual(['invited', 'withheld']);
});

it('what was withdrawn and is put back is decided again', async () => {
  await hear(topics.customers.name, record(ana, 1, 'e@example.org'));
  await hear(topics.resolved.name, resolved('i-1', ana), resolved('i-1', ana, { version: 2, withdrawn: true }));
  await decide();
  expect(await invitations()).toMatchObject([{ state: 'withheld', reason: 'interaction-withdrawn' }]);
  await hear(topics.resolved.name, resolved('i-1', ana, { version: 3 }));
  expect(await invitations()).toMatchObject([{ state: 'pending', reason: null }]);
  expect((await decide()).outbox).toHaveLength(1);
  expect(await invitations()).toMatchObject([{ state: 'invited', reason: null }]);
});

it('what was withheld for another reason stays so, though its interaction is withdrawn and put back', async () => {
  await hear(topics.customers.name, { ...record(ana, 1, 'e@example.org'), consents: [] });
  await hear(topics.resolved.name, resolved('i-1', ana));
  await decide();
  await hear(topics.resolved.name, resolved('i-1', ana, { version: 2, withdrawn: true }));
  await hear(topics.resolved.name, resolved('i-1', ana, { version: 3 }));
  expect((await decide()).decided).toEqual([]);
  expect(await invitations()).toMatchObject([{ state: 'withheld', reason: 'no-consent' }]);
});

it('an invitation, or a record, that cannot be read costs itself alone, and is told with its reason', async () => {
  await hear(topics.customers.name, ...[ana, mail, luis].map((id) => record(id, 1, `${id}@example.org`)));
  await hear(topics.resolved.name, ...[ana, mail, luis].map((id, n) => resolved(`i-${n}`, id)));
  await pool.query(`UPDATE invitations SET circumstances = '{"answered":"secret"}' WHERE subject = $1`, [ana]);
  await pool.query(`UPDATE profiles SET record = record || '{"identifiers":{"0":"secret"}}' WHERE customer = $1`, [
    mail,
  ]);
  const first = await decide();
  expect(first.decided).toMatchObject([{ customer: luis, decision: { state: 'invited' } }]);
  expect(first.unusable.map(({ reason }) => reason).sort()).toEqual([
    'invitation: circumstances.answered (invalid_type)',
    'record: record.identifiers (invalid_type)',
  ]);
  expect(await decide()).toMatchObject({ decided: [], unusable: [] });
  const listed = await readInvitations(pool, {}, { after: undefined, limit: 10 });
  expect(listed.filter(({ unreadable }) => unreadable !== null)).toHaveLength(2);

  await pool.query(`UPDATE invitations SET circumstances = '{"answered":[]}'`);
  await takeUpAgain(pool);
  expect(await decide()).toMatchObject({ decided: [{ customer: ana }], unusable: [{}] });
});

const some = <One>(all: readonly One[], seed: number): One[] =>
  all
    .map((one, n) => ({ one, place: (n * 7919 + seed * 104_729) % 1009 }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ one }) => one);
const subjects = Array.from({ length: 400 }, (_, n) => uuid(n + 100));
const hands = [1, 2, 3, 4, 5, 6, 7, 8];
/** One partition has customers of its own, who take subjects from those of the others. */
const recordsIn = (hand: number, version: number) =>
  Array.from({ length: 40 }, (_, n) => {
    const id = uuid(1000 * hand + n);
    return record(id, version, `${id}@example.org`, [id, ...some(subjects, version * 31 + hand * 7 + n).slice(0, 60)]);
  });
const together = async (work: (hand: number) => Promise<void>): Promise<unknown[]> => {
  const done = await Promise.allSettled(hands.map(work));
  return done.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
};

it('records of customers who take subjects from each other at once wait for each other, and never for good', async () => {
  const few = subjects.slice(0, 10);
  const failed = await together(async (hand) => {
    for (let version = 1; version <= 150; version += 1) {
      const taken = some(few, version * 31 + hand * 7).slice(0, 3);
      await hear(topics.customers.name, record(uuid(1000 * hand), version, 'e@example.org', taken));
    }
  });
  expect(failed).toEqual([]);
});

it('interactions that overlap and come at once, in any order, while decisions are taken, lock nobody out', async () => {
  const failed = await together(async (hand) => {
    for (let version = 1; version <= 10; version += 1) {
      const seed = version * 31 + hand;
      const messages = some(subjects, seed).map((subject, n) => resolved(`i-${n}`, subject, { version: seed }));
      await hear(topics.resolved.name, ...messages);
      await hear(topics.customers.name, ...recordsIn(hand, version));
      await decide();
    }
  });
  expect(failed).toEqual([]);
});
