import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { topics } from '@hilo/contracts';
import { openLog } from '@hilo/log';
import { openDatabase } from '@hilo/runtime';
import { startBadMailServer } from '@hilo/testing';
import type { Pool } from 'pg';
import { createRandom } from '../../../scripts/simulate/random.ts';
import { type Instances, startInstances } from '../deciding/instances.ts';
import { readTopic } from '../find.ts';
import { until } from '../until.ts';
import { arrive, asking, hurry, tell } from './installation.ts';
import { type AskedPerson, misdeedsOf, peopleAsked } from './people.ts';
import { type Delivered, type DeliveredRow, faultsOfDelivery, type Mailbox } from './verdict.ts';

export type DeliveringOptions = {
  databaseUrl: string;
  invitations: number;
  kills: number;
  seed: number;
  say(line: string): void;
};

export type DeliveringOutcome = {
  faults: string[];
  found: Delivered;
  ended: Readonly<Record<string, number>>;
  byThemselves: number;
  seconds: number;
};

export const senders = ['survey-trigger#1', 'survey-trigger#2'];
export const [betweenKillsMs, longestDownMs] = [1500, 1000];

/**
 * Kills who sends, again and again, while invitations leave to a mail server that goes wrong at every step, and some of those who are asked
 * take their consent back; then looks what lies in the mailboxes, the tables and on the log.
 */
export const killDelivering = async (options: DeliveringOptions): Promise<DeliveringOutcome> => {
  const { databaseUrl, invitations, kills, seed, say } = options;
  const began = Date.now();
  await using opened = new AsyncDisposableStack();
  const server = await startBadMailServer(misdeedsOf(seed));
  opened.defer(() => server.close());
  const file = join(mkdtempSync(join(tmpdir(), 'hilo-faults-')), 'programmes.json');
  writeFileSync(file, JSON.stringify([asking]));
  const environment = {
    HILO_PROGRAMMES: file,
    HILO_SMTP_URL: server.url,
  };
  const started = opened.use(await startInstances({ databaseUrl, environment, say }, ['ingest', ...senders]));
  const pool = openDatabase({ connectionString: databaseUrl, schema: 'survey', logger: console });
  opened.defer(() => pool.end());
  const people = peopleAsked(invitations, seed);
  for (let from = 0; from < people.length; from += 500) await tell(pool, people.slice(from, from + 500), 'granted');
  const overMs = kills * betweenKillsMs;
  await arrive(pool, people, overMs);
  const [withdrawnAt] = await Promise.all([withdraw(pool, people, overMs), strike(started, { kills, seed, say })]);
  await started.allRunning();
  say(`all is due after ${seconds(began)} s; waiting until all has ended`);
  await untilEnded(pool);
  const found = { ...(await find(pool, databaseUrl)), mails: mailsIn(server.taken), withdrawnAt };
  const count = (state: string): number => found.rows.filter((row) => row.state === state).length;
  return {
    faults: faultsOfDelivery(found),
    found,
    ended: Object.fromEntries(['accepted', 'refused', 'unknown', 'cancelled'].map((state) => [state, count(state)])),
    byThemselves: started.ended(),
    seconds: seconds(began),
  };
};

const seconds = (since: number): number => Math.round((Date.now() - since) / 1000);
const mailsIn = (taken: readonly Mailbox[]): Mailbox[] => taken.map(({ to, at }) => ({ to, at }));

/** Each of them about when the message leaves; gives when it was certainly committed. */
const withdraw = async (
  pool: Pool,
  people: readonly AskedPerson[],
  overMs: number,
): Promise<ReadonlyMap<string, number>> => {
  const began = Date.now();
  const committed = new Map<string, number>();
  const withdrawing = people.filter(({ withdraws }) => withdraws);
  const one = async (person: AskedPerson): Promise<void> => {
    // At the moment at which it leaves for the first time, or before it is tried again.
    const afterMs = person.n % 2 === 0 ? 0 : 10_000;
    await delay(Math.max(0, began + (person.n / people.length) * overMs + afterMs - Date.now()));
    await tell(pool, [person], 'withdrawn');
    committed.set(person.address, Date.now());
  };
  await Promise.all(
    // At the same time no more than there are connections.
    Array.from({ length: 4 }, async (_, lane) => {
      for (const person of withdrawing.filter((_, n) => n % 4 === lane)) await one(person);
    }),
  );
  return committed;
};

/** Kills who sends, one or the other, at random moments. */
export const strike = async (
  started: Instances,
  { kills, seed, say }: Pick<DeliveringOptions, 'kills' | 'seed' | 'say'>,
): Promise<void> => {
  const random = createRandom(seed + 1);
  for (let blow = 1; blow <= kills; blow += 1) {
    await delay(betweenKillsMs * (0.5 + random.next()));
    const name = senders[random.below(senders.length)] ?? '';
    while (!(await started.kill(name, random.chance(0.5) ? 0 : random.below(longestDownMs)))) await delay(20);
    if (blow % 20 === 0) say(`${blow} times killed`);
  }
};

const openSql = `
  SELECT (SELECT count(*) FROM invitations WHERE state = 'pending')::int + (SELECT count(*) FROM outbox)::int
       + (SELECT count(*) FROM messages WHERE state IN ('queued', 'deferred', 'sending'))::int AS open`;

const untilEnded = (pool: Pool): Promise<number> =>
  until({
    what: 'every message has ended',
    look: async () => {
      // Nobody is killed any more: what is tried again may be at once.
      await hurry(pool);
      return (await pool.query<{ open: number }>(openSql)).rows[0]?.open ?? 0;
    },
    isReached: (open) => open === 0,
    everyMs: 1000,
    patienceMs: 400_000,
  });

const rowsSql = `
  SELECT m.id, p.record->'identifiers'->0->>'value' AS address, i.id AS invitation, i.state AS decided, m.state, m.reason,
         coalesce(m.attempts, 0) AS attempts,
         (SELECT count(DISTINCT c.id) FROM contact_facts f JOIN contacts c ON c.id = f.contact
           WHERE f.teller = 'invitation' AND f.id = i.id::text AND NOT f.withdrawn)::int AS counted
    FROM invitations i LEFT JOIN messages m ON m.invitation = i.id
    JOIN claims k ON k.subject = i.subject JOIN profiles p ON p.customer = k.customer`;

const find = async (pool: Pool, logUrl: string): Promise<Omit<Delivered, 'mails' | 'withdrawnAt'>> => {
  const { rows } = await pool.query<DeliveredRow>(rowsSql);
  const { rows: left } = await pool.query<{ n: number }>('SELECT count(*)::int AS n FROM outbox');
  await using log = await openLog(logUrl);
  const told = new Map<string, Set<string>>();
  await readTopic(log, topics.surveys.name, ({ headers }) => {
    const [id = '', state = ''] = (headers.ce_id ?? '').split('/');
    told.set(id, (told.get(id) ?? new Set()).add(state));
  });
  return { rows, told, outbox: left[0]?.n ?? 0 };
};
