import { join } from 'node:path';
import { AcceptedInteraction, topics } from '@hilo/contracts';
import {
  lockForErasure,
  migrate,
  nameHashes,
  openDatabase,
  provisionSchemas,
  putIntoOutbox,
  transaction,
} from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { noteObjections } from '../contacts/note-objections.ts';
import type { Objection } from '../domain/objection.ts';
import { preferredIds } from '../domain/page/preference-choice.ts';
import { newToken } from '../domain/tokens/token.ts';
import { eraseWith } from '../erase.ts';
import { handlers } from '../pipeline.ts';
import { fixedProgrammes } from '../store/programmes.ts';
import { findToken, saveTokens } from '../store/survey-tokens.ts';
import { invite, recordOf, uuid } from './invited.ts';

const hashes = nameHashes('a secret of the tests');
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

const now = Date.UTC(2026, 2, 2, 10);
const ana = uuid(1);
let invitation: string;
beforeEach(async () => {
  await pool.query(
    'TRUNCATE contact_facts, contacts, contact_marks, invitations, profiles, claims, customers, survey_tokens',
  );
  invitation = await invite(pool, { subject: ana, email: 'ana@example.org' });
});

const note = async (fields: Partial<Objection> = {}) => {
  const objection: Objection = { invitation, brake: 'refusal', at: now, proof: 'the button of the page', ...fields };
  const { outbox } = await transaction(pool, (tx) => noteObjections(tx, [objection], hashes));
  return outbox.map(({ topic, value }) => {
    expect(topic).toBe(topics.interactions.name);
    return AcceptedInteraction.parse(JSON.parse(value ?? ''));
  });
};
const hear = (topic: string, ...messages: object[]) =>
  transaction(pool, async (tx) => {
    const records = messages.map((message, offset) => {
      return { offset, key: '', value: JSON.stringify(message), headers: {}, appendedAt: 0 };
    });
    await handlers(fixedProgrammes([]), hashes)[topic]?.(tx, { records });
  });
const brakes = async () =>
  (await pool.query<{ brake: string; place: string }>('SELECT brake, place FROM contact_facts WHERE brake IS NOT NULL'))
    .rows;

it('brakes at once where she refuses, and puts it on her thread with the consent that she takes back', async () => {
  const [said] = await note();
  expect(said).toMatchObject({
    kind: 'refused',
    outcome: 'refused',
    direction: 'inbound',
    actor: 'customer',
    identifiers: [{ kind: 'email', value: 'ana@example.org' }],
    consents: [{ purpose: 'feedback', state: 'withdrawn', proof: 'the button of the page' }],
  });
  expect(await brakes()).toEqual([
    { brake: 'refusal', place: hashes.ofIdentifier({ kind: 'email', value: 'ana@example.org' }) },
  ]);
});

it('is said once, however often it is told and by however many at once', async () => {
  const told = await Promise.all(Array.from({ length: 20 }, () => note()));
  expect(told.flat()).toHaveLength(1);
  expect(await note({ at: now + 365 * 86_400_000 })).toEqual([]);
  expect(await brakes()).toHaveLength(1);
});

it('is news where she has consented anew meanwhile', async () => {
  await note();
  const granted = {
    purpose: 'feedback',
    state: 'granted',
    source: 'web',
    interaction: 'again',
    at: new Date(now + 1000).toISOString(),
  };
  await hear(topics.customers.name, {
    ...recordOf(ana, { email: 'ana@example.org', consents: [granted] }),
    version: 2,
  });
  expect(await note({ at: now + 2000 })).toHaveLength(1);
});

it.each([
  ['objection', 'objected', 'refused'],
  ['wrong-person', 'misdirected', 'wrong_person'],
  ['hard-bounce', 'bounced', 'bounced'],
] as const)('says by its interaction what it said by its fact: %s', async (brake, kind, outcome) => {
  const [said] = await note({ brake });
  expect(said).toMatchObject({ kind, outcome });
  expect(said?.consents).toBeUndefined();
  const why = { rule: 'strongest-identifier', identifier: said?.identifiers[0], registryVersion: 1 };
  await hear(topics.resolved.name, {
    interaction: said,
    subject: ana,
    customer: ana,
    version: 1,
    recordVersion: 1,
    why,
  });
  const told = await brakes();
  expect(told).toHaveLength(2);
  expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(1);
  const { rows } = await pool.query('SELECT outcome, direction, weight FROM contacts');
  expect(rows).toEqual([{ outcome, direction: 'inbound', weight: 0 }]);
});

it('goes to her by what is hers, where the address is hers no more; what is of the address stays with the address', async () => {
  await hear(topics.customers.name, {
    ...recordOf(ana, { loyalty: 'L-1' }),
    version: 2,
  });
  expect((await note())[0]?.identifiers).toEqual([{ kind: 'loyalty_id', value: 'L-1' }]);
  expect((await note({ brake: 'hard-bounce' }))[0]?.identifiers).toEqual([{ kind: 'email', value: 'ana@example.org' }]);
});

it('comes to nothing for an invitation that was never made, or is erased', async () => {
  expect(await note({ invitation: uuid(999) })).toEqual([]);
});

it('finds a link by its secret and for its purpose alone', async () => {
  const { token, hash } = newToken();
  const kept = { hash, purpose: 'answer' as const, invitation, createdAt: now, expiresAt: now + 1000 };
  await transaction(pool, (tx) => saveTokens(tx, [kept]));
  expect(await findToken(pool, token, 'answer')).toEqual({ ...kept, message: undefined, place: undefined });
  expect(await findToken(pool, token, 'unsubscribe')).toBeUndefined();
  expect(await findToken(pool, hash, 'answer')).toBeUndefined();
});

it('is hers where her address is erased since it was of another, and says nothing of where she is reached', async () => {
  await pool.query('UPDATE invitations SET contact_point = NULL');
  expect((await note())[0]?.identifiers).toEqual([{ kind: 'email', value: 'ana@example.org' }]);
  expect(await note({ brake: 'wrong-person' })).toEqual([]);
});

it('publishes nothing of who is erased that a crash kept back, neither what she refused nor what she chose', async () => {
  const objection: Objection = { invitation, brake: 'refusal', at: now, proof: 'the button' };
  await transaction(pool, async (tx) => {
    const { outbox } = await noteObjections(tx, [objection], hashes);
    const [refused] = outbox;
    const chosen = { ...refused, topic: topics.interactions.name, key: 'k', value: '{}' };
    const ids = [`${preferredIds(invitation)}x`, `${preferredIds(uuid(7))}x`];
    await putIntoOutbox(tx, [...outbox, ...ids.map((id) => ({ ...chosen, headers: { ce_id: id } }))]);
  });
  await transaction(pool, async (tx) => {
    await lockForErasure(tx);
    const at = new Date().toISOString();
    await eraseWith(hashes)(tx, { id: uuid(8), at, customers: [{ id: ana, version: 9 }], subjects: [ana] });
  });
  const { rows } = await pool.query(`SELECT headers->>'ce_id' AS id FROM outbox`);
  expect(rows).toEqual([{ id: `${preferredIds(uuid(7))}x` }]);
  await pool.query('TRUNCATE outbox, erased, erased_versions, erasures_done');
});
