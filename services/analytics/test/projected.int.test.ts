import { type Erasure, type ResolvedInteraction, topics } from '@hilo/contracts';
import { lockForErasure, transaction } from '@hilo/runtime';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { erase } from '../erase.ts';
import { handlers } from '../pipeline.ts';
import { beginProjecting } from '../projecting/begin.ts';
import { compactDue } from '../projecting/compact.ts';
import { makeStaleChunks } from '../projecting/make-chunks.ts';
import { openAnalyticsTables } from './database.ts';
import { contradictions, openFollower } from './truth.ts';

let tables: Awaited<ReturnType<typeof openAnalyticsTables>>;
beforeAll(async () => {
  tables = await openAnalyticsTables();
});
afterAll(() => tables.drop());

const idOf = (n: number): string => `00000000-0000-8000-8000-${String(n).padStart(12, '0')}`;
const zones = ['Europe/Madrid', 'Asia/Kathmandu', 'UTC'];
/** Around midnights, ends of months, changes of the clock, and so long ago that there is no month of its own. */
const times = [
  '2026-10-24T22:00:00.000Z',
  '2026-10-25T00:30:00.000Z',
  '2026-10-25T23:59:59.999Z',
  '2026-09-30T23:59:59.000Z',
  '2026-10-01T00:00:00.000Z',
  '2026-03-29T01:00:00.000Z',
  '1970-01-02T03:00:00.000Z',
];
const pick = <One>(all: readonly [One, ...One[]] | readonly One[], n: number): One => {
  const one = all[n % all.length];
  if (one === undefined) throw new Error('nothing to pick');
  return one;
};

/** An interaction as it is at a version: the same whenever it is told. */
const told = (which: number, version: number): ResolvedInteraction => {
  const seed = which * 31 + version * 17;
  const isAnswer = which % 4 === 3;
  const occurredAt = pick(times, version === 1 ? which : which + (seed % 3 === 0 ? 2 : 0));
  const subject = idOf(1 + (seed % 4));
  return {
    interaction: {
      id: isAnswer ? `answered:${idOf(50 + (which % 8))}:${1 + (which >> 3)}` : `i-${which}`,
      source: isAnswer ? 'hilo/survey-trigger' : pick(['shop', 'desk'], which),
      receivedAt: occurredAt,
      occurredAt,
      channel: pick(['web', 'call_centre'], seed),
      touchpoint: pick(['checkout', 'lounge'], which),
      kind: 'bought',
      ...(seed % 3 > 0 && { actor: pick(['customer', 'employee'], seed) }),
      identifiers: [{ kind: 'email', value: 'somebody@example.org' }],
      properties: { airline: pick(['A', 'B'], seed), ...(seed % 11 === 0 && { leftOut: 'self-selected' }) },
      answers: [
        { question: 'q', scale: 'nps', value: seed % 11 },
        ...(seed % 2 === 0 ? [{ question: 'e', scale: 'ces' as const, value: 1 + (seed % 7) }] : []),
      ],
    },
    subject,
    customer: subject,
    version,
    ...(seed % 5 === 0 && { withdrawn: true }),
    recordVersion: 1,
    why: {
      rule: 'strongest-identifier',
      identifier: { kind: 'email', value: 'somebody@example.org' },
      registryVersion: 1,
    },
  };
};

let versions = 0;
/** The record of a customer who has these subjects now; without any, a tombstone. */
const recordOf = (customer: number, subjects: readonly number[]) => {
  versions += 1;
  const content = {
    id: idOf(customer),
    version: versions,
    updatedAt: new Date(Date.UTC(2026, 10, 1) + versions).toISOString(),
    ambiguous: false,
    subjects: subjects.map(idOf),
    identifiers: [],
    traits: {},
    consents: [],
    contactPreferences: {},
    interactions: { total: 1, byChannel: {} },
    conflicts: [],
  };
  return {
    key: idOf(customer),
    value: subjects.length === 0 ? null : JSON.stringify(content),
    headers: { hilo_version: String(versions) },
  };
};

const hear = async (topic: string, messages: readonly { key?: string; value: string | null; headers?: object }[]) => {
  const records = messages.map((one, offset) => ({
    key: '',
    offset,
    appendedAt: 0,
    ...one,
    headers: { ...one.headers },
  }));
  // As a consumer does of what may pass.
  for (let attempt = 1; ; attempt += 1) {
    try {
      await transaction(tables.pool, async (tx) => {
        const handled = await handlers[topic]?.(tx, { records });
        expect(handled?.deadLetters).toEqual([]);
      });
      return;
    } catch (error) {
      if (attempt > 5 || !(error instanceof Error) || !error.message.includes('deadlock')) throw error;
    }
  }
};

const Some = fc.record({ which: fc.nat(23), version: fc.integer({ min: 1, max: 3 }) });
const Step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ what: fc.constant('tell' as const), all: fc.array(Some, { minLength: 1, maxLength: 6 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant('tell-beside' as const),
      one: fc.array(Some, { minLength: 1, maxLength: 4 }),
      other: fc.array(Some, { minLength: 1, maxLength: 4 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant('claim' as const),
      customer: fc.integer({ min: 1, max: 4 }),
      subjects: fc.uniqueArray(fc.integer({ min: 1, max: 4 })),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('erase' as const),
      subject: fc.integer({ min: 1, max: 4 }),
      at: fc.nat(6),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom({ what: 'compact' as const }, { what: 'read' as const }, { what: 'forget' as const }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('zone' as const), zone: fc.nat(2) }) },
);

it('counts by the day, and tells the columns, whatever the facts say, in whatever order they come', async () => {
  const { pool } = tables;
  await fc.assert(
    fc.asyncProperty(fc.array(Step, { minLength: 3, maxLength: 25 }), async (steps) => {
      await pool.query(
        'TRUNCATE facts, refiled, answers, responses, customers, claims, erased, erased_versions, subjects, volumes, scores, deltas, chunks',
      );
      let zone = 'UTC';
      const begin = () => beginProjecting(pool, { timeZone: zone, properties: ['airline'] });
      await begin();
      await makeStaleChunks(pool);
      const follower = openFollower(pool);
      await follower.read();
      const tell = (all: readonly { which: number; version: number }[]) =>
        hear(
          topics.resolved.name,
          all.map(({ which, version }) => ({ value: JSON.stringify(told(which, version)) })),
        );
      for (const step of steps) {
        if (step.what === 'tell') await tell(step.all);
        else if (step.what === 'tell-beside') await Promise.all([tell(step.one), tell(step.other)]);
        else if (step.what === 'claim') await hear(topics.customers.name, [recordOf(step.customer, step.subjects)]);
        else if (step.what === 'erase') {
          const erasure: Erasure = {
            id: idOf(900),
            at: pick(times, step.at),
            subjects: [idOf(step.subject)],
            customers: [],
          };
          await transaction(pool, async (tx) => {
            await lockForErasure(tx);
            await erase(tx, erasure);
          });
        } else if (step.what === 'compact') await compactDue(pool, { isForced: true });
        else if (step.what === 'read') await follower.read();
        else if (step.what === 'forget')
          await pool.query('UPDATE projection SET stale = true').then(() => makeStaleChunks(pool));
        else if (step.what === 'zone') {
          zone = pick(zones, step.zone);
          await begin();
        }
      }
      const { found, inTruth } = await contradictions(pool, zone, follower);
      expect(found).toEqual(inTruth);
    }),
    { numRuns: process.env.HILO_TEST_FULL === '1' ? 500 : 30 },
  );
}, 600_000);
