import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { topics } from '@hilo/contracts';
import { openLog } from '@hilo/log';
import { openDatabase } from '@hilo/runtime';
import { startBadMailServer } from '@hilo/testing';
import type { Pool } from 'pg';
import { z } from 'zod';
import { Refused } from '../../../scripts/api/client.ts';
import { type Instances, startInstances } from '../deciding/instances.ts';
import { readTopic } from '../find.ts';
import { until } from '../until.ts';
import { type Arrived, openBadProvider, phoneOf } from './bad-provider.ts';
import { type Followed, type FollowedRow, faultsOfFollowing, type InvitationRow } from './following-verdict.ts';
import { arrive, asking, hurry, tell, uuidOf } from './installation.ts';
import { betweenKillsMs, type DeliveringOptions, senders, strike } from './kill-delivering.ts';
import { type AskedPerson, misdeedsOf, peopleAsked } from './people.ts';

type FollowingOutcome = {
  faults: string[];
  found: Followed;
  /** How many messages there are of each kind, channel and state. */
  ended: Readonly<Record<string, number>>;
  /** How often a process ended that nobody had killed. */
  byThemselves: number;
  seconds: number;
};

/** By mail, then a reminder, then by SMS. */
const following = {
  ...asking,
  contacts: [
    { channel: 'email', kind: 'email' },
    { channel: 'sms', kind: 'phone' },
  ],
  reminders: { atMost: 1, afterMinutes: 1 },
  fallbackAfterMinutes: 2,
};
const answersOneIn = 4;

/**
 * Kills who sends, again and again, while people are asked by mail, reminded, and asked by SMS, by servers that go wrong, and some of them
 * answer; then looks what arrived on either channel, and what the tables and the log say of it.
 */
export const killFollowing = async (options: DeliveringOptions): Promise<FollowingOutcome> => {
  const { databaseUrl, invitations, kills, seed, say } = options;
  const began = Date.now();
  await using opened = new AsyncDisposableStack();
  const server = await startBadMailServer(misdeedsOf(seed));
  opened.defer(() => server.close());
  const provider = await openBadProvider();
  opened.defer(() => provider.close());
  const file = join(mkdtempSync(join(tmpdir(), 'hilo-faults-')), 'programmes.json');
  writeFileSync(file, JSON.stringify([following]));
  const environment = { HILO_PROGRAMMES: file, HILO_SMTP_URL: server.url, HILO_WEBHOOK_ALLOW: '127.0.0.0/8' };
  const started = opened.use(await startInstances({ databaseUrl, environment, say }, ['ingest', ...senders]));
  const pool = openDatabase({ connectionString: databaseUrl, schema: 'survey', logger: console });
  opened.defer(() => pool.end());
  await carryBy(started, provider.url);
  const people = peopleAsked(invitations, seed).map((one) => ({ ...one, phone: phoneOf(one.n) }));
  for (let from = 0; from < people.length; from += 500) await tell(pool, people.slice(from, from + 500), 'granted');
  const overMs = kills * betweenKillsMs;
  await arrive(pool, people, overMs / 2);
  const ending = new AbortController();
  const clock = keepPassing(pool, ending.signal);
  const [answeredAt] = await Promise.all([answerSome(started, people, overMs), strike(started, { kills, seed, say })]);
  await started.allRunning();
  say(`killed ${kills} times after ${seconds(began)} s; waiting until all has ended`);
  await untilEnded(pool);
  ending.abort();
  await clock;
  const mails = server.taken.map(({ messageId, at }) => ({
    message: /<([^@]+)@/.exec(messageId)?.[1] ?? messageId,
    at,
  }));
  const found = { ...(await find(pool, databaseUrl, [...mails, ...provider.arrived])), answeredAt };
  const ended = Object.groupBy(found.messages, ({ kind, channel, state }) => `${kind} ${channel} ${state}`);
  return {
    faults: faultsOfFollowing(found),
    found,
    ended: Object.fromEntries(Object.entries(ended).map(([what, rows = []]) => [what, rows.length])),
    byThemselves: started.ended(),
    seconds: seconds(began),
  };
};

const seconds = (since: number): number => Math.round((Date.now() - since) / 1000);

/** From now on the provider carries SMS. */
const carryBy = (started: Instances, url: string): Promise<unknown> =>
  started.ask(0, (client) =>
    client.post(
      '/v1/outgoing-webhooks',
      { kind: 'standard', name: 'SMS', url, messages: { channels: ['sms'] } },
      z.unknown(),
    ),
  );

/** Some of them answer, before they are reminded, afterwards, or while that is on its way; gives when that was certainly committed. */
const answerSome = async (
  started: Instances,
  people: readonly AskedPerson[],
  overMs: number,
): Promise<ReadonlyMap<string, number>> => {
  const began = Date.now();
  const committed = new Map<string, number>();
  const body = { answers: [{ question: 'likelihood_to_recommend', value: 9 }], channel: 'email' };
  const answer = async ({ n }: AskedPerson): Promise<boolean> => {
    const invitation = uuidOf(n);
    const path = `/v1/invitations/${invitation}/answers`;
    try {
      await started.ask(n, (client) => client.post(path, body, z.unknown()));
    } catch (error) {
      // Who was not asked yet cannot answer yet.
      if (error instanceof Refused && error.status === 404) return false;
      throw error;
    }
    committed.set(invitation, Date.now());
    return true;
  };
  for (const person of people.filter(({ n }) => n % answersOneIn === 0)) {
    await delay(Math.max(0, began + (person.n / people.length) * overMs - Date.now()));
    while (!(await answer(person))) await delay(50);
  }
  return committed;
};

const everyMs = 1000;
/** A programme waits for minutes after it, and nobody here does: what happened more than a second ago is made long past. */
const passSql = `
  UPDATE messages SET handed_over_at = handed_over_at - interval '10 minutes' WHERE id IN (
    SELECT id FROM messages WHERE state = 'accepted' AND handed_over_at BETWEEN now() - interval '5 minutes' AND now() - interval '1 second'
       FOR UPDATE SKIP LOCKED)`;

const keepPassing = async (pool: Pool, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    await pool.query(passSql);
    await hurry(pool);
    await delay(everyMs, undefined, { signal }).catch(() => {});
  }
};

const openSql = `
  SELECT (SELECT count(*) FROM invitations WHERE state = 'pending')::int + (SELECT count(*) FROM outbox)::int
       + (SELECT count(*) FROM messages WHERE state IN ('queued', 'deferred', 'sending'))::int
       + (SELECT count(*) FROM timers WHERE kind = 'follow-up' AND due_at < now() + interval '1 day')::int AS open`;

const untilEnded = (pool: Pool): Promise<number> =>
  until({
    what: 'nobody is to be asked any more',
    look: async () => (await pool.query<{ open: number }>(openSql)).rows[0]?.open ?? 0,
    isReached: (open) => open === 0,
    everyMs: 500,
    patienceMs: 900_000,
  });

const invitationsSql = `
  SELECT i.id, i.state AS decided, f.step,
         (SELECT count(DISTINCT c.contact)::int FROM contact_facts c LEFT JOIN messages m ON m.id::text = c.id AND m.ordinal > 0
           WHERE c.teller = 'invitation' AND NOT c.withdrawn AND (c.id = i.id::text OR m.invitation = i.id)) AS counted
    FROM invitations i LEFT JOIN follow_ups f ON f.invitation = i.id`;

const find = async (pool: Pool, logUrl: string, arrived: readonly Arrived[]): Promise<Omit<Followed, 'answeredAt'>> => {
  const { rows: messages } = await pool.query<FollowedRow>(
    'SELECT id, invitation, ordinal, kind, channel, state FROM messages',
  );
  const { rows: invitations } = await pool.query<InvitationRow>(invitationsSql);
  const { rows: left } = await pool.query<{ n: number }>('SELECT count(*)::int AS n FROM outbox');
  await using log = await openLog(logUrl);
  const told = new Map<string, Set<string>>();
  await readTopic(log, topics.surveys.name, ({ headers }) => {
    const [id = '', state = ''] = (headers.ce_id ?? '').split('/');
    told.set(id, (told.get(id) ?? new Set()).add(state));
  });
  return { messages, invitations, arrived, told, outbox: left[0]?.n ?? 0 };
};
