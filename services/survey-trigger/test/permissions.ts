import { ContactPolicy, topics } from '@hilo/contracts';
import { derivedIds } from '@hilo/identifiers';
import { nameHashes, openDatabase, type RunningProcess, startProcess, transaction } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { expect } from 'vitest';
import { z } from 'zod';
import { surveyTrigger } from '../service.ts';
import { ruleOf } from './asking.ts';
import { publish } from './decide-now.ts';

const secret = 'a secret of the tests';
export const rootKey = 'the-key-of-the-operator';
export const idOf = derivedIds(secret);
export const hashes = nameHashes(secret);

const Answer = z.object({
  id: z.string().optional(),
  allowed: z.boolean(),
  asOf: z.string().optional(),
  customer: z.string().optional(),
  contactPoint: z.object({ kind: z.string(), value: z.string() }).optional(),
  reasons: z.array(z.object({ reason: z.string(), rule: z.string(), until: z.string().optional() })),
  nextAllowedAt: z.string().optional(),
  reservation: z.object({ id: z.string(), expiresAt: z.string() }).optional(),
  budgets: z.array(z.looseObject({ rule: z.string(), window: z.string(), max: z.number(), used: z.number() })),
  conditions: z.array(z.object({ rule: z.string(), callerPrefix: z.string() })).optional(),
});
export type Answer = z.infer<typeof Answer>;

type TellableRecord = { id: string; version: number; [field: string]: unknown };

/** A service that is asked for permissions, as others ask it. */
export type AskedService = {
  hilo: RunningProcess;
  pool: Pool;
  url: string;
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  check(body: object, headers?: Record<string, string>): Promise<Answer>;
  checkAll(body: readonly object[]): Promise<Answer[]>;
  report(body: object): Promise<void>;
  /** These records are told by the thread, and known when it resolves. */
  know(...records: readonly TellableRecord[]): Promise<void>;
  /** The thread tells of a call to this number by another system, which knows nothing of any reservation. */
  hearOfCall(called: {
    id: string;
    at: number;
    subject: string;
    phone: { kind: string; value: string };
  }): Promise<void>;
  setRules(rules: readonly object[], more?: object): Promise<void>;
  close(): Promise<void>;
};

export const startAsked = async (): Promise<AskedService> => {
  const database = await createTestDatabase();
  const hilo = await startProcess([surveyTrigger], {
    DATABASE_URL: database.url,
    HILO_API_KEY: rootKey,
    HILO_ID_SECRET: secret,
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
  });
  const pool = openDatabase({ connectionString: database.url, schema: 'survey', logger: { warn: () => {} } });
  const ask: AskedService['ask'] = (method, path, body, headers = {}) =>
    fetch(`${hilo.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${rootKey}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const answered = async (response: Response): Promise<unknown> => {
    const told = await response.json();
    expect(response.status, JSON.stringify(told)).toBe(200);
    return told;
  };
  return {
    hilo,
    pool,
    url: database.url,
    ask,
    check: async (body, headers) =>
      Answer.parse(await answered(await ask('POST', '/v1/contact-permissions/check', body, headers))),
    checkAll: async (body) =>
      z
        .object({ results: z.array(Answer) })
        .parse(await answered(await ask('POST', '/v1/contact-permissions/check', body))).results,
    report: async (body) => {
      const told = JSON.stringify(await answered(await ask('POST', '/v1/contacts', body)));
      expect(told).toContain('accepted');
    },
    know: async (...records) => {
      await hilo.log.append(
        topics.customers.name,
        records.map((one) => ({ key: one.id, value: JSON.stringify(one) })),
      );
      for (const { id, version } of records) {
        await expect
          .poll(
            async () =>
              (await pool.query('SELECT FROM customers WHERE id = $1 AND version >= $2', [id, version])).rowCount,
          )
          .toBe(1);
      }
    },
    hearOfCall: async ({ id, at, subject, phone }) => {
      const time = new Date(at).toISOString();
      const interaction = {
        id,
        source: 'telephony',
        receivedAt: time,
        occurredAt: time,
        channel: 'call_centre',
        touchpoint: 'campaign',
        kind: 'called',
        direction: 'outbound',
        identifiers: [phone],
      };
      const why = { rule: 'strongest-identifier', identifier: phone, registryVersion: 1 };
      const told = { interaction, subject, customer: subject, version: 1, recordVersion: 1, why };
      await hilo.log.append(topics.resolved.name, [{ key: subject, value: JSON.stringify(told) }]);
      await expect
        .poll(
          async () =>
            (await pool.query(`SELECT FROM contact_facts WHERE source = 'telephony' AND id = $1`, [id])).rowCount,
        )
        .toBe(1);
    },
    setRules: (rules, more = {}) =>
      transaction(pool, (tx) => publish(tx, ContactPolicy.parse({ packs: [], rules: rules.map(ruleOf), ...more }))),
    close: async () => {
      await pool.end();
      await hilo.close();
      await database.drop();
    },
  };
};

type Person = {
  version?: number;
  identifiers: readonly { kind: string; value: string; status?: string }[];
  consents?: readonly object[];
  ambiguous?: boolean;
  timeZone?: string;
};

/** The record of somebody who is known by these, the first of which is hers from the beginning; who said yes to marketing, if nothing else is said. */
export const recordOf = ({ version = 1, identifiers, consents = [yes()], ambiguous = false, timeZone }: Person) => {
  const held = identifiers.map(({ status = 'linked', ...one }) => ({
    ...one,
    subject: idOf(one),
    firstSeenAt: '2026-01-01T00:00:00Z',
    status,
  }));
  return {
    id: held[0]?.subject ?? '',
    version,
    updatedAt: new Date(Date.parse('2026-01-01T00:00:00Z') + version * 1000).toISOString(),
    ambiguous,
    subjects: held.filter(({ status }) => status === 'linked').map(({ subject }) => subject),
    identifiers: held,
    traits: {},
    consents,
    contactPreferences: { ...(timeZone && { timeZone }) },
    interactions: { total: 1, byChannel: {} },
    conflicts: [],
  };
};

export const yes = (fields: object = {}) => said('granted', fields);
export const no = (fields: object = {}) => said('withdrawn', { at: '2026-02-01T00:00:00Z', ...fields });
const said = (state: string, fields: object) => ({
  purpose: 'marketing',
  state,
  source: 'web',
  interaction: `i-${state}`,
  at: '2026-01-01T00:00:00Z',
  ...fields,
});

export const reasonsOf = ({ reasons }: Answer): string[] => reasons.map(({ reason }) => reason);

export const call = { channel: 'call_centre', purpose: 'marketing', class: 'commercial' };

/** Makes people of whom nobody else has anything, or does so and tells the service of them. */
export const peopleOf = (service: () => AskedService) => {
  let people = 0;
  const somebody = (fields: Partial<Person> = {}) => {
    people += 1;
    const number = String(people).padStart(4, '0');
    const customerNumber = { kind: 'customer_number', value: `C-${number}` };
    const phone = { kind: 'phone', value: `+3460011${number}` };
    const email = { kind: 'email', value: `ana-${number}@example.org` };
    const record = recordOf({ identifiers: [customerNumber, phone, email], ...fields });
    return { record, id: record.id, customerNumber, phone, email };
  };
  const known = async (fields: Partial<Person> = {}) => {
    const one = somebody(fields);
    await service().know(one.record);
    return one;
  };
  return { somebody, known };
};
