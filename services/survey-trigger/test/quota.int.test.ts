import { topics } from '@hilo/contracts';
import { transaction } from '@hilo/runtime';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Programme } from '../domain/programme.ts';
import { removeUntold } from '../erase.ts';
import { hourMs, minuteMs, policyOf, programme, ruleOf } from './asking.ts';
import { openDeciding } from './deciding.ts';
import { email, message, now, record, uuid } from './messages.ts';

let survey: Awaited<ReturnType<typeof openDeciding>>;

beforeAll(async () => {
  survey = await openDeciding();
});
afterAll(() => survey.close());
beforeEach(async () => {
  await survey.empty();
  await survey.publish(policyOf({ packs: [], rules: [ruleOf({ id: 'house', hours: 'any' })] }).policy);
});

const asking = (quota?: object, fields: object = {}): Programme =>
  Programme.parse({ ...programme('email', { id: 'p', when: { touchpoints: ['t'] }, ...fields }), quota });
const perDay = (max: number) => ({ max, per: 'day', zone: 'UTC' });

/** Something happens to so many customers of their own, an hour ago. */
const happenedTo = async (programmes: readonly Programme[], from: number, many: number, at = now) => {
  const people = Array.from({ length: many }, (_, n) => from + n);
  await survey.hear(topics.customers.name, programmes, ...people.map((n) => record(uuid(n), 1, [email(`c${n}`)])));
  const touched = (n: number) =>
    message(`i-${n}`, { channel: 'store', identifiers: [email(`c${n}`)] }, { subject: uuid(n), at: at - hourMs });
  await survey.hear(topics.resolved.name, programmes, ...people.map(touched));
};
const stateOf = async () => {
  const { rows } = await survey.pool.query<{ programme: string; state: string; count: number }>(
    'SELECT programme, state, count(*)::int AS count FROM invitations GROUP BY 1, 2',
  );
  return Object.fromEntries(rows.map(({ programme: id, state, count }) => [`${id} ${state}`, count]));
};

it('asks as many as the quota says, puts the others off until there is room, and asks them then', async () => {
  const programmes = [asking(perDay(3))];
  await happenedTo(programmes, 1, 8);
  const first = await survey.decide(programmes, now);
  expect(first.decided).toHaveLength(3);
  const until = Date.parse('2026-03-02T00:00:00Z');
  expect(first.putOff).toHaveLength(5);
  for (const one of first.putOff)
    expect(one).toMatchObject({ until, reasons: [{ reason: 'quota-full', rule: 'p.quota', until }] });
  expect((await survey.decide(programmes, until - 1)).done).toEqual([]);
  const next = await survey.decide(programmes, until);
  expect(next.decided).toHaveLength(3);
  expect(next.putOff).toMatchObject([{ until: until + 24 * hourMs }, { until: until + 24 * hourMs }]);
  expect((await survey.decide(programmes, until + 24 * hourMs)).decided.map(({ decision }) => decision.state)).toEqual([
    'invited',
    'invited',
  ]);
});

it('withholds what has its deadline before there is room, and says until when it was full', async () => {
  const programmes = [asking(perDay(1), { askWithinHours: 6 })];
  await happenedTo(programmes, 1, 2);
  const { decided } = await survey.decide(programmes, now);
  const withheld = decided.flatMap(({ decision }) => (decision.state === 'withheld' ? decision : []));
  expect(withheld).toMatchObject([
    { reason: 'quota-full', reasons: [{ rule: 'p.quota', until: Date.parse('2026-03-02T00:00:00Z') }] },
  ]);
});

it('of all of a programme there is no end: whoever comes later is withheld', async () => {
  const programmes = [asking({ max: 2, per: 'programme' })];
  await happenedTo(programmes, 1, 3);
  const { decided } = await survey.decide(programmes, now);
  expect(decided.map(({ decision }) => decision.state).sort()).toEqual(['invited', 'invited', 'withheld']);
});

it('counts who is asked, and not who is withheld for another reason', async () => {
  const programmes = [asking(perDay(2))];
  await happenedTo(programmes, 1, 2);
  await survey.hear(topics.customers.name, programmes, { ...record(uuid(1), 2, [email('c1')]), consents: [] });
  await survey.decide(programmes, now);
  await happenedTo(programmes, 3, 2);
  await survey.decide(programmes, now);
  expect(await stateOf()).toEqual({ 'p invited': 2, 'p withheld': 1, 'p pending': 1 });
});

it('eight instances that decide at once ask exactly as many, and those without a quota wait for nobody', async () => {
  const programmes = [asking(perDay(100)), asking(undefined, { id: 'free' })];
  for (let n = 0; n < 10; n += 1) await happenedTo(programmes, 1 + n * 60, 60);
  const instances = [survey.pool, ...Array.from({ length: 7 }, () => survey.another())];
  const round = () => Promise.all(instances.map((pool) => survey.decide(programmes, now, pool)));
  let done: number;
  do done = (await round()).reduce((sum, one) => sum + one.done.length, 0);
  while (done > 0);
  expect(await stateOf()).toEqual({ 'p invited': 100, 'p pending': 500, 'free invited': 600 });
  const { rows } = await survey.pool.query('SELECT programme, period, used FROM quota_uses');
  expect(rows).toEqual([{ programme: 'p', period: 'day 2026-03-01 UTC', used: 100 }]);
});

it('a quota that is full keeps nobody waiting for who decides', async () => {
  const programmes = [asking(perDay(1))];
  await happenedTo(programmes, 1, 1);
  await survey.decide(programmes, now);
  await happenedTo(programmes, 2, 2);
  await transaction(survey.pool, async (tx) => {
    await tx.query({ text: 'SELECT FROM quota_uses FOR UPDATE' });
    expect((await survey.decide(programmes, now, survey.another())).putOff).toHaveLength(2);
  });
});

it('is used by what was asked before there was a quota, and by other versions of the programme', async () => {
  const before = [asking()];
  await happenedTo(before, 1, 4);
  await survey.decide(before, now);
  const programmes = [asking(perDay(5), { version: 2 })];
  await happenedTo(programmes, 5, 4);
  await survey.decide(programmes, now + minuteMs);
  expect(await stateOf()).toEqual({ 'p invited': 5, 'p pending': 3 });
  const more = [asking(perDay(6), { version: 3 })];
  await happenedTo(more, 9, 1);
  await survey.decide(more, now + 2 * minuteMs);
  expect(await stateOf()).toEqual({ 'p invited': 6, 'p pending': 3 });
});

it('stays used when whoever was asked is erased, and when survey-trigger is told everything again', async () => {
  const programmes = [asking(perDay(2))];
  await happenedTo(programmes, 1, 2);
  await survey.decide(programmes, now);
  await survey.pool.query('DELETE FROM invitations');
  await transaction(survey.pool, (tx) => removeUntold(tx, 1, async () => {}));
  await happenedTo(programmes, 3, 1);
  expect((await survey.decide(programmes, now)).putOff).toMatchObject([{ reasons: [{ reason: 'quota-full' }] }]);
});
