import { join } from 'node:path';
import { topics } from '@hilo/contracts';
import { migrate, openDatabase, provisionSchemas, transaction } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ProgrammeDryRun } from '../domain/dry-run/request.ts';
import { rehearseProgrammes } from '../dry-runs/rehearse-programmes.ts';
import { decideDue } from '../pipeline/decide-due.ts';
import { handlers } from '../pipeline.ts';
import { openPolicies } from '../store/contact-policies.ts';
import { takeDue } from '../store/due-invitations.ts';
import { fixedProgrammes } from '../store/programmes.ts';
import { dayMs, hourMs, minuteMs, policyOf, programme, ruleOf } from './asking.ts';
import { hashOfNames, publish } from './decide-now.ts';
import { arrival, call, happened, message, record, uuid } from './messages.ts';

const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const policy = policyOf({
  packs: [],
  whereUnknown: { zones: ['Europe/Madrid'] },
  rules: [
    ruleOf({ id: 'by-day', hours: [{ days: everyDay, from: '09:00', to: '21:00' }] }),
    ruleOf({ id: 'two-in-three-days', caps: [{ max: 2, windowHours: 72 }] }),
    ruleOf({ id: 'no-means-no', rest: { afterRefusal: 5 } }),
  ],
});
const contacts = [
  { channel: 'email', kind: 'email' },
  { channel: 'sms', kind: 'phone' },
];
/** Each by itself: where several would ask one customer, one may wait for another, which a dry run does not try. */
const programmes = [
  programme('sms', { when: { touchpoints: ['flight.arrival'] }, contacts, askAfterMinutes: 1, restDays: 1 }),
  programme('sms', {
    id: 'after-a-call',
    when: { channels: ['call_centre'] },
    askAfterMinutes: 31,
    askWithinHours: 20,
    restDays: 2,
  }),
];
const policies = openPolicies();
let pool: Pool;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await createTestDatabase();
  const urls = await provisionSchemas({ adminUrl: database.url, secret: 'a secret of the tests' }, ['survey']);
  pool = openDatabase({ connectionString: urls.survey ?? '', schema: 'survey', logger: { warn: () => {} } });
  await migrate(pool, join(import.meta.dirname, '..', 'migrations'));
  drop = async () => {
    await pool.end();
    await database.drop();
  };
});
afterAll(() => drop());
beforeEach(async () => {
  await pool.query(
    'TRUNCATE invitations, timers, profiles, claims, customers, contact_policies, contact_facts, contacts, outbox',
  );
  await transaction(pool, (tx) => publish(tx, policy.policy));
});

let tried = programmes;
const heard = (topic: string, one: object) =>
  transaction(pool, async (tx) => {
    const records = [{ offset: 0, key: '', value: JSON.stringify(one), headers: {}, appendedAt: 0 }];
    await handlers(fixedProgrammes(tried), hashOfNames)[topic]?.(tx, { records });
  });

/** Decides whatever is due until then, each at its moment, as a worker does that is never late. */
const decideUntil = async (end: number): Promise<void> => {
  for (;;) {
    const { rows } = await pool.query<{ at: Date | null }>('SELECT min(due_at) AS at FROM timers');
    const at = rows[0]?.at?.getTime();
    if (at === undefined || at > end) return;
    await transaction(pool, async (tx) => {
      const { items } = await takeDue(tx, { now: at, limit: 500 });
      // Of two that are due at one moment, it says nowhere which is the first: here, as in a dry run.
      const ordered = items.toSorted((one, other) => (one.id < other.id ? -1 : 1));
      await decideDue(
        tx,
        { programmes: fixedProgrammes(tried), policies, isOnThread: false, hashes: hashOfNames },
        ordered,
        at,
      );
    });
  }
};

const generator = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

/** Two share a number, and are reached by nothing else: within one round, whoever has any contact point of who is asked counts as asked. */
const people = [0, 1, 2, 3, 4, 5].map((n) => ({
  id: uuid(n + 1),
  held: [
    { kind: 'phone', value: `+3460000000${n === 5 ? 1 : n}` },
    ...(n % 2 === 0 ? [{ kind: 'email', value: `p${n}@example.org` }] : []),
  ],
}));

/** What happens to them in ten days, in the order of time and never two things at once. */
const eventsOf = (seed: number) => {
  const random = generator(seed);
  const minutes = [...new Set(Array.from({ length: 90 }, () => random(10 * 24 * 60) * 2))].toSorted((a, b) => a - b);
  return minutes.map((minute, n) => {
    const { id: subject, held } = people[random(people.length)] ?? { id: '', held: [] };
    const at = happened + minute * minuteMs;
    const identifiers = held.slice(0, 1);
    const fields = { subject, at };
    const kind = random(10);
    const posted =
      kind < 5
        ? arrival(`e-${n}`, fields)
        : kind < 9
          ? call(`e-${n}`, fields, { identifiers })
          : message(`e-${n}`, { channel: 'sms', direction: 'inbound', outcome: 'refused', identifiers }, fields);
    return { at, posted };
  });
};

/** How many became what, and by which rule, in truth. */
const really = async (of: string): Promise<Record<string, number>> => {
  const { rows } = await pool.query<{ what: string; n: number }>(
    `SELECT state || ' ' || coalesce(channel, (reasons->0->>'reason') || ' ' || (reasons->0->>'rule')) AS what, count(*)::int AS n
       FROM invitations WHERE programme = $1 GROUP BY 1`,
    [of],
  );
  return Object.fromEntries(rows.map(({ what, n }) => [what, n]));
};

it.each([1, 2, 3, 4, 5])('finds of a programme in force what it has really done (history %i)', async (seed) => {
  tried = programmes.slice(seed % 2, (seed % 2) + 1);
  for (const { id, held } of people) await heard(topics.customers.name, record(id, 1, held));
  await pool.query(
    "UPDATE profiles SET record = replace(record::text, '2026-03-01T10:00:00', '2026-01-01T10:00:00')::jsonb",
  );
  for (const { at, posted } of eventsOf(seed)) {
    await decideUntil(at - 1);
    await heard(topics.resolved.name, posted);
  }
  const end = happened + 30 * dayMs;
  await decideUntil(end);
  const { result } = await rehearseProgrammes(
    {
      pool,
      // Whoever repeats what was noted reads nothing else.
      log: { read: async () => expect.unreachable() },
      hashes: hashOfNames,
      now: () => end + hourMs,
    },
    ProgrammeDryRun.parse({ programmes: tried, history: 'invitations' }),
    { signal: new AbortController().signal, pace: async () => {}, tell: async () => {} },
  );
  const figures = result.programmes.map(({ programme: of, asked, withheld }) => [
    of,
    Object.fromEntries([
      ...asked.byChannel.map(({ channel, count }) => [`invited ${channel}`, count]),
      ...withheld.by.map(({ reason, rule, count }) => [`withheld ${reason} ${rule}`, count]),
    ]),
  ]);
  const [{ id } = { id: '' }] = tried;
  expect(figures).toEqual([[id, await really(id)]]);
  const asked = result.programmes.reduce((sum, one) => sum + one.asked.count, 0);
  const withheld = result.programmes.reduce((sum, one) => sum + one.withheld.count, 0);
  expect(Math.min(asked, withheld)).toBeGreaterThan(5);
});
