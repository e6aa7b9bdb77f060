import { afterAll, beforeAll, expect, it } from 'vitest';
import { findKnownContacts } from '../store/known-contacts.ts';
import { findPeople } from '../store/people.ts';
import { type AskedService, hashes, idOf, startAsked } from './permissions.ts';

let service: AskedService;
beforeAll(async () => {
  service = await startAsked();
  await service.pool.query(`
    INSERT INTO customers SELECT gen_random_uuid(), 1, false FROM generate_series(1, 20000);
    INSERT INTO claims SELECT id, id, now() FROM customers;
    INSERT INTO profiles SELECT id, '{"identifiers": []}' FROM customers;
    INSERT INTO contact_points SELECT md5(id::text), id FROM customers;
    INSERT INTO contact_facts (teller, source, id, version, place, at, subject, withdrawn, told)
      SELECT 'interaction', 'dialler', n::text, 1, md5(n::text), now(), gen_random_uuid(), false, '{}' FROM generate_series(1, 20000) AS n;
    INSERT INTO contacts (id, place, subject, at, channel, direction, weight, source, tellers, rule)
      SELECT gen_random_uuid(), place, subject, at, 'email', 'outbound', 1, source, '[]', 'alone' FROM contact_facts;
    INSERT INTO contact_marks SELECT md5(n::text), 'refusal', now() FROM generate_series(1, 20000) AS n;
    ANALYZE`);
});
afterAll(() => service.close());

type Query = { text: string; values: unknown[] };

/** How Postgres does what is asked of it, in the plan that it keeps. */
const planOf = async (ask: (tx: { query(query: Query): Promise<{ rows: never[] }> }) => Promise<unknown>) => {
  const asked: Query[] = [];
  await ask({
    query: async (query) => {
      asked.push(query);
      return { rows: [] };
    },
  });
  const client = await service.pool.connect();
  try {
    await client.query('SET plan_cache_mode = force_generic_plan');
    const plans = [];
    for (const { text, values } of asked) {
      await client.query(`PREPARE asked AS ${text}`);
      const given = values.map((value) => client.escapeLiteral(String(value))).join(', ');
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN EXECUTE asked (${given})`);
      plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
      await client.query('DEALLOCATE asked');
    }
    return plans.join('\n');
  } finally {
    client.release(true);
  }
};

it('finds people and their contacts by indexes, whatever the planner believes of how many are asked for', async () => {
  const phone = { kind: 'phone', value: '+34600111222' };
  const sought = { who: [idOf(phone)], point: [idOf(phone)], places: [hashes.ofIdentifier(phone)] };
  const people = await planOf((tx) => Reflect.apply(findPeople, undefined, [tx, [sought]]));
  const contacts = await planOf((tx) =>
    Reflect.apply(findKnownContacts, undefined, [
      tx,
      { customers: sought.who, places: sought.places, since: 0, now: 1 },
    ]),
  );
  for (const table of ['customers', 'claims', 'profiles', 'contact_points'])
    expect(people).not.toMatch(`Seq Scan on ${table}`);
  for (const table of ['claims', 'contacts', 'contact_facts', 'contact_marks'])
    expect(contacts).not.toMatch(`Seq Scan on ${table}`);
  expect(contacts).toContain('contacts_at_place');
  expect(contacts).toContain('contact_facts_braking');
});
