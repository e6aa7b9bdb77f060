import { nameHashes } from '@hilo/runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { interactionKey } from '../domain/derive-id.ts';
import { Registry } from '../domain/registry.ts';
import { erasePerson } from '../erasure/erase-person.ts';
import { applyStep } from '../registry/apply-registry.ts';
import { proposeRegistry } from '../registry/propose-registry.ts';
import { allRecords, consume, openIdentity, type TestIdentity, withRetry } from './database.ts';
import { factsOf, type Posted, strictRegistry } from './histories.ts';
import { identityInMemory } from './memory.ts';

const place = { log: 'a log', topic: 'registry', partition: 0 };
const people = 600;
const names = nameHashes('a secret of the tests');

let identity: TestIdentity;
beforeAll(async () => {
  identity = await openIdentity(strictRegistry, 6);
});
afterAll(() => identity.drop());

const seen = (id: string, identifiers: Posted['identifiers']): Posted => ({
  id,
  occurredAt: '2026-01-01T00:00:00Z',
  channel: 'web',
  touchpoint: 'account',
  kind: 'viewed',
  identifiers,
  traits: { givenName: id },
});
const strangers = Array.from({ length: people }, (_, n) =>
  seen(`stranger-${n}`, [
    { kind: 'email', value: `p${n}@example.org` },
    { kind: 'device_id', value: `d${n % 400}` },
  ]),
);
const ana = (n: number): Posted[] => [
  seen(`ana-${n}`, [
    { kind: 'email', value: `ana-${n}@example.org` },
    { kind: 'phone', value: `+3460000010${n}` },
  ]),
  seen(`ana-${n}-again`, [
    { kind: 'phone', value: `+3460000010${n}` },
    { kind: 'device_id', value: `ana-device-${n}` },
  ]),
];

/** Where the text stands, in any column of any table, of what is in force and of what is being built. */
const placesOf = async (text: string): Promise<string[]> => {
  const { rows } = await identity.pool.query<{ place: string }>(
    `SELECT table_schema || '.' || table_name AS place FROM information_schema.tables
      WHERE table_schema LIKE 'identity%' AND table_type = 'BASE TABLE'
        AND table_name <> 'erasures' -- It keeps what is to be looked for on the log, until that is done.`,
  );
  const found: string[] = [];
  for (const { place } of rows) {
    const { rowCount } = await identity.pool.query(`SELECT FROM ${place} t WHERE t::text LIKE $1 LIMIT 1`, [
      `%${text}%`,
    ]);
    if (rowCount) found.push(place);
  }
  return found;
};

it.each([1, 2, 3])(
  'who is erased after %i steps towards other rules is not there when these come into force',
  async (steps) => {
    const rules = Registry.parse({
      ...strictRegistry,
      version: steps + 1,
      kinds: { ...strictRegistry.kinds, email: { ...strictRegistry.kinds.email, maxPerCustomer: steps } },
    });
    await consume(identity, [...(steps === 1 ? strangers : []), ...ana(steps)]);
    await withRetry(identity.pool, (tx) => proposeRegistry(tx, rules, { by: '{}', now: 1 }));
    const step = () => applyStep({ pool: identity.pool, derived: identity.rules, place, now: () => 1 });
    for (let n = 0; n < steps; n += 1) expect(await step()).toBe('more');
    const identifier = { kind: 'email', value: `ana-${steps}@example.org` };
    const asking = {
      by: { key: 'root', source: 'tests' },
      now: Date.UTC(2026, 5, 1),
      id: interactionKey('e', `${steps}`),
      names,
    };
    await withRetry(identity.pool, async (tx) =>
      erasePerson(tx, await identity.inForce.within(tx), { identifier }, asking),
    );
    while ((await step()) !== 'in-force');

    expect(await placesOf(`ana-${steps}`)).toEqual([]);
    expect(await placesOf(`+3460000010${steps}`)).toEqual([]);
    const expected = identityInMemory(rules);
    expected.step(factsOf(rules, strangers));
    expect((await allRecords(identity)).map((record) => JSON.stringify(record))).toEqual(
      expected.records().map((record) => JSON.stringify(record)),
    );
  },
);

it('who is erased stays so when other rules have another spelling for the same identifiers', async () => {
  const greta = [seen('greta', [{ kind: 'email', value: 'Greta@example.org' }])];
  await consume(identity, greta);
  const identifier = { kind: 'email', value: 'Greta@example.org' };
  const asking = {
    by: { key: 'root', source: 'tests' },
    now: Date.UTC(2026, 5, 1),
    id: interactionKey('e', 'greta'),
    names,
  };
  await withRetry(identity.pool, async (tx) =>
    erasePerson(tx, await identity.inForce.within(tx), { identifier }, asking),
  );
  const email = { ...strictRegistry.kinds.email, normalise: 'lower' };
  const rules = Registry.parse({ ...strictRegistry, version: 9, kinds: { ...strictRegistry.kinds, email } });
  await withRetry(identity.pool, (tx) => proposeRegistry(tx, rules, { by: '{}', now: 1 }));
  while ((await applyStep({ pool: identity.pool, derived: identity.rules, place, now: () => 1 })) !== 'in-force');
  await consume(identity, [seen('greta-told-late', greta[0]?.identifiers ?? [])]);
  expect(await placesOf('greta-told-late')).toEqual([]);
  expect(await placesOf('greta@example.org')).toEqual([]);
});
