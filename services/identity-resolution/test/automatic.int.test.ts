import type { DecisionRequest, Identifier } from '@hilo/contracts';
import { calm, madeUpPeople } from '@hilo/linkage/made-up';
import { transaction } from '@hilo/runtime';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeDecision } from '../decisions/make-decision.ts';
import type { RecordContent } from '../domain/compose-record.ts';
import { interactionKey } from '../domain/derive-id.ts';
import { learnModel } from '../domain/lesson.ts';
import { defaultRegistry, Registry, ruleOf } from '../domain/registry.ts';
import { explanationOf } from '../reading/explanation.ts';
import { applyStep } from '../registry/apply-registry.ts';
import { proposeRegistry } from '../registry/propose-registry.ts';
import { readSurroundings } from '../store/graph/evidence-around.ts';
import { askForModel, beginModel, keepModel } from '../store/suggestions/linkage-models.ts';
import { lockRecords, noteEverybody } from '../store/suggestions/linkage-queue.ts';
import { sampleRecords } from '../store/suggestions/linkage-records.ts';
import { openSuggester } from '../suggestions/keep-up.ts';
import { judgeSome } from '../suggestions/link-automatically.ts';
import { allRecords, consume, openIdentity, type TestIdentity, withRetry } from './database.ts';
import type { Posted } from './histories.ts';

const threshold = 0.98;
const asking = { by: { key: 'root', source: 'tests' }, now: Date.UTC(2026, 5, 1) };

/** Compares, and links what is probable, until there is nothing left to do. */
const settle = async (identity: TestIdentity, isAutomatic = true): Promise<void> => {
  const { pool, inForce } = identity;
  const probability = isAutomatic ? threshold : undefined;
  const suggester = openSuggester({
    pool,
    rules: inForce,
    logger: { info: () => {}, warn: console.warn },
    now: Date.now,
  });
  const judge = () =>
    withRetry(pool, async (tx) => judgeSome(tx, await inForce.within(tx), { threshold: probability, now: Date.now() }));
  for (;;) {
    const [hasCompared, linked] = [await suggester.work(), await judge()];
    if (!hasCompared && linked === undefined) return;
  }
};

let asked = 0;
const decide = ({ pool, inForce }: TestIdentity, request: DecisionRequest) => {
  asked += 1;
  const id = interactionKey('decision', String(asked));
  return withRetry(pool, async (tx) => makeDecision(tx, await inForce.within(tx), request, { ...asking, id }));
};

const post = (id: string, identifiers: [kind: string, value: string][], traits: Posted['traits'], day = 1): Posted => ({
  id,
  occurredAt: new Date(Date.UTC(2026, 0, day)).toISOString(),
  channel: 'web',
  touchpoint: 'shop',
  kind: 'registered',
  identifiers: identifiers.map(([kind, value]) => ({ kind, value })),
  traits,
});
const named = (kind: string, value: string): Identifier => ({ kind, value });

const lucia = {
  givenName: 'Lucía',
  familyName: 'Arizmendi Gil',
  birthDate: '1984-05-17',
  street: 'Calle del Rosal',
  streetNumber: '14',
  city: 'Soria',
  postcode: '42003',
};

/** Who has which identifiers. */
const customersIn = (records: readonly RecordContent[]): string[] =>
  records.map(({ identifiers }) => identifiers.map(({ value }) => value).join(' ')).sort();

const orders = <One>([first, ...rest]: readonly One[]): One[][] =>
  first === undefined
    ? [[]]
    : orders(rest).flatMap((others) =>
        Array.from({ length: others.length + 1 }, (_, at) => [...others.slice(0, at), first, ...others.slice(at)]),
      );

/** The records, and whether they are the same in every order in which this may happen; all is settled after each. */
const inEveryOrder = async (happening: readonly (Posted | DecisionRequest)[]): Promise<RecordContent[]> => {
  const outcomes: RecordContent[][] = [];
  for (const order of orders(happening)) {
    const identity = await openIdentity(defaultRegistry, 4);
    for (const one of order) {
      if ('touchpoint' in one) await consume(identity, [one]);
      else await decide(identity, one);
      await settle(identity);
    }
    outcomes.push(await allRecords(identity));
    await identity.drop();
  }
  const [first = [], ...others] = outcomes;
  for (const other of others) expect(other).toEqual(first);
  return first;
};

it('three facts give the same in any order, and one that contradicts undoes what was linked', async () => {
  const [one, other] = [post('a', [['email', 'a@x.example']], lucia), post('b', [['email', 'b@x.example']], lucia)];
  const otherwise = { givenName: 'Gorka', familyName: 'Olazabal', birthDate: '1951-11-30' };
  const contradicting = post('c', [['email', 'b@x.example']], otherwise, 2);
  expect(customersIn(await inEveryOrder([one, other]))).toEqual(['a@x.example b@x.example']);
  expect(customersIn(await inEveryOrder([one, other, contradicting]))).toEqual(['a@x.example', 'b@x.example']);
});

it('no limit of the registry is exceeded: never two customer numbers, whichever comes first', async () => {
  const facts = [
    post('a', [['customer_number', 'CN1']], lucia),
    post('b', [['customer_number', 'CN2']], lucia),
    post('c', [['email', 'c@x.example']], { ...lucia, familyName: 'Arizmendi' }),
  ];
  const records = await inEveryOrder(facts);
  expect(records).toHaveLength(2);
  for (const { identifiers } of records)
    expect(identifiers.filter(({ kind }) => kind === 'customer_number').length).toBeLessThan(2);
  expect(records.every(({ conflicts }) => conflicts.length === 0)).toBe(true);
});

it('what a person decided stands, before and after', async () => {
  const facts = [post('a', [['email', 'a@x.example']], lucia), post('b', [['email', 'b@x.example']], lucia)];
  const apart: DecisionRequest = {
    kind: 'not_same',
    one: [named('email', 'a@x.example')],
    other: [named('email', 'b@x.example')],
    at: '2026-01-03T00:00:00Z',
  };
  expect(customersIn(await inEveryOrder([...facts, apart]))).toEqual(['a@x.example', 'b@x.example']);
});

it('lets go of who was linked when there is no threshold any more, and of nobody whom it had not linked', async () => {
  const identity = await openIdentity(defaultRegistry, 4);
  await consume(identity, [post('a', [['email', 'a@x.example']], lucia), post('b', [['email', 'b@x.example']], lucia)]);
  await settle(identity, false);
  const before = await allRecords(identity);
  expect(before).toHaveLength(2);
  const judgeAgain = "INSERT INTO linkage_queue (step, subject) SELECT 'judge', id FROM identifiers";
  await identity.pool.query(judgeAgain);
  await settle(identity);
  expect(await allRecords(identity)).toHaveLength(1);
  const linkedAt = Date.now();
  await identity.pool.query(judgeAgain);
  await settle(identity, false);
  expect(await allRecords(identity)).toEqual(before);
  const told = async (at: number) => {
    const { id = '' } = before[0] ?? {};
    const around = await transaction(identity.pool, (tx) => readSurroundings(tx, identity.rules, id));
    return explanationOf(defaultRegistry, around, { identifier: id, at, facts: [], spellings: new Map() });
  };
  expect((await told(Date.now()))?.identifiers).toHaveLength(1);
  expect(await told(linkedAt)).toMatchObject({
    identifiers: [{ value: 'a@x.example' }, { value: 'b@x.example' }],
    links: [{ decided: false, automatic: {} }],
    history: [{ kind: 'merged' }],
    complete: { evidence: true },
  });
  await identity.drop();
});

const { records: people } = madeUpPeople({ ...calm, entities: 45 });
const posted = people.flatMap(({ fields: { email, phone, ...traits } }, at): Posted[] => {
  const first = post(`p${at}`, [['crm_id', `u${at}`]], traits, 1 + (at % 20));
  // Some have a number, and some come again, with something else about themselves.
  const known =
    at % 3 === 0
      ? [
          post(
            `n${at}`,
            [
              ['crm_id', `u${at}`],
              ['customer_number', `C${at}`],
            ],
            {},
            2,
          ),
        ]
      : [];
  const again = at % 5 === 0 ? [post(`q${at}`, [['crm_id', `u${at}`]], { birthDate: '1931-01-01' }, 25)] : [];
  return [first, ...known, ...again];
});

it('made-up people who come in any order, in pieces, under one model or under two after another, are the same customers', async () => {
  const [model] = await modelsOf();
  if (model === undefined) throw new Error('nothing was learnt');
  const outcomes: RecordContent[][] = [];
  for (const [seed, learnsAfter] of [1, 2, 3].map((seed) => [seed, seed * 20] as const)) {
    const identity = await openIdentity(defaultRegistry, 6);
    const [order = []] = fc.sample(
      fc.shuffledSubarray(posted, { minLength: posted.length, maxLength: posted.length }),
      { numRuns: 1, seed },
    );
    for (let at = 0; at < order.length; at += 10) {
      await consume(identity, order.slice(at, at + 10));
      if (at === learnsAfter) await putInForce(identity, model);
      if (at % (seed * 10) === 0) await settle(identity);
    }
    await settle(identity);
    outcomes.push(await allRecords(identity));
    await identity.drop();
  }
  const [first = []] = outcomes;
  for (const other of outcomes) expect(other).toEqual(first);
  const merged = first.filter(({ identifiers }) => identifiers.filter(({ kind }) => kind === 'crm_id').length > 1);
  console.log(`${first.length} customers of ${people.length} records; ${merged.length} of them linked automatically`);
  expect(merged.length).toBeGreaterThan(5);
  for (const { identifiers } of first) {
    for (const [kind, some] of Map.groupBy(identifiers, (one) => one.kind))
      expect(some.length).toBeLessThanOrEqual(ruleOf(defaultRegistry, kind).maxPerCustomer);
  }
}, 300_000);

type Content = ReturnType<typeof learnModel>;

/** What would be learnt of all of them. */
const modelsOf = async (): Promise<Content[]> => {
  const identity = await openIdentity(defaultRegistry, 4);
  await consume(identity, posted);
  await settle(identity, false);
  const records = await sampleRecords(identity.pool, 1000);
  await identity.drop();
  return [learnModel({ records, outOf: records.length })];
};

const putInForce = async ({ pool }: TestIdentity, content: Content): Promise<void> => {
  await askForModel(pool);
  const version = await beginModel(pool, 1000);
  await transaction(pool, async (tx) => {
    await lockRecords(tx);
    await keepModel(tx, { version: version ?? 0, records: posted.length, content });
    await noteEverybody(tx);
  });
};

const change = async ({ pool, rules }: TestIdentity, registry: Registry): Promise<void> => {
  await transaction(pool, (tx) => proposeRegistry(tx, registry, { by: '{}', now: 1 }));
  const place = { log: 'a log', topic: 'registry', partition: 0 };
  while ((await applyStep({ pool, derived: rules, place, now: () => 1 })) !== 'in-force');
};

it('keeps what is linked while other rules are applied, as far as their limits allow it, and decides nothing', async () => {
  const identity = await openIdentity(defaultRegistry, 4);
  await consume(identity, [post('a', [['crm_id', 'a']], lucia), post('b', [['crm_id', 'b']], lucia)]);
  await settle(identity);
  const linked = await allRecords(identity);
  expect(customersIn(linked)).toEqual(['a b']);
  expect((await identity.pool.query('SELECT FROM decisions')).rowCount).toBe(0);
  await change(identity, {
    ...defaultRegistry,
    version: defaultRegistry.version + 1,
    traits: { colour: { keep: 'first' } },
  });
  expect(await allRecords(identity)).toEqual(linked);
  const one = { ...defaultRegistry.otherKinds, maxPerCustomer: 1 };
  await change(
    identity,
    Registry.parse({
      ...defaultRegistry,
      version: defaultRegistry.version + 2,
      kinds: { ...defaultRegistry.kinds, crm_id: one },
    }),
  );
  expect(customersIn(await allRecords(identity))).toEqual(['a', 'b']);
  await settle(identity);
  expect(customersIn(await allRecords(identity))).toEqual(['a', 'b']);
  await change(identity, { ...defaultRegistry, version: defaultRegistry.version + 3 });
  expect(await allRecords(identity)).toEqual(linked);
  await identity.drop();
});
