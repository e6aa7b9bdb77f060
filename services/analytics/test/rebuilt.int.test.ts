import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Erasure, type ResolvedInteraction, topics } from '@hilo/contracts';
import {
  lockForErasure,
  migrate,
  obeyRebuildStep,
  openDatabase,
  provisionSchemas,
  runHeader,
  transaction,
} from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import fc from 'fast-check';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { erase, removeUntold } from '../erase.ts';
import { handlers } from '../pipeline.ts';
import { makeStaleChunks } from '../projecting/make-chunks.ts';
import { contradictions, openFollower } from './truth.ts';

let pool: Pool;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await createTestDatabase();
  const urls = await provisionSchemas({ adminUrl: database.url, secret: 'a secret of the tests' }, ['analytics']);
  pool = openDatabase({ connectionString: urls.analytics ?? '', schema: 'analytics', logger: { warn: () => {} } });
  await migrate(pool, join(import.meta.dirname, '..', 'migrations'));
  drop = async () => {
    await pool.end();
    await database.drop();
  };
});
afterAll(() => drop());

const idOf = (n: number): string => `00000000-0000-8000-8000-${String(n).padStart(12, '0')}`;
const subjects = [1, 2, 3, 4].map(idOf);
const begunAt = Date.UTC(2026, 0, 1);
const timeOf = (moment: number): string => new Date(begunAt + moment * 1000).toISOString();

type Fact = { version: number; subject: string; withdrawn: boolean; at: string; score: number };
type Customer = { version: number; updatedAt: string; subjects: string[] };
/** A message on its way, in one of the partitions of the log, or one that is told again. */
type Message = {
  topic: string;
  key: string;
  value: string | null;
  headers: Record<string, string>;
  isRebuild: boolean;
};

/** What identity-resolution would do, as far as analytics hears of it: the facts, and the messages about them. */
const openWorld = () => {
  const facts = new Map<string, Fact>();
  const customers = new Map<string, Customer>(
    subjects.map((subject) => [subject, { version: 1, updatedAt: timeOf(0), subjects: [subject] }]),
  );
  const erasures: Erasure[] = [];
  const moved = new Set<string>();
  const gone = new Set<string>();
  let moment = 0;
  const ownerOf = (subject: string): string =>
    [...customers].find(([, one]) => one.subjects.includes(subject))?.[0] ?? subject;

  const resolved = (id: string): Omit<Message, 'isRebuild'> => {
    const { version, subject, withdrawn, at, score } = facts.get(id) ?? { ...nobody };
    const message: ResolvedInteraction = {
      interaction: {
        id,
        source: 'shop',
        receivedAt: at,
        occurredAt: at,
        channel: 'web',
        touchpoint: 'checkout',
        kind: 'bought',
        identifiers: [{ kind: 'email', value: 'somebody@example.org' }],
        properties: { score, version },
        answers: [{ question: 'q', scale: 'nps', value: score }],
      },
      subject,
      customer: ownerOf(subject),
      version,
      ...(withdrawn && { withdrawn }),
      recordVersion: 1,
      why: {
        rule: 'strongest-identifier',
        identifier: { kind: 'email', value: 'somebody@example.org' },
        registryVersion: 1,
      },
    };
    return { topic: topics.resolved.name, key: ownerOf(subject), value: JSON.stringify(message), headers: {} };
  };
  const record = (id: string): Omit<Message, 'isRebuild'> => {
    const { version, updatedAt, subjects } = customers.get(id) ?? { version: 1, updatedAt: timeOf(0), subjects: [] };
    const content = {
      id,
      version,
      updatedAt,
      ambiguous: false,
      subjects,
      identifiers: [],
      traits: {},
      consents: [],
      contactPreferences: {},
      interactions: { total: 1, byChannel: {} },
      conflicts: [],
    };
    return {
      topic: topics.customers.name,
      key: id,
      value: subjects.length === 0 ? null : JSON.stringify(content),
      headers: { hilo_version: String(version) },
    };
  };
  const change = (...ids: string[]): Omit<Message, 'isRebuild'>[] => {
    for (const id of ids) {
      const before = customers.get(id) ?? { version: 0, subjects: [], updatedAt: '' };
      customers.set(id, { ...before, version: before.version + 1, updatedAt: timeOf(moment) });
    }
    return ids.map(record);
  };

  return {
    facts,
    customers,
    erasures,
    resolved,
    record,
    beginning: () => subjects.map(record),
    happen: (n: number, m: number): Omit<Message, 'isRebuild'>[] => {
      moment += 1;
      const id = `i-${n % 20}`;
      const subject = subjects[m % subjects.length] ?? '';
      if (gone.has(id)) return [];
      const before = facts.get(id);
      // What happened before an erasure is nobody's any more; what happens after it is a new life.
      if (before && erasures.some((one) => one.subjects.includes(subject) && one.at >= before.at)) return [];
      if (![...customers.values()].some((one) => one.subjects.includes(subject))) {
        const again = customers.get(subject);
        if (again) customers.set(subject, { ...again, subjects: [...again.subjects, subject] });
      }
      if (before === undefined)
        facts.set(id, { version: 1, subject, withdrawn: false, at: timeOf(moment), score: m % 11 });
      else if (n % 3 === 0) facts.set(id, { ...before, version: before.version + 1, withdrawn: !before.withdrawn });
      else {
        facts.set(id, { ...before, version: before.version + 1, subject });
        moved.add(id);
      }
      return [...change(ownerOf(subject)), resolved(id)];
    },
    /** A subject goes from whoever has it to another, who may be gone then. */
    move: (n: number, m: number): Omit<Message, 'isRebuild'>[] => {
      moment += 1;
      const subject = subjects[n % subjects.length] ?? '';
      const [from, to] = [ownerOf(subject), subjects[m % subjects.length] ?? ''];
      if (from === to) return [];
      const [one, other] = [customers.get(from), customers.get(to)];
      if (one === undefined || other === undefined) return [];
      customers.set(from, { ...one, subjects: one.subjects.filter((each) => each !== subject) });
      const gone = change(from);
      moment += 1;
      customers.set(to, { ...other, subjects: [...other.subjects, subject] });
      return [...gone, ...change(to)];
    },
    erase: (n: number): Omit<Message, 'isRebuild'>[] => {
      const subject = subjects[n % subjects.length] ?? '';
      // Of one that was somebody else's before, an earlier version may still be on its way, from another partition.
      if ([...facts].some(([id, fact]) => fact.subject === subject && moved.has(id))) return [];
      moment += 1;
      const owner = ownerOf(subject);
      for (const [id, fact] of facts) {
        if (fact.subject !== subject) continue;
        // It is never let in again.
        gone.add(id);
        facts.delete(id);
      }
      const one = customers.get(owner);
      if (one) customers.set(owner, { ...one, subjects: one.subjects.filter((each) => each !== subject) });
      const messages = change(owner);
      const { version, subjects: left } = customers.get(owner) ?? { version: 1, subjects: [] };
      erasures.push({
        id: randomUUID(),
        at: timeOf(moment),
        subjects: [subject],
        customers: left.length === 0 ? [{ id: owner, version }] : [],
      });
      return messages;
    },
  };
};

const nobody: Fact = { version: 1, subject: idOf(9), withdrawn: true, at: timeOf(0), score: 0 };

const obey = (erasure: Erasure): Promise<unknown> =>
  transaction(pool, async (tx) => {
    await lockForErasure(tx);
    return erase(tx, erasure);
  });

const hear = ({ topic, isRebuild, ...message }: Message): Promise<unknown> =>
  transaction(pool, async (tx) => {
    const handled = await handlers[topic]?.(tx, { records: [{ ...message, offset: 0, appendedAt: 0 }], isRebuild });
    expect(handled?.deadLetters).toEqual([]);
  });

const step = (message: { step: 'begin' } | { step: 'end'; run: string }) =>
  transaction(pool, (tx) =>
    obeyRebuildStep(
      tx,
      { rebuild: randomUUID(), service: 'analytics', at: timeOf(0), ...message },
      { removeUntold, heartbeat: async () => {} },
    ),
  );

const spoil = async (n: number): Promise<void> => {
  const damages = [
    'DELETE FROM facts',
    'TRUNCATE facts, answers, customers, claims, volumes',
    "UPDATE facts SET version = version + 20, properties = NULL, withdrawn = NOT withdrawn WHERE id < 'i-5'",
    'UPDATE facts SET subject = 9',
    'UPDATE answers SET value = -1, place = place + 3',
    `UPDATE claims SET updated_at = 'infinity', customer = '${idOf(3)}'`,
    'UPDATE customers SET version = version + 7, deleted = NOT deleted',
    `INSERT INTO customers (id, version, deleted) VALUES ('${idOf(8)}', 1, false) ON CONFLICT DO NOTHING`,
    `INSERT INTO claims (subject, customer, updated_at) VALUES ('${idOf(7)}', '${idOf(8)}', now()) ON CONFLICT DO NOTHING`,
    `INSERT INTO facts (source, id, filed, subject, version, occurred_at, step, why)
     VALUES (1, 'never', '-infinity', 1, 9, now(), 1, '{}') ON CONFLICT DO NOTHING`,
    `INSERT INTO facts (source, id, filed, subject, version, occurred_at, step, why)
     SELECT source, id, '-infinity', subject, version - 1, occurred_at, step, why FROM facts WHERE filed <> '-infinity'
     ON CONFLICT DO NOTHING`,
    'UPDATE volumes SET n = n + 3',
    'DELETE FROM scores',
    'UPDATE subjects SET customer = 3',
  ];
  await pool.query(damages[n % damages.length] ?? '');
};

const tables = async () => {
  const { rows: interactions } = await pool.query(
    `SELECT f.id, f.version, s.id AS subject, f.withdrawn, f.occurred_at AS at, f.properties::json AS properties,
            (SELECT json_agg(a.value) FROM answers AS a WHERE a.source = 'shop' AND a.id = f.id AND a.occurred_at = f.occurred_at) AS answers
       FROM facts AS f LEFT JOIN subjects AS s ON s.no = f.subject ORDER BY f.id`,
  );
  const { rows: customers } = await pool.query('SELECT id, version, deleted FROM customers ORDER BY id');
  const { rows: claims } = await pool.query(
    'SELECT subject, customer, updated_at AS "updatedAt" FROM claims ORDER BY subject',
  );
  const { rows: answers } = await pool.query<{ n: number }>('SELECT count(*)::int AS n FROM answers');
  return { interactions, customers, claims, answers: answers[0]?.n };
};

const inTruth = ({ facts, customers }: ReturnType<typeof openWorld>) => ({
  interactions: [...facts]
    .map(([id, { version, subject, withdrawn, at, score }]) => ({
      id,
      version,
      subject,
      withdrawn,
      at: new Date(at),
      properties: { score, version },
      answers: withdrawn ? null : [score],
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1)),
  customers: [...customers].map(([id, { version, subjects }]) => ({ id, version, deleted: subjects.length === 0 })),
  claims: [...customers]
    .flatMap(([customer, { subjects, updatedAt }]) =>
      subjects.map((subject) => ({ subject, customer, updatedAt: new Date(updatedAt) })),
    )
    .sort((a, b) => (a.subject < b.subject ? -1 : 1)),
  answers: [...facts.values()].filter(({ withdrawn }) => !withdrawn).length,
});

const Step = fc.record({
  what: fc.constantFrom(
    'happen',
    'happen',
    'happen',
    'move',
    'erase',
    'spoil',
    'hear',
    'hear',
    'hear',
    'hear',
    'tell',
    'tell',
  ),
  n: fc.nat(1000),
  m: fc.nat(1000),
});

it('is after a rebuild what it would be if it had heard everything, whatever was wrong, and comes meanwhile', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(Step, { minLength: 5, maxLength: 30 }),
      fc.array(Step, { maxLength: 50 }),
      async (before, during) => {
        await pool.query(
          'TRUNCATE facts, refiled, answers, customers, claims, erased, erased_versions, rebuilds, subjects, volumes, scores, deltas, chunks',
        );
        const world = openWorld();
        /** Two partitions of each topic, and the erasures; each is heard in order, and none waits for another. */
        const onTheWay = new Map<string, (() => Promise<unknown>)[]>();
        const send = (partition: string, ...work: (() => Promise<unknown>)[]): void => {
          onTheWay.set(partition, [...(onTheWay.get(partition) ?? []), ...work]);
        };
        const publish = (messages: readonly Omit<Message, 'isRebuild'>[]): void => {
          for (const message of messages)
            send(`${message.topic}/${Number(message.key.at(-1)) % 2}`, () => hear({ ...message, isRebuild: false }));
        };
        const hearOne = async (n: number): Promise<void> => {
          const waiting = [...onTheWay.values()].filter((all) => all.length > 0);
          await waiting[n % Math.max(1, waiting.length)]?.shift()?.();
        };
        let run = '';
        const toTell = ['customers', 'facts'].flatMap((what) => (what === 'facts' ? ['i'] : subjects));
        let told = 0;
        const tell = (): void => {
          const next = toTell[told];
          if (next === undefined) return;
          told += 1;
          // What was read at this moment; all facts at once, in the order of their keys.
          const messages = next === 'i' ? [...world.facts.keys()].sort().map(world.resolved) : [world.record(next)];
          for (const message of messages)
            send('told', () =>
              hear({ ...message, headers: { ...message.headers, [runHeader]: run }, isRebuild: true }),
            );
        };
        const take = async (
          { what, n, m }: { what: string; n: number; m: number },
          rebuilding: boolean,
        ): Promise<void> => {
          if (what === 'happen') publish(world.happen(n, m));
          else if (what === 'move') publish(world.move(n, m));
          else if (what === 'erase') {
            const known = world.erasures.length;
            publish(world.erase(n));
            for (const erasure of world.erasures.slice(known)) send('erasures', () => obey(erasure));
          } else if (what === 'spoil' && !rebuilding) await spoil(n);
          else if (what === 'tell' && rebuilding) tell();
          else await hearOne(n);
        };

        publish(world.beginning());
        for (const one of before) await take(one, false);
        run = (await step({ step: 'begin' }))?.run ?? '';
        for (const one of during) await take(one, true);
        while (told < toTell.length) tell();
        for (const work of onTheWay.get('told') ?? []) await work();
        onTheWay.set('told', []);
        expect(await step({ step: 'end', run })).toMatchObject({ state: 'ended' });
        while ([...onTheWay.values()].some((all) => all.length > 0)) await hearOne(0);
        expect(await tables()).toEqual(inTruth(world));
        await makeStaleChunks(pool);
        const follower = openFollower(pool);
        const { found, inTruth: byTheFacts } = await contradictions(pool, 'UTC', follower);
        expect(found).toEqual(byTheFacts);
      },
    ),
    { numRuns: Number(process.env.REBUILD_RUNS ?? 40) },
  );
}, 600_000);
