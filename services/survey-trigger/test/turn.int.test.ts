import { topics } from '@hilo/contracts';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Programme } from '../domain/programme.ts';
import { readInvitations } from '../store/invitation-list.ts';
import { dayMs, hourMs, minuteMs, policyOf, programme, ruleOf } from './asking.ts';
import { openDeciding } from './deciding.ts';
import { ana, email, message, now, record } from './messages.ts';

let survey: Awaited<ReturnType<typeof openDeciding>>;
const asking = (id: string, fields: object = {}): Programme =>
  programme('email', { id, when: { touchpoints: ['t'] }, ...fields });
const oneAWeek = ruleOf({ id: 'house', hours: 'any', caps: [{ max: 1, windowHours: 168 }] });

beforeAll(async () => {
  survey = await openDeciding();
});
afterAll(() => survey.close());
beforeEach(async () => {
  await survey.empty();
  await survey.publish(policyOf({ packs: [], rules: [oneAWeek] }).policy);
  await survey.hear(topics.customers.name, [], record(ana, 1, [email('ana')]));
});

let touches = 0;
const touch = (programmes: readonly Programme[], at: number, fields: object = {}) => {
  touches += 1;
  const happened = { channel: 'store', identifiers: [email('ana')], ...fields };
  return survey.hear(topics.resolved.name, programmes, message(`i-${touches}`, happened, { at }));
};
/** Every round in which something is due, until then. */
const decideUntil = async (programmes: readonly Programme[], end: number): Promise<void> => {
  for (;;) {
    const { rows } = await survey.pool.query<{ due: Date | null }>('SELECT min(due_at) AS due FROM timers');
    const due = rows[0]?.due?.getTime() ?? Number.POSITIVE_INFINITY;
    if (due >= end) return;
    await survey.decide(programmes, due);
  }
};
const asked = async () => {
  const { rows } = await survey.pool.query<{ programme: string; count: number }>(
    `SELECT programme, count(*)::int AS count FROM invitations WHERE state = 'invited' GROUP BY 1`,
  );
  return Object.fromEntries(rows.map(({ programme: id, count }) => [id, count]));
};

it.each(['weekly first', 'quarterly first'])(
  'case 7: touched every day for 13 weeks, one slot a week, %s',
  async (order) => {
    const both = [
      asking('weekly', { againAfterDays: 7, askAfterMinutes: 10 }),
      asking('quarterly', { againAfterDays: 91 }),
    ];
    const programmes = order === 'weekly first' ? both : both.toReversed();
    for (let day = 0; day < 91; day += 1) {
      await touch(programmes, now + day * dayMs);
      await decideUntil(programmes, now + (day + 1) * dayMs);
    }
    expect(await asked()).toEqual({ weekly: 12, quarterly: 1 });
  },
  120_000,
);

it('says for which it waits and until when, and is asked if the other is not', async () => {
  const programmes = [asking('first'), asking('late', { priority: 1, askAfterMinutes: 60 })];
  await touch(programmes, now);
  const { putOff, decided } = await survey.decide(programmes, now);
  expect(decided).toEqual([]);
  const until = now + hourMs + 1000;
  expect(putOff).toMatchObject([
    { programme: 'first', until, reasons: [{ reason: 'kept-for-another', rule: 'late.priority', until }] },
  ]);
  const [waiting] = (await readInvitations(survey.pool, {}, { after: undefined, limit: 10 })).filter(
    (one) => one.programme === 'first',
  );
  expect(waiting).toMatchObject({ state: 'pending', reasons: [{ reason: 'kept-for-another', rule: 'late.priority' }] });
  // What it waited for is withdrawn meanwhile.
  await survey.pool.query(`DELETE FROM timers WHERE ref IN (SELECT id FROM invitations WHERE programme = 'late')`);
  await survey.pool.query(`DELETE FROM invitations WHERE programme = 'late'`);
  expect((await survey.decide(programmes, until)).decided).toMatchObject([
    { programme: 'first', decision: { state: 'invited' } },
  ]);
});

it('a moment of truth goes first, whatever else waits', async () => {
  const programmes = [
    asking('p', { askAfterMinutes: 60 }),
    asking('important', { priority: 9, when: { kinds: ['other'] } }),
  ];
  await touch(programmes, now, { journey: { id: 'j-1', name: 'trip', momentOfTruth: true } });
  await touch(programmes, now, { kind: 'other', touchpoint: 'else' });
  await decideUntil(programmes, now + dayMs);
  expect(await asked()).toEqual({ p: 1 });
});

it('two that are due at once are decided by their importance, whichever was noted first', async () => {
  const programmes = [asking('a'), asking('b', { priority: 1 }), asking('c')];
  await touch(programmes, now);
  const { decided } = await survey.decide(programmes, now);
  expect(decided.map(({ programme: id, decision }) => [id, decision.state])).toEqual(
    expect.arrayContaining([
      ['a', 'withheld'],
      ['b', 'invited'],
      ['c', 'withheld'],
    ]),
  );
});

it('a programme asks the same customer again only after its days, and others do meanwhile', async () => {
  await survey.publish(policyOf({ packs: [], rules: [ruleOf({ id: 'house', hours: 'any' })] }).policy);
  const programmes = [asking('monthly', { againAfterDays: 30, askWithinHours: 24 }), asking('often')];
  for (const day of [0, 10, 29, 29.5, 30]) {
    await touch(programmes, now + day * dayMs);
    await decideUntil(programmes, now + day * dayMs + minuteMs);
  }
  await decideUntil(programmes, now + 40 * dayMs);
  expect(await asked()).toEqual({ monthly: 2, often: 5 });
  const { rows } = await survey.pool.query<{ reasons: unknown }>(
    `SELECT reasons FROM invitations WHERE programme = 'monthly' AND state = 'withheld' ORDER BY occurred_at LIMIT 1`,
  );
  const until = new Date(now + 30 * dayMs).toISOString();
  expect(rows).toEqual([{ reasons: [{ reason: 'asked-recently', rule: 'monthly.againAfterDays', until }] }]);
});
