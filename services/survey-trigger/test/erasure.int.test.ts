import { join } from 'node:path';
import { type Erasure, topics } from '@hilo/contracts';
import { lockForErasure, migrate, nameHashes, openDatabase, provisionSchemas, transaction } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { loadProgrammes } from '../config.ts';
import { eraseWith, nameContacts } from '../erase.ts';
import { handlers } from '../pipeline.ts';
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
    'TRUNCATE contact_facts, contacts, contact_marks, invitations, profiles, claims, customers, erased, erased_versions',
  );
});

const [ana, luis] = ['00000000-0000-8000-8000-00000000000a', '00000000-0000-8000-8000-00000000000b'];
const before = '2026-01-01T10:00:00.000Z';
const moment = '2026-02-01T00:00:00.000Z';
const after = '2026-03-01T00:00:00.000Z';

const resolved = (id: string, whose: string, { occurredAt = before, version = 1 } = {}) => ({
  interaction: {
    id,
    source: 'gate',
    receivedAt: occurredAt,
    occurredAt,
    channel: 'other',
    touchpoint: programme?.when.touchpoints?.[0] ?? '',
    kind: programme?.when.kinds?.[0] ?? '',
    identifiers: [{ kind: 'email', value: 'somebody@example.org' }],
  },
  subject: whose,
  customer: whose,
  version,
  recordVersion: 1,
  why: {
    rule: 'strongest-identifier',
    identifier: { kind: 'email', value: 'somebody@example.org' },
    registryVersion: 1,
  },
});

const hashes = nameHashes('a secret of the tests');
const record = (id: string, version: number, updatedAt: string, fields: object = {}) => ({
  id,
  version,
  updatedAt,
  ambiguous: false,
  subjects: [id],
  identifiers: [],
  traits: {},
  consents: [],
  contactPreferences: {},
  interactions: { total: 1, byChannel: {} },
  conflicts: [],
  ...fields,
});

const erasure: Erasure = {
  id: '00000000-0000-8000-8000-0000000000ee',
  at: moment,
  subjects: [ana],
  customers: [{ id: ana, version: 3 }],
};

const hear = (topic: string, ...messages: object[]) =>
  transaction(pool, async (tx) => {
    const records = messages.map((message, offset) => ({
      offset,
      key: '',
      value: JSON.stringify(message),
      headers: {},
      appendedAt: 0,
    }));
    await handlers(fixedProgrammes(programmes), hashOfNames)[topic]?.(tx, { records });
  });
const obey = (fields: Partial<Erasure> = {}) =>
  transaction(pool, async (tx) => {
    await lockForErasure(tx);
    return eraseWith(hashes)(tx, { ...erasure, ...fields });
  });
const noted = async (): Promise<string[]> => {
  const { rows } = await pool.query<{ interaction: string }>(
    'SELECT interaction FROM invitations ORDER BY interaction',
  );
  return rows.map(({ interaction }) => interaction);
};

it('forgets whom it would have asked, and the record, and says how much; nobody decides about them any more', async () => {
  await hear(topics.resolved.name, resolved('i-1', ana), resolved('i-2', luis));
  await hear(topics.customers.name, record(ana, 2, before), record(luis, 1, before));
  expect(await obey()).toEqual({
    invitations: 1,
    messages: 0,
    contact_points: 0,
    contact_facts: 0,
    profiles: 1,
    claims: 1,
    responses: 0,
    dry_run_examples: 0,
    event_deliveries: 0,
    cases: 0,
    verbatims: 0,
    reactions: 0,
    guidance: 0,
  });
  expect(await noted()).toEqual(['i-2']);
  const { outbox } = await transaction(pool, (tx) =>
    decideNow(tx, { programmes, isOnThread: false }, Date.parse(after)),
  );
  expect(outbox.map(({ key }) => key)).toEqual([luis]);
});

it('notes nothing that is heard of afterwards and happened before, but who comes back', async () => {
  await hear(topics.resolved.name, resolved('i-3', luis));
  await obey();
  await hear(topics.customers.name, record(ana, 2, before));
  await hear(topics.resolved.name, resolved('i-1', ana), resolved('i-3', ana, { version: 2 }));
  await hear(topics.resolved.name, resolved('i-4', ana, { occurredAt: after }));
  await hear(topics.customers.name, record(ana, 4, after));
  await obey();
  expect(await noted()).toEqual(['i-4']);
  const { rows } = await pool.query('SELECT customer FROM profiles');
  expect(rows).toEqual([{ customer: ana }]);
});

it('forgets what happened in the last millisecond, in however fine times it was noted', async () => {
  await hear(
    topics.resolved.name,
    resolved('i-1', ana, { occurredAt: '2026-02-01T00:00:00.000567Z' }),
    resolved('i-2', ana, { occurredAt: '2026-02-01T00:00:00.001Z' }),
  );
  expect(await obey()).toMatchObject({ invitations: 1 });
  expect(await noted()).toEqual(['i-2']);
});

/** Of Ana, whom the interaction of Luis does not name. */
const address = { kind: 'email', value: 'Ana@example.org' };
const names = [hashes.ofIdentifier(address)];
const withAddress = (updatedAt: string, version = 1) => {
  const proof = { source: 'gate', interaction: 'i-0', at: before };
  return record(luis, version, updatedAt, {
    identifiers: [{ ...address, subject: ana, firstSeenAt: before, status: 'linked' }],
    consents: [{ purpose: 'feedback', state: 'granted', ...proof }],
  });
};

const soonAfter = Date.parse(before) + 3 * 3_600_000;
const decideAt = (now: number) => transaction(pool, (tx) => decideNow(tx, { programmes, isOnThread: false }, now));
const contactPoints = async () => {
  const page = { after: undefined, limit: 10 };
  return (await readInvitations(pool, {}, page)).map(({ state, contactPoint }) => [state, contactPoint]);
};

it('forgets the address by which somebody else was asked, also before it was noted whose it is', async () => {
  await hear(topics.resolved.name, resolved('i-1', luis));
  await hear(topics.customers.name, withAddress(before));
  expect((await decideAt(soonAfter)).decided).toMatchObject([{ decision: { contactPoint: address } }]);
  expect(await contactPoints()).toEqual([['invited', address]]);
  // Split off meanwhile: no record of his has it any more.
  await hear(topics.customers.name, record(luis, 2, before));

  expect(await obey({ names: [hashes.ofIdentifier({ kind: 'email', value: 'other@example.org' })] })).toMatchObject({
    contact_points: 0,
  });
  expect(await obey({ names })).toMatchObject({ invitations: 0, contact_points: 1 });
  expect(await contactPoints()).toEqual([['invited', null]]);
  const { rows } = await pool.query(
    "SELECT FROM invitations i WHERE i::text ILIKE '%ana@example%' OR contact_name <> ''",
  );
  expect(rows).toEqual([]);
});

it('leaves the address of who came back, when an erasure is obeyed again', async () => {
  await hear(topics.resolved.name, resolved('i-1', luis));
  await hear(topics.customers.name, withAddress(after));
  await decideAt(soonAfter);
  await transaction(pool, (tx) => nameContacts(tx, hashes));
  expect(await obey({ names })).toMatchObject({ contact_points: 0 });
  expect(await contactPoints()).toEqual([['invited', address]]);
});

it('asks nobody at an address that was erased, though the record that has it is still the latest heard of', async () => {
  await hear(topics.resolved.name, resolved('i-1', luis));
  await hear(topics.customers.name, withAddress(before));
  await obey({ names, customers: [] });
  expect((await decideAt(soonAfter)).decided).toMatchObject([{ decision: { state: 'withheld' } }]);
  expect(await contactPoints()).toEqual([['withheld', null]]);
});

it('forgets what happened within the last millisecond, however finely it was told or an older version kept it', async () => {
  const finely = '2026-02-01T00:00:00.000567Z';
  await hear(topics.resolved.name, resolved('i-1', ana, { occurredAt: finely }));
  await hear(topics.resolved.name, resolved('i-2', ana, { occurredAt: finely }));
  await pool.query("UPDATE invitations SET occurred_at = $1 WHERE interaction = 'i-2'", [finely]);
  expect((await obey()).invitations).toBe(2);
  await hear(topics.resolved.name, resolved('i-3', ana, { occurredAt: finely }));
  expect(await noted()).toEqual([]);
});
