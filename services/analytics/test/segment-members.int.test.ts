import { join } from 'node:path';
import { AcceptedInteraction, CustomerRecord } from '@hilo/contracts';
import { migrate, openDatabase } from '@hilo/runtime';
import { type CustomerFacts, isMember, type SegmentCondition } from '@hilo/segments';
import { someCondition, someFacts } from '@hilo/segments/generators';
import { createTestDatabase } from '@hilo/testing';
import fc from 'fast-check';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readSegmentFacts } from '../store/segment-facts.ts';
import { countMembers, listMembers } from '../store/segment-members.ts';
import { hearCustomers, hearInteractions, recordOf, resolvedOf } from './told.ts';

let pool: Pool;
let drop: () => Promise<void>;
const now = Date.UTC(2026, 5, 1);
const full = process.env.HILO_TEST_FULL === '1';

beforeAll(async () => {
  const database = await createTestDatabase();
  pool = openDatabase({ connectionString: database.url, schema: 'analytics', logger: { warn: () => {} } });
  await pool.query('CREATE SCHEMA IF NOT EXISTS analytics');
  await migrate(pool, join(import.meta.dirname, '..', 'migrations'));
  drop = async () => {
    await pool.end();
    await database.drop();
  };
});
afterAll(() => drop());

const idOf = (n: number): string => `00000000-0000-8000-8000-${String(n).padStart(12, '0')}`;
/** Every answer is of an interaction, which counts as well: after the others of that moment. */
const withAnswering = ({ interactions, answers, traits }: CustomerFacts): CustomerFacts => {
  const answering = answers.map(({ at, channel, touchpoint }) => ({ at, channel, touchpoint, kind: 'answered' }));
  const all = [...interactions, ...answering].toSorted((one, other) => one.at - other.at);
  return { traits, interactions: all, answers };
};
const timeOf = (at: number): string => new Date(at).toISOString();

const asTold = (id: string, fact: object) => AcceptedInteraction.parse({ ...resolvedOf(0, id).interaction, ...fact });

/** Puts customers with these facts into empty tables; the even ones have their facts under two subjects. */
const keep = async (people: readonly CustomerFacts[]): Promise<void> => {
  await pool.query('TRUNCATE facts, answers, subjects, claims, customers, profiles, deltas, volumes, scores');
  const records = people.map(({ traits }, n) => {
    const { id, version, record } = recordOf(n, 1, [n, n + 10_000]);
    return { id, version, record: record && { ...record, traits: CustomerRecord.shape.traits.parse(traits) } };
  });
  await hearCustomers(pool, ...records);
  const happened = people.flatMap(({ interactions, answers }, person) => [
    ...interactions.map(({ at, ...fact }, n) => ({
      person,
      id: `p${person}-i${String(n).padStart(3, '0')}`,
      at,
      ...fact,
    })),
    ...answers.map(({ at, channel, touchpoint, ...answer }, n) => ({
      ...{ person, id: `p${person}-z${String(n).padStart(3, '0')}`, at, channel, touchpoint, kind: 'answered' },
      answers: [
        { question: 'q', scale: answer.scale, value: answer.scale === 'yes_no' ? answer.value === 1 : answer.value },
      ],
    })),
  ]);
  await hearInteractions(
    pool,
    ...happened.map(({ person, id, at, ...fact }, n) =>
      resolvedOf(
        n % 2 === 0 && person % 2 === 0 ? person + 10_000 : person,
        id,
        asTold(id, { ...fact, occurredAt: timeOf(at) }),
      ),
    ),
  );
};

const membersByEvaluator = (people: readonly CustomerFacts[], condition: SegmentCondition): string[] =>
  people.flatMap((facts, n) => (isMember(condition, withAnswering(facts), now).member ? [idOf(n)] : []));

/** Conditions that tell some of these customers from others. */
let telling = 0;

it('asks of SQL what the evaluator says of each customer alone', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(someFacts(now), { minLength: 12, maxLength: 12 }),
      fc.array(someCondition(), { minLength: 20, maxLength: 20 }),
      async (people, conditions) => {
        await keep(people);
        const read = await readSegmentFacts(
          pool,
          people.map((_, n) => idOf(n)),
        );
        for (const condition of conditions) {
          const members = await listMembers(pool, condition, now, { limit: 100 });
          expect(members).toEqual(membersByEvaluator(people, condition));
          if (members.length > 0 && members.length < people.length) telling += 1;
          expect(
            read.filter((facts) => isMember(condition, facts, now).member).map(({ customer }) => customer),
          ).toEqual(members);
          expect((await countMembers(pool, condition, now)).members).toBe(members.length);
        }
      },
    ),
    { numRuns: full ? 1000 : 15, seed: 20 },
  );
  expect(telling).toBeGreaterThan(80);
}, 600_000);
