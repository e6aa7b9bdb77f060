import { join } from 'node:path';
import { type ContactPolicy, SurveyEvent, topics } from '@hilo/contracts';
import { openLog } from '@hilo/log';
import {
  createLogger,
  migrate,
  openDatabase,
  openHealth,
  provisionSchemas,
  putIntoOutbox,
  transaction,
} from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import { expect } from 'vitest';
import { claim } from '../delivery/claim.ts';
import { openDelivering } from '../delivery/delivering.ts';
import { type HandedOver, openHandingOver, type ToHandOver } from '../delivery/hand-over.ts';
import { openOutcomeWriting } from '../delivery/outcome-writing.ts';
import { type MessageRoutes, mailRoutes } from '../delivery/routes.ts';
import { openSlots } from '../delivery/slots.ts';
import { plainMail } from '../delivery/smtp/plain-mail.ts';
import { openSmtp } from '../delivery/smtp/transport.ts';
import { openOutcomeTelling } from '../delivery/telling.ts';
import { Programme } from '../domain/programme.ts';
import { handlers } from '../pipeline.ts';
import { openPolicies } from '../store/contact-policies.ts';
import { insertChange, insertVersion } from '../store/programme-versions.ts';
import { openProgrammes } from '../store/programmes.ts';
import { decideNow, hashOfNames, publish } from './decide-now.ts';
import { uuid } from './messages.ts';

export const asked = Programme.parse({
  id: 'after-the-flight',
  version: 1,
  title: 'How was the flight?',
  when: { touchpoints: ['flight.arrival'] },
  question: { question: 'likelihood_to_recommend', scale: 'nps', text: { en: 'How likely …?', es: '¿Cómo …?' } },
  purpose: 'feedback',
  contacts: [{ channel: 'email', kind: 'email' }],
  askAfterMinutes: 0,
  askWithinHours: 48,
  restDays: 0,
});

const author = { by: { key: 'k', source: 'tests' }, why: 'a test' };
export const timestamp = (at: number): string => new Date(at).toISOString();
export const addressOf = (n: number, what = 'ana'): string => `${what}.${n}@example.org`;

type Told = {
  n: number;
  address?: string;
  at?: number;
  version?: number;
  consents?: readonly object[];
  journey?: object;
  traits?: object;
};

export const yes = { purpose: 'feedback', state: 'granted', source: 'web', interaction: 'yes', at: timestamp(0) };

const recordOf = ({ n, address = addressOf(n), version = 1, consents = [yes], traits = {} }: Told) => ({
  id: uuid(n),
  version,
  updatedAt: timestamp(Date.now() - 3_600_000 + version),
  ambiguous: false,
  subjects: [uuid(n)],
  identifiers: [['email', address] as const, ['loyalty_id', `L-${n}`] as const].map(([kind, value]) => {
    return { kind, value, subject: uuid(n), firstSeenAt: timestamp(0), status: 'linked' };
  }),
  traits,
  consents,
  contactPreferences: { language: 'es-MX', timeZone: 'Africa/Abidjan' },
  interactions: { total: 1, byChannel: {} },
  conflicts: [],
});

export const arrivalOf = ({ n, at = Date.now() - 60_000 }: Told) => ({
  interaction: {
    id: `arrival-${n}-${at}`,
    source: 'gate',
    receivedAt: timestamp(at),
    occurredAt: timestamp(at),
    channel: 'other',
    touchpoint: 'flight.arrival',
    kind: 'arrived',
    identifiers: [{ kind: 'loyalty_id', value: `L-${n}` }],
  },
  subject: uuid(n),
  customer: uuid(n),
  version: 1,
  recordVersion: 1,
  why: { rule: 'strongest-identifier', identifier: { kind: 'loyalty_id', value: `L-${n}` }, registryVersion: 1 },
});

export type MessageRow = {
  id: string;
  invitation: string;
  state: string;
  route: string;
  reason: string | null;
  reasons: { reason: string; until?: string }[] | null;
  attempts: number;
  retry_at: Date | null;
  unreadable: string | null;
};

export type Delivery = Awaited<ReturnType<typeof openDelivery>>;

/** A database of survey-trigger with the log, whose invitations leave by mail to this server, or by these routes. */
export const openDelivery = async (to: string | MessageRoutes) => {
  const database = await createTestDatabase();
  const urls = await provisionSchemas({ adminUrl: database.url, secret: 'a secret of the tests' }, ['survey', 'log']);
  const pool = openDatabase({
    connectionString: urls.survey ?? '',
    schema: 'survey',
    maxConnections: 20,
    logger: { warn: () => {} },
  });
  await migrate(pool, join(import.meta.dirname, '..', 'migrations'));
  const log = await openLog(urls.log ?? '');
  const sender = { from: 'Hilo <ask@hilo.example>', write: plainMail };
  const mail = typeof to === 'string' ? openSmtp(to, sender, Date.now) : undefined;
  const routes = typeof to === 'string' ? mailRoutes(mail) : to;
  const [policies, programmes] = [openPolicies(), openProgrammes()];
  const resources = {
    pool,
    log,
    logger: createLogger({ level: process.env.LOG_LEVEL === 'debug' ? 'debug' : 'silent', name: 'test' }),
    health: openHealth(Date.now),
    now: Date.now,
  };
  const governed = { programmes, policies, hashes: hashOfNames };
  const standing = (state: 'active' | 'paused' | 'ended') => ({ state, since: timestamp(Date.now()), ...author });
  const hear = (topic: string, messages: readonly object[]) =>
    transaction(pool, async (tx) => {
      const records = messages.map((message, offset) => {
        return { offset, key: '', value: JSON.stringify(message), headers: {}, appendedAt: Date.now() };
      });
      await handlers(programmes, hashOfNames)[topic]?.(tx, { records });
    });
  await transaction(pool, async (tx) => {
    await insertVersion(tx, { programme: asked, restored: null }, { ...author, now: Date.now() });
    await insertChange(tx, { id: asked.id, version: 1, standing: standing('active') }, Date.now());
  });
  const decide = () =>
    transaction(pool, async (tx) => {
      const decided = await decideNow(tx, { programmes, isOnThread: false, routes }, Date.now());
      await putIntoOutbox(tx, decided.outbox);
      return decided;
    });
  return {
    pool,
    log,
    routes,
    resources,
    governed,
    hear,
    decide,
    /** The records of these customers, as they are known from now on. */
    know: (...told: Told[]) => hear(topics.customers.name, told.map(recordOf)),
    /** These arrive, and it is decided whom to ask. */
    invite: async (...told: Told[]) => {
      await hear(topics.customers.name, told.map(recordOf));
      await hear(topics.resolved.name, told.map(arrivalOf));
      return decide();
    },
    /** What they arrived by is told anew: by default, that it did not happen. */
    tellAnew: (told: Told & { at: number }, { version = 2, withdrawn = true } = {}) =>
      hear(topics.resolved.name, [{ ...arrivalOf(told), version, withdrawn }]),
    publish: (policy: ContactPolicy) => transaction(pool, (tx) => publish(tx, policy)),
    setState: (state: 'active' | 'paused' | 'ended') =>
      transaction(pool, (tx) => insertChange(tx, { id: asked.id, version: 1, standing: standing(state) }, Date.now())),
    claim: (limit: number) => claim({ pool, publicUrl: 'https://ask.example.com', now: Date.now }, 'smtp', limit),
    /** Hands this one over, which is ready. */
    handOver: (one: Omit<ToHandOver, 'onLeft'>) => {
      const writing = openOutcomeWriting({ pool, now: Date.now, hashes: hashOfNames }, openOutcomeTelling(resources));
      const handOver = openHandingOver(
        { pool, now: Date.now, writing, ...governed },
        { most: () => 16, holds: openSlots(4) },
      );
      return handOver({ ...one, onLeft: () => {} });
    },
    /** Sends what is due until everything is settled that can be. */
    send: async (isDone?: () => Promise<boolean>) => {
      const done: HandedOver[] = [];
      const delivering = openDelivering(
        { ...resources, ...governed, routes, publicUrl: 'https://ask.example.com' },
        { onHandedOver: (one) => done.push(one), onOverdue: () => {} },
      );
      const nothingDue = async (): Promise<boolean> => {
        const { rows } = await pool.query(
          `SELECT FROM messages WHERE state = 'sending' OR state IN ('queued', 'deferred') AND coalesce(retry_at, due_at) <= now()`,
        );
        return rows.length === 0;
      };
      await expect.poll(isDone ?? nothingDue, { interval: 20 }).toBe(true);
      await delivering.close();
      return done;
    },
    messages: async (): Promise<MessageRow[]> =>
      (await pool.query<MessageRow>('SELECT * FROM messages ORDER BY queued_at, id')).rows,
    reports: async () =>
      (await pool.query<{ by: string; status: string }>('SELECT by, status FROM message_reports ORDER BY id')).rows,
    /** What was told of surveys: the log has none of its topics here, so that all of it stays in the outbox, as after a crash. */
    events: async (): Promise<SurveyEvent[]> => {
      const { rows } = await pool.query<{ value: string }>('SELECT value FROM outbox WHERE topic = $1 ORDER BY id', [
        topics.surveys.name,
      ]);
      return rows.map(({ value }) => SurveyEvent.parse(JSON.parse(value)));
    },
    empty: async () => {
      await pool.query(`TRUNCATE contact_facts, contacts, contact_marks, invitations, profiles, claims, customers, contact_points, erased, erased_versions,
        timers, outbox, messages, message_reports, survey_tokens, responses, answers, follow_ups, quota_uses, contact_policies`);
      await pool.query(`DELETE FROM programme_changes WHERE revision > 1`);
    },
    close: async () => {
      await mail?.close();
      await log.close();
      await pool.end();
      await database.drop();
    },
  };
};
