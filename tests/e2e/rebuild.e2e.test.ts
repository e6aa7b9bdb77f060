import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  ErasureStatus,
  type Identifier,
  IngestResult,
  type Interaction,
  type RebuiltService,
  topics,
} from '@hilo/contracts';
import { openLog } from '@hilo/log';
import { openDatabase } from '@hilo/runtime';
import { createTestDatabase, type TestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { factsOfAnalytics } from '../../scripts/api/facts-of-analytics.ts';
import { apiKey, type HiloProcess, startHilo } from '../../scripts/api/hilo-process.ts';
import { balances } from '../../scripts/api/ledger.ts';
import { type RebuildCommand, rebuild, ShownRebuild, stopRebuild } from '../../scripts/rebuild/rebuild.ts';
import { untilThrough } from '../../scripts/replay/settle.ts';
import { onEachLog } from '../each-log.ts';
import { placesOf } from '../everything.ts';
import { arrival, programme } from './programme.ts';

const soon = { timeout: 60_000, interval: 200 };
const services = ['analytics', 'survey-trigger', 'ingest'] as const;

/** What each service has of the facts. When an interaction was told of first, and the fresh letters of a decision, are its own. */
const ofTheFacts: Record<RebuiltService, Record<string, string>> = {
  analytics: {
    interactions: `SELECT to_jsonb(i) FROM ${factsOfAnalytics} AS i`,
    answers: `SELECT to_jsonb(i) - 'rebuilt' FROM analytics.answers i`,
    customers: `SELECT to_jsonb(i) - 'rebuilt' - 'no' FROM analytics.customers i`,
    claims: `SELECT to_jsonb(i) - 'rebuilt' FROM analytics.claims i`,
  },
  'survey-trigger': {
    profiles: `SELECT to_jsonb(i) - 'rebuilt' FROM survey.profiles i`,
    customers: `SELECT to_jsonb(i) - 'rebuilt' FROM survey.customers i`,
    claims: `SELECT to_jsonb(i) - 'rebuilt' FROM survey.claims i`,
    contact_points: `SELECT to_jsonb(i) - 'rebuilt' FROM survey.contact_points i`,
    heard_texts: `SELECT to_jsonb(i) - 'rebuilt' - 'heard_at' FROM survey.heard_texts i`,
  },
  ingest: {
    receipts: `SELECT to_jsonb(i) - 'rebuilt' - 'stored_at' FROM ingest.receipts i`,
    customers: `SELECT to_jsonb(i) - 'rebuilt' FROM ingest.customers i`,
    claims: `SELECT to_jsonb(i) - 'rebuilt' FROM ingest.claims i`,
  },
};

const own: Record<RebuiltService, Record<string, string>> = {
  analytics: { survey_events: 'SELECT to_jsonb(i) FROM analytics.survey_events i' },
  'survey-trigger': {
    invitations: `SELECT to_jsonb(i) - 'rebuilt' FROM survey.invitations i`,
    verbatims: 'SELECT to_jsonb(i) FROM survey.verbatims i',
  },
  ingest: {
    survey_decisions: 'SELECT to_jsonb(i) FROM ingest.survey_decisions i',
    quarantine: 'SELECT to_jsonb(i) FROM ingest.quarantine i',
    stored: 'SELECT jsonb_build_array(interaction, stored_at) FROM ingest.receipts',
    tail: 'SELECT to_jsonb(i) FROM ingest.tail i',
  },
};

type Rows = Record<string, string[]>;

onEachLog('a service that is rebuilt from the facts', (log) => {
  /** What crosses the log is tried over each; what a service does with it is the same (HILO_TEST_FULL=1: all over each). */
  const itOverOneLog = (name: string, test: () => Promise<void>): void => {
    if (log === undefined || process.env.HILO_TEST_FULL === '1') it(name, test);
  };
  const run = randomUUID().slice(0, 8);
  let database: TestDatabase;
  let hilo: HiloProcess;
  let pool: Pool;
  let file: string;

  const start = async (): Promise<void> => {
    hilo = await startHilo({ databaseUrl: database.url, log, environment: { HILO_PROGRAMMES: file } });
  };
  beforeAll(async () => {
    file = join(await mkdtemp(join(tmpdir(), 'hilo-test-')), 'programmes.json');
    writeFileSync(file, JSON.stringify([programme]));
    database = await createTestDatabase();
    pool = openDatabase({ connectionString: database.url, schema: 'public', logger: { warn: () => {} } });
    await start();
  });
  afterAll(async () => {
    await pool?.end();
    await hilo?.stop();
    await database?.drop();
  });

  const number = (person: number): Identifier => ({ kind: 'customer_number', value: `C-${run}-${person}` });
  const email = (person: number): Identifier => ({ kind: 'email', value: `person.${person}.${run}@example.org` });
  let happened = 0;
  const interaction = (identifiers: Identifier[], fields: Partial<Interaction> = {}): Interaction & { id: string } => ({
    occurredAt: new Date(Date.now() - 60_000 + happened).toISOString(),
    channel: 'web',
    touchpoint: `account-${run}`,
    kind: 'viewed',
    direction: 'inbound',
    actor: 'customer',
    properties: { n: happened },
    identifiers,
    ...fields,
    id: `${run}-${happened++}`,
  });
  const post = async (...interactions: Interaction[]): Promise<void> => {
    await hilo.client.post('/v1/interactions', interactions, IngestResult);
  };
  const decide = (request: object) => hilo.client.post('/v1/identity/decisions', request, z.unknown());
  const erase = async (identifier: Identifier): Promise<string> =>
    (await hilo.client.post('/v1/erasures', { identifier }, ErasureStatus)).id;
  const sourceOf = async (): Promise<string> =>
    (await pool.query<{ source: string }>(`SELECT source FROM ${factsOfAnalytics} AS f LIMIT 1`)).rows[0]?.source ?? '';
  const command = (): RebuildCommand => ({ url: hilo.url, key: apiKey, dataDir: '' });
  const rowsOf = async (queries: Record<string, string>): Promise<Rows> => {
    const found: Rows = {};
    for (const [name, query] of Object.entries(queries)) {
      const { rows } = await pool.query<{ row: string }>(`SELECT q::text AS row FROM (${query}) AS t (q) ORDER BY 1`);
      found[name] = rows.map(({ row }) => row);
    }
    return found;
  };
  const everything = async (): Promise<{ facts: Record<string, Rows>; own: Record<string, Rows> }> => ({
    facts: Object.fromEntries(await Promise.all(services.map(async (one) => [one, await rowsOf(ofTheFacts[one])]))),
    own: Object.fromEntries(await Promise.all(services.map(async (one) => [one, await rowsOf(own[one])]))),
  });
  /** Until all that was accepted is in every service, and nothing changes any more. */
  const settled = async () => {
    expect(balances(await untilThrough(hilo.client))).toBe(true);
    for (let before = ''; ; await delay(1000)) {
      const now = JSON.stringify(await everything());
      if (now === before) return everything();
      before = now;
    }
  };
  /** How much every topic was told, and what survey-trigger told itself. */
  const told = async (): Promise<{ ends: Record<string, number>; ids: string[] }> => {
    await using opened = await openLog(log ?? database.url);
    const ends: Record<string, number> = {};
    const ids: string[] = [];
    const { surveys, interactions, resolved, customers, cases, verbatims, guidance } = topics;
    for (const topic of [surveys, interactions, resolved, customers, cases, verbatims, guidance]) {
      await opened.ensureTopics([topic]);
      ends[topic.name] = (await opened.endOffsets(topic.name)).reduce((sum, end) => sum + end, 0);
      if (![surveys.name, cases.name, verbatims.name, guidance.name].includes(topic.name)) continue;
      await opened.read(topic.name, {
        handle: async ({ records }) => {
          ids.push(
            ...records.map(({ headers, value }) => `${topic.name} ${headers.ce_id} ${headers.ce_type} ${value}`),
          );
        },
      });
    }
    return { ends, ids: ids.sort() };
  };

  /** What an erasure takes out of the log meanwhile is no matter; what is in it beyond what was, is. */
  const expectNoMore = (now: Awaited<ReturnType<typeof told>>, before: Awaited<ReturnType<typeof told>>): void => {
    const was = new Set(before.ids);
    expect(now.ids.filter((id) => !was.has(id))).toEqual([]);
    expect(now.ends).toEqual(before.ends);
  };

  const granted = (person: number): Interaction['consents'] => [
    { purpose: 'feedback', state: 'granted', channel: 'email', contactPoint: email(person) },
  ];
  const life = (person: number): Interaction[] => [
    interaction([number(person), email(person)], { traits: { givenName: `N${person}` }, consents: granted(person) }),
    interaction([number(person)], {
      ...arrival,
      text: `words of ${person}`,
      journey: { id: `j${person}`, name: 'trip' },
    }),
    interaction([email(person)], {
      answers: [{ question: 'q', scale: 'nps', value: person % 11 }],
      outcome: 'completed',
    }),
    interaction([{ kind: 'device_id', value: `d-${run}-${person % 7}` }, email(person)]),
  ];

  const people = 60;
  const rebuildAll = async (): Promise<ShownRebuild[]> => {
    const done: ShownRebuild[] = [];
    for (const service of services) done.push(await rebuild(service, command()));
    return done;
  };
  /** Interactions of others, one after the other, until it is told to stop. */
  const keepPosting = () => {
    let goesOn = true;
    const posted = (async () => {
      for (let person = 1000; goesOn; person += 1) {
        await post(...life(person), interaction([number(person % people), email(person)]));
        await delay(20);
      }
    })();
    return async () => {
      goesOn = false;
      await posted;
    };
  };
  /** Rows that were there before, whoever has joined since. */
  const old = (rows: Rows, before: Rows): Rows =>
    Object.fromEntries(
      Object.entries(before).map(([name, all]) => [name, rows[name]?.filter((row) => new Set(all).has(row)) ?? []]),
    );
  const agreement = () =>
    rowsOf({
      'analytics lacks': `${identitys} EXCEPT SELECT jsonb_build_array(source, id, subject, version, withdrawn) FROM ${factsOfAnalytics} AS f`,
      'analytics has more': `SELECT jsonb_build_array(source, id, subject, version, withdrawn) FROM ${factsOfAnalytics} AS f EXCEPT ${identitys}`,
      'ingest lacks': `${identitys} EXCEPT SELECT jsonb_build_array(source, interaction, subject, version, withdrawn) FROM ingest.receipts`,
      'ingest has more': `SELECT jsonb_build_array(source, interaction, subject, version, withdrawn) FROM ingest.receipts EXCEPT ${identitys}`,
      ...Object.fromEntries(
        ['analytics', 'survey', 'ingest'].flatMap((schema) => [
          [
            `${schema} lacks customers`,
            `${versions} EXCEPT SELECT jsonb_build_array(id, version) FROM ${schema}.customers`,
          ],
          [
            `${schema} has more customers`,
            `SELECT jsonb_build_array(id, version) FROM ${schema}.customers EXCEPT ${versions}`,
          ],
          [
            `${schema} lacks claims`,
            `${claims} EXCEPT SELECT jsonb_build_array(subject, customer) FROM ${schema}.claims`,
          ],
          [
            `${schema} has more claims`,
            `SELECT jsonb_build_array(subject, customer) FROM ${schema}.claims EXCEPT ${claims}`,
          ],
        ]),
      ),
    });
  const agreed = async () => Object.entries(await agreement()).filter(([, rows]) => rows.length > 0);
  const identitys = `SELECT jsonb_build_array(content::json ->> 'source', content::json ->> 'id', subject, version, withdrawn) FROM identity.interactions WHERE content <> ''`;
  const versions = 'SELECT jsonb_build_array(id, record_version) FROM identity.identifiers WHERE record_version > 0';
  const claims = `SELECT jsonb_build_array(id, customer) FROM identity.identifiers WHERE aggregate <> ''`;

  it('has what a service has that heard everything live, and nobody hears anything twice', async () => {
    for (let person = 0; person < people; person += 1) await post(...life(person));
    await untilThrough(hilo.client);
    await decide({ kind: 'same', one: number(1), other: email(2) });
    await decide({ kind: 'not_same', one: [number(3)], other: [email(3)] });
    const source = await sourceOf();
    await decide({ kind: 'withdraw', source, interaction: `${run}-${4 * 4 + 2}` });
    await decide({ kind: 'withdraw', source, interaction: `${run}-${4 * 5 + 1}` });
    await erase(email(6));
    const before = await settled();
    const onTheLog = await told();
    for (const done of await rebuildAll()) {
      expect(done).toMatchObject({ state: 'done', told: done.total });
      expect(Object.values(done.removed ?? {}).filter((gone) => gone > 0)).toEqual([]);
    }
    expect(await settled()).toEqual(before);
    expectNoMore(await told(), onTheLog);
    expect(await agreed()).toEqual([]);
  });

  itOverOneLog('mends what is wrong, missing or made up, while interactions come', async () => {
    const before = await settled();
    await hilo.stop();
    for (const [schema, statements] of Object.entries(damage)) {
      for (const statement of statements) await pool.query(statement.replaceAll('$', schema));
    }
    await start();
    const stop = keepPosting();
    const [analytics, survey, ingest] = await rebuildAll();
    await stop();
    expect(analytics?.removed).toEqual({
      facts: 1,
      answers: 1,
      responses: 1,
      customers: 1,
      claims: 1,
      profiles: 1,
      profiling: 1,
    });
    expect(survey?.removed).toEqual({
      invitations: 1,
      profiles: 1,
      contact_points: 1,
      customers: 1,
      claims: 1,
      contact_facts: 0,
      heard_texts: 0,
    });
    expect(ingest?.removed).toEqual({ receipts: 1, customers: 1, claims: 1 });
    const after = await settled();
    expect(await agreed()).toEqual([]);
    // Records that others have joined since are later ones.
    const isKept = ['interactions', 'answers', 'receipts'];
    for (const service of services) {
      const rows = after.facts[service] ?? {};
      for (const [name, all] of Object.entries(before.facts[service] ?? {}).filter(([name]) => isKept.includes(name)))
        expect({ service, name, rows: old(rows, { [name]: all })[name] }).toEqual({ service, name, rows: all });
      for (const [name, all] of Object.entries(before.own[service] ?? {}))
        expect({ name, rows: old(after.own[service] ?? {}, { [name]: all })[name] }).toEqual({ name, rows: all });
    }
  });

  itOverOneLog(
    'comes back from nothing, though all is killed meanwhile, without whom is erased meanwhile',
    async () => {
      const person = 9;
      const before = await settled();
      await hilo.stop();
      await pool.query('TRUNCATE analytics.facts, analytics.answers, analytics.customers, analytics.claims');
      await start();
      const asked = await hilo.client.post('/v1/rebuilds', { service: 'analytics', perSecond: 100 }, ShownRebuild);
      const status = () => hilo.client.get(`/v1/rebuilds/${asked.id}`, ShownRebuild);
      await expect.poll(async () => (await status()).told, soon).toBeGreaterThan(100);
      await hilo.kill();
      await start();
      const resumed = await status();
      expect(resumed).toMatchObject({ id: asked.id, told: expect.toSatisfy((told: number) => told > 50) });
      const erasure = await erase(email(person));
      const done = await rebuild('analytics', { ...command(), rate: 5000 });
      expect(done).toMatchObject({ id: asked.id, state: 'done' });
      await expect
        .poll(async () => (await hilo.client.get(`/v1/erasures/${erasure}`, ErasureStatus)).state, soon)
        .toBe('done');
      const personal = [`words of ${person}`, `person.${person}.${run}`].flatMap((text) => [`"${text}"`, `${text}@`]);
      if (log === undefined) expect(await placesOf(database.url, personal)).toEqual([]);
      const after = await settled();
      expect(await agreed()).toEqual([]);
      // Whose interactions named a device beside whoever was erased have them at a later version.
      const byVersion = (rows: readonly string[] = []) =>
        new Map(rows.map((row) => [/"id": "[^"]+"/.exec(row)?.[0] + (/"version": \d+/.exec(row)?.[0] ?? ''), row]));
      const was = byVersion(before.facts.analytics?.interactions);
      const same = byVersion(after.facts.analytics?.interactions)
        .entries()
        .filter(([version]) => was.has(version))
        .toArray();
      expect(same.length).toBeGreaterThan(200);
      for (const [version, row] of same) expect(row).toBe(was.get(version));
    },
  );

  itOverOneLog('asks nobody again though it has forgotten whom it asked', async () => {
    const before = await settled();
    const onTheLog = await told();
    await hilo.stop();
    await pool.query('TRUNCATE survey.invitations, survey.profiles, survey.customers, survey.claims');
    await pool.query('TRUNCATE ingest.receipts, ingest.customers, ingest.claims');
    await start();
    await rebuildAll();
    const after = await settled();
    expect(after.facts).toEqual(before.facts);
    expect(after.own['survey-trigger']?.invitations).toEqual([]);
    expect(after.own.ingest?.tail).toEqual(before.own.ingest?.tail);
    expectNoMore(await told(), onTheLog);
    const { rows } = await pool.query('SELECT topic FROM survey.outbox UNION ALL SELECT topic FROM ingest.outbox');
    expect(rows).toEqual([]);
  });

  itOverOneLog('is stopped when somebody stops it, and can be begun again', async () => {
    const asked = await hilo.client.post('/v1/rebuilds', { service: 'ingest', perSecond: 10 }, ShownRebuild);
    expect((await hilo.client.post('/v1/rebuilds', { service: 'ingest', perSecond: 20 }, ShownRebuild)).id).toBe(
      asked.id,
    );
    const stopped = await stopRebuild('ingest', command());
    expect(stopped).toMatchObject({ id: asked.id, state: 'cancelled', perSecond: 20 });
    await expect(stopRebuild('ingest', command())).rejects.toThrow('ingest is not being rebuilt');
    expect((await rebuild('ingest', command())).id).not.toBe(asked.id);
    expect(await agreed()).toEqual([]);
  });
});

const ids = (n: number): string => `00000000-0000-8000-8000-00000000000${n}`;

/** Of each service a row of every kind that no fact says, and others changed or gone. `$` is the schema. */
const damage: Record<string, string[]> = {
  ...Object.fromEntries(
    ['analytics', 'survey', 'ingest'].map((schema) => [
      schema,
      [
        `INSERT INTO $.customers (id, version, deleted) VALUES ('${ids(1)}', 7, false)`,
        `INSERT INTO $.claims (subject, customer, updated_at) VALUES ('${ids(2)}', '${ids(1)}', now())`,
        `UPDATE $.customers SET version = version + 100 WHERE id::text < '4' AND id <> '${ids(1)}'`,
        `DELETE FROM $.customers WHERE id::text > 'b'`,
        `UPDATE $.claims SET customer = '${ids(1)}', updated_at = 'infinity' WHERE subject::text < '4' AND subject <> '${ids(2)}'`,
        `DELETE FROM $.claims WHERE subject::text > 'b'`,
      ],
    ]),
  ),
};
damage.analytics?.push(
  `INSERT INTO $.facts (source, id, filed, subject, version, occurred_at, step, why) VALUES (1, 'never', '-infinity', 1, 9, now(), 1, '{}')`,
  `INSERT INTO $.answers (source, id, place, scale, value, occurred_at, channel, touchpoint)
   VALUES ('nobody', 'never', 0, 'nps', 1, now(), 'web', 't')`,
  `UPDATE $.facts SET version = version + 50, properties = NULL, subject = 1 WHERE id LIKE '%3' AND id <> 'never'`,
  `DELETE FROM $.facts WHERE id LIKE '%5'`,
  `UPDATE $.facts SET withdrawn = NOT withdrawn WHERE id LIKE '%8'`,
  `UPDATE $.answers SET value = 0, occurred_at = now() WHERE id LIKE '%2'`,
  `DELETE FROM $.answers WHERE id LIKE '%4'`,
  `INSERT INTO $.responses (response, revision) VALUES ('${ids(3)}', 9)`,
  `INSERT INTO $.profiles (customer, traits, preferences) VALUES ('${ids(1)}', '{}', '{}')`,
  `UPDATE $.profiles SET traits = '{}' WHERE customer::text LIKE '%4'`,
  `DELETE FROM $.profiles WHERE customer::text > 'b'`,
  `INSERT INTO $.profiling (customer, state) VALUES ('${ids(1)}', 'granted')`,
  `UPDATE $.profiling SET state = 'withdrawn' WHERE customer::text LIKE '%4'`,
  `DELETE FROM $.profiling WHERE customer::text > 'b'`,
);
damage.survey?.push(
  `INSERT INTO $.contact_points (place, customer) VALUES ('nowhere', '${ids(1)}')`,
  `DELETE FROM $.contact_points WHERE customer::text > 'b'`,
  `INSERT INTO $.profiles (customer, record) VALUES ('${ids(1)}', '{}')`,
  `UPDATE $.profiles SET record = '{}' WHERE customer::text LIKE '%4'`,
  `INSERT INTO $.invitations (id, programme, programme_version, source, interaction, touchpoint, subject, customer,
     attribution_version, record_version, circumstances, occurred_at, due_at, deadline, state)
   VALUES ('${ids(3)}', 'p', 1, 'nobody', 'never', 't', '${ids(2)}', '${ids(1)}', 1, 99, '{"answered":[]}', now(), now() + interval '1 day',
     now() + interval '2 days', 'pending')`,
  `UPDATE $.invitations SET subject = '${ids(2)}', attribution_version = 40 WHERE interaction LIKE '%9'`,
);
damage.ingest?.push(
  `INSERT INTO $.receipts (interaction, source, subject, version, withdrawn, rule, occurred_at, received_at, stored_at)
   VALUES ('never', 'nobody', '${ids(2)}', 9, false, 0, now(), now(), now())`,
  `UPDATE $.receipts SET version = version + 50, subject = '${ids(2)}', notes = '[]' WHERE interaction LIKE '%3' AND interaction <> 'never'`,
  `UPDATE $.receipts SET withdrawn = NOT withdrawn WHERE interaction LIKE '%8'`,
);
