import { join } from 'node:path';
import { topics } from '@hilo/contracts';
import { openLog } from '@hilo/log';
import {
  createLogger,
  migrate,
  openDatabase,
  openHealth,
  provisionSchemas,
  type Transaction,
  transaction,
} from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { loadProgrammes } from '../config.ts';
import { decideDue } from '../pipeline/decide-due.ts';
import { handlers } from '../pipeline.ts';
import { openPolicies } from '../store/contact-policies.ts';
import { takeDue } from '../store/due-invitations.ts';
import { fixedProgrammes } from '../store/programmes.ts';
import { openDeciding } from '../worker.ts';
import { dayMs, hourMs, policyOf, ruleOf } from './asking.ts';
import { decideNow, hashOfNames, publish } from './decide-now.ts';
import { ana, arrival, email, hour, luis, now, phone, record } from './messages.ts';

const [shipped] = loadProgrammes();
if (shipped === undefined) throw new Error('there is no programme');
/** Two programmes that ask after the same, and rest for nobody: what limits them is the policy alone. */
const programmes = [
  { ...shipped, askAfterMinutes: 0, restDays: 0 },
  { ...shipped, id: 'another', askAfterMinutes: 0, restDays: 0 },
];
const only = programmes.slice(0, 1);
let pool: Pool;
let url: string;
let logUrl: string;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await createTestDatabase();
  const urls = await provisionSchemas({ adminUrl: database.url, secret: 'a secret of the tests' }, ['survey']);
  [url, logUrl] = [urls.survey ?? '', database.url];
  pool = openPool();
  await migrate(pool, join(import.meta.dirname, '..', 'migrations'));
  drop = async () => {
    await pool.end();
    await database.drop();
  };
});
afterAll(() => drop());
beforeEach(async () => {
  await pool.query(
    'TRUNCATE invitations, timers, profiles, claims, customers, erased, erased_versions, contact_policies, contact_facts, contacts, outbox',
  );
  const cap = ruleOf({ id: 'once', hours: 'any', caps: [{ max: 1, windowHours: 168 }] });
  await transaction(pool, (tx) => publish(tx, policyOf({ packs: [], rules: [cap] }).policy));
});

function openPool(): Pool {
  return openDatabase({ connectionString: url, schema: 'survey', logger: { warn: () => {} } });
}

const hear = (topic: string, messages: object[], asking = only) =>
  transaction(pool, async (tx) => {
    const records = messages.map((message, offset) => {
      return { offset, key: '', value: JSON.stringify(message), headers: {}, appendedAt: 0 };
    });
    await handlers(fixedProgrammes(asking), hashOfNames)[topic]?.(tx, { records });
  });
const decide = (at = now) => transaction(pool, (tx) => decideNow(tx, { programmes, isOnThread: false }, at));

/** What became of all: the word of each, so often. */
const ends = async (): Promise<Record<string, number>> => {
  const { rows } = await pool.query<{ end: string; n: number }>(
    'SELECT coalesce(reason, state) AS end, count(*)::int AS n FROM invitations GROUP BY 1',
  );
  return Object.fromEntries(rows.map(({ end, n }) => [end, n]));
};
const ledger = async (): Promise<number> =>
  (await pool.query<{ n: number }>('SELECT count(*)::int AS n FROM contacts')).rows[0]?.n ?? 0;

it('case 1 (langwatch#3153): of 1,000 triggers at once for one customer, with a cap of one, one is an invitation', async () => {
  await hear(topics.customers.name, [record(ana, 1, [email('ana')])]);
  const triggers = Array.from({ length: 1000 }, (_, n) => arrival(`i-${n}`, { at: now - hour }));
  await Promise.all(
    Array.from({ length: 10 }, (_, n) => hear(topics.resolved.name, triggers.slice(n * 100, n * 100 + 100))),
  );
  await using opened = new AsyncDisposableStack();
  const log = opened.use(await openLog(logUrl));
  await log.ensureTopics([topics.surveys]);
  for (let instance = 0; instance < 5; instance += 1) {
    const own = openPool();
    opened.defer(() => own.end());
    const resources = { pool: own, log, logger: createLogger({ level: 'silent', name: 'test' }) };
    const clock = () => now;
    const inviting = { programmes: fixedProgrammes(programmes), policies: openPolicies(), isOnThread: false };
    const deciding = await openDeciding(
      { ...resources, health: openHealth(clock), now: clock, hashes: hashOfNames },
      inviting,
      20,
    );
    opened.defer(async () => void (await deciding.close()));
  }
  await expect.poll(ends).toEqual({ invited: 1, 'contact-pressure': 999 });
  expect(await ledger()).toBe(1);
  await expect
    .poll(async () => (await log.endOffsets(topics.surveys.name)).reduce((sum, end) => sum + end, 0))
    .toBe(1000);
});

/** One round of an instance that takes a single invitation; `before` is told of each of its statements, and may hold it up. */
const decideOne = async (before: (statement: number) => Promise<void>): Promise<string[]> =>
  transaction(pool, async (tx) => {
    let statements = 0;
    const query = async (statement: Parameters<Transaction['query']>[0]) => {
      await before(statements++);
      return tx.query(statement);
    };
    const held = new Proxy(tx, { get: (target, name) => (name === 'query' ? query : Reflect.get(target, name)) });
    const { items } = await takeDue(held, { now, limit: 1 });
    const deciding = {
      programmes: fixedProgrammes(programmes),
      policies: openPolicies(),
      isOnThread: false,
      hashes: hashOfNames,
    };
    const { decided } = await decideDue(held, deciding, items, now);
    return decided.map(({ decision }) => (decision.state === 'withheld' ? decision.reason : decision.state));
  });

it('case 2 (nametag#442, PasswordPusher#4167): two instances that interleave at any statement use one place once', async () => {
  await hear(topics.customers.name, [record(ana, 1, [email('ana')])]);
  for (let heldUpAt = 0, more = true; more; heldUpAt += 1) {
    await pool.query('TRUNCATE invitations, timers, contact_facts, contacts');
    await hear(topics.resolved.name, [arrival('one', { at: now - hour }), arrival('other', { at: now - hour })]);
    more = false;
    let other: Promise<string[]> | undefined;
    const first = await decideOne(async (statement) => {
      if (statement !== heldUpAt) return;
      more = true;
      other = decideOne(async () => {});
      // As far as it gets: it is through, or waits for a lock of the first.
      await Promise.race([other, isBlocked()]);
    });
    const second = await (other ?? decideOne(async () => {}));
    expect([...first, ...second].sort(), `held up at statement ${heldUpAt}`).toEqual(['contact-pressure', 'invited']);
    expect(await ledger()).toBe(1);
    if (!more) expect(heldUpAt).toBeGreaterThan(10);
  }
});

/** Resolves when a session of this database waits for a lock. */
const isBlocked = async (): Promise<void> => {
  for (;;) {
    const { rows } = await pool.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (rows.length > 0) return;
  }
};

it('case 9 (AskNicely 1593959): who was invited by one programme is not invited by another about the same', async () => {
  await hear(topics.customers.name, [record(ana, 1, [email('ana')])]);
  await hear(topics.resolved.name, [arrival('i-1', { at: now - hour })], only);
  await decide();
  await hear(topics.resolved.name, [arrival('i-1', { at: now - hour })], programmes);
  await decide(now + 1);
  expect(await ends()).toEqual({ invited: 1, 'contact-pressure': 1 });
});

it('case 10 (PostHog#44150): who was asked as one of two records was asked when they are one, and the other was not when they part', async () => {
  const asked = async (id: string, subject: string, at: number): Promise<string | undefined> => {
    await hear(topics.resolved.name, [arrival(id, { subject, at: at - hourMs })]);
    const [one] = (await decide(at)).decided;
    return one?.decision.state === 'withheld' ? one.decision.reason : one?.decision.state;
  };
  await hear(topics.customers.name, [record(ana, 1, [email('ana')]), record(luis, 1, [phone(2)])]);
  expect(await asked('as-ana', ana, now)).toBe('invited');
  // One record now: what was said to the one was said to both.
  const held = [email('ana'), phone(2)];
  await hear(topics.customers.name, [record(ana, 2, held, [ana, luis]), { ...record(luis, 2, [], []) }]);
  expect(await asked('as-one', luis, now + hour)).toBe('contact-pressure');
  // Two again: each has its own.
  await hear(topics.customers.name, [record(ana, 3, [email('ana')], [ana]), record(luis, 3, [phone(2)], [luis])]);
  expect(await asked('luis-apart', luis, now + 2 * hour)).toBe('invited');
  expect(await asked('ana-apart', ana, now + 3 * hour)).toBe('contact-pressure');
  expect(await asked('ana-later', ana, now + 8 * dayMs)).toBe('invited');
});

it('a contact counts as long as the longest window says, of the thousand that there may be, and not a minute more', async () => {
  const thirtyDays = 30 * 24 * hourMs;
  const cap = ruleOf({
    id: 'once',
    hours: 'any',
    caps: [
      { max: 1, windowHours: 24 },
      { max: 1, windowHours: 720 },
    ],
  });
  await transaction(pool, (tx) => publish(tx, policyOf({ packs: [], rules: [cap] }).policy));
  await hear(topics.customers.name, [record(ana, 1, [email('ana')])]);
  await hear(topics.resolved.name, [arrival('first', { at: now })]);
  await decide(now);
  await hear(topics.resolved.name, [arrival('within', { at: now + thirtyDays - 49 * hour })]);
  await decide(now + thirtyDays - 49 * hour);
  expect(await ends()).toEqual({ invited: 1, 'contact-pressure': 1 });
  await hear(topics.resolved.name, [arrival('after', { at: now + thirtyDays - hour })]);
  await decide(now + thirtyDays + 60_000);
  expect(await ends()).toEqual({ invited: 2, 'contact-pressure': 1 });
});

it('case 12 (Chatwoot #11637): what was withheld is one row and one event, though it is told a hundred times', async () => {
  await hear(topics.customers.name, [record(ana, 1, [email('ana')], [ana], [])]);
  await hear(topics.resolved.name, [arrival('first', { at: now - hour })]);
  await decide();
  let told = 0;
  for (let n = 0; n < 100; n += 1) {
    await hear(topics.resolved.name, [arrival('again', { at: now - hour })]);
    told += (await decide(now + n)).outbox.length;
  }
  expect(told).toBe(1);
  expect(await ends()).toEqual({ invited: 1, 'contact-pressure': 1 });
});
