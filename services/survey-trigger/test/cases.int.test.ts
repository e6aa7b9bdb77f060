import { transaction } from '@hilo/runtime';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { workOn } from '../cases/work.ts';
import { contact, pause, reopen, resolveCase } from '../domain/cases/steps.ts';
import { openCasesInHand } from './cases-in-hand.ts';
import { ana, email, hour, luis, message, minute, record, timestamp, uuid } from './messages.ts';

let hilo: Awaited<ReturnType<typeof openCasesInHand>>;
beforeAll(async () => {
  hilo = await openCasesInHand();
});
afterAll(() => hilo.close());
beforeEach(() => hilo.begin());

const monday = Date.UTC(2026, 2, 2, 10);
const by = { key: 'k', source: 'crm' };
const done = { rootCause: 'delay', resolution: 'explained' };

type Said = { subject?: string; version?: number; withdrawn?: boolean; at?: number };
const says = (id: string, interaction: object, said: Said = {}) =>
  message(id, { channel: 'web', identifiers: [email('ana')], ...interaction }, { source: 'web', at: monday, ...said });
const score = (id: string, value: number, said: Said = {}) =>
  says(id, { kind: 'answered', touchpoint: 'checkin', answers: [{ question: 'q', scale: 'nps', value }] }, said);
const complains = (id: string, said: Said = {}, more: object = {}) =>
  says(id, { kind: 'complained', touchpoint: 'checkin', text: 'It was dreadful.', ...more }, said);
const writes = (id: string, said: Said = {}) => says(id, { kind: 'wrote', channel: 'email', text: 'Well?' }, said);
const inHand = async () => (await hilo.all()).filter(({ state }) => state === 'open' || state === 'waiting');
const work = async (id: string, now: number, step: Parameters<typeof workOn>[2], seen = '*') =>
  transaction(hilo.pool, (tx) => workOn(tx, { id, seen, by, now, caseRules: hilo.caseRules }, step));

it('opens a case for a detractor, with queue, severity and when it is due, once however often it is told', async () => {
  for (let n = 0; n < 3; n += 1) await hilo.say(monday, score('a', 3), score('b', 7, { subject: luis }));
  const [one, ...more] = await hilo.all();
  expect(more).toEqual([]);
  expect(one).toMatchObject({
    ...{
      state: 'open',
      rule: 'detractor',
      about: 'checkin',
      severity: 'normal',
      queue: 'customer-care',
      customer: ana,
    },
    before: { scale: 'nps', question: 'q', value: 3 },
    firstResponseDueAt: monday + 540 * minute,
    resolutionDueAt: monday + 2700 * minute,
  });
  expect(hilo.steps()).toEqual(['opened']);
});

it('has one case in hand for ten comments in a minute, in any order, and none for an employee, a robot or a rebuild', async () => {
  const ten = Array.from({ length: 10 }, (_, n) => complains(`c${n}`, { at: monday + n * 1000 }));
  await hilo.sayAgain(monday + minute, ...ten);
  expect(await hilo.all()).toEqual([]);
  await hilo.say(monday + minute, ...ten.toReversed(), complains('e', { subject: luis }, { actor: 'employee' }));
  await hilo.say(monday + minute, complains('r', { subject: luis }, { properties: { leftOut: 'suspect-automation' } }));
  expect(await inHand()).toHaveLength(1);
  expect(await hilo.all()).toHaveLength(10);
  // What was accepted long after it happened is history.
  const old = complains('old', { subject: luis });
  await hilo.say(monday, { ...old, interaction: { ...old.interaction, occurredAt: timestamp(monday - 73 * hour) } });
  expect(await hilo.all()).toHaveLength(10);
});

it('opens a case at the second failed call of a day, whichever is heard of first', async () => {
  const call = (id: string, at: number) =>
    says(id, { channel: 'call_centre', kind: 'called', outcome: 'abandoned' }, { at });
  await hilo.say(monday + 2 * hour, call('late', monday + 2 * hour));
  expect(await hilo.all()).toEqual([]);
  await hilo.say(monday + 2 * hour, call('early', monday));
  expect(await inHand()).toMatchObject([{ rule: 'repeated-failed-calls', about: 'failed-calls' }]);
  await hilo.say(monday + 40 * hour, says('x', { channel: 'ivr', outcome: 'failed' }, { subject: luis }));
  expect(await hilo.all()).toHaveLength(1);
});

it('knows whose a case is that is opened while it is told for the first time whose its subject is', async () => {
  await hilo.know(monday, record(ana, 1, [email('ana')]));
  await hilo.say(monday, complains('a'));
  const [told, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const telling = hilo.knowAnd(monday, record(ana, 2, [email('ana')], [ana, luis]), async () => {
    held.resolve();
    await told.promise;
  });
  await held.promise;
  const saying = hilo.say(monday, complains('l', { subject: luis, at: monday + hour }));
  // Until it waits, or is done.
  await Promise.race([saying, hilo.untilSomebodyWaits()]);
  told.resolve();
  await Promise.all([telling, saying]);
  expect((await hilo.all()).map(({ subject, state, customer }) => [subject, state, customer])).toEqual([
    [luis, 'joined', ana],
    [ana, 'open', ana],
  ]);
  expect((await hilo.pool.query('SELECT subject FROM claims')).rows).toHaveLength(2);
});

it('matters more where many hear of it', async () => {
  const social = { channel: 'social', properties: { followers: 12_000 } };
  await hilo.say(monday, complains('quiet', {}, { channel: 'social', properties: { followers: 12 } }));
  await hilo.say(monday, complains('loud', { at: monday + minute }, social));
  expect(await inHand()).toMatchObject([{ severity: 'urgent', reach: 12_000, firstResponseDueAt: monday + hour }]);
  expect(hilo.steps()).toEqual(['opened', 'joined', 'prioritised']);
});

it('follows a merge and a split: the oldest stays, the other joins it and never escalates, and each keeps its clocks', async () => {
  await hilo.know(monday, record(ana, 1, [email('ana')]), record(luis, 1, [email('luis')]));
  await hilo.say(monday, complains('a'));
  await hilo.say(monday + hour, complains('l', { subject: luis, at: monday + hour }));
  const before = await hilo.all();
  await hilo.know(monday + 2 * hour, record(ana, 2, [email('ana')], [ana, luis]));
  const joined = await hilo.all();
  expect(joined.map(({ subject, state, customer }) => [subject, state, customer])).toEqual([
    [luis, 'joined', ana],
    [ana, 'open', ana],
  ]);
  expect(await hilo.work(monday + 100 * hour)).toEqual(['escalated', 'escalated', 'escalated']);
  expect(hilo.told().filter(({ headers }) => headers?.ce_type === 'hilo.case.escalated')).toHaveLength(3);
  await hilo.know(monday + 101 * hour, record(ana, 3, [email('ana')], [ana]), record(luis, 2, [email('luis')], [luis]));
  const parted = await hilo.all();
  expect(parted.map(({ subject, state, customer }) => [subject, state, customer])).toEqual([
    [luis, 'open', luis],
    [ana, 'open', ana],
  ]);
  const clocks = ({
    firstResponseDueAt,
    resolutionDueAt,
  }: {
    firstResponseDueAt?: number | undefined;
    resolutionDueAt?: number | undefined;
  }) => [firstResponseDueAt, resolutionDueAt];
  expect(parted.map(clocks)).toEqual(before.map(clocks));
});

it('has two cases change places with their customers', async () => {
  await hilo.know(monday, record(uuid(11), 1, [], [ana]), record(uuid(12), 1, [], [luis]));
  await hilo.say(monday, complains('a'), complains('l', { subject: luis }));
  await hilo.know(monday + hour, record(uuid(11), 2, [], [luis]), record(uuid(12), 2, [], [ana]));
  expect((await inHand()).map(({ subject, customer }) => [subject, customer]).sort()).toEqual([
    [ana, uuid(12)],
    [luis, uuid(11)],
  ]);
});

it('ends with what it was about, and goes with an interaction that turns out to be another’s', async () => {
  await hilo.say(monday, complains('a'), complains('b', { at: monday + minute }));
  await hilo.say(monday + hour, complains('a', { version: 2, withdrawn: true }));
  expect((await hilo.all()).map(({ interaction, state }) => [interaction, state])).toEqual([
    ['b', 'open'],
    ['a', 'withdrawn'],
  ]);
  await hilo.say(monday + hour, complains('b', { version: 2, subject: luis }));
  expect(await inHand()).toMatchObject([{ interaction: 'b', subject: luis }]);
});

it('is gone with somebody who is erased; what had joined it goes on', async () => {
  await hilo.know(monday, record(ana, 1, [email('ana')], [ana, luis]));
  await hilo.say(monday, complains('a'));
  await hilo.say(monday, complains('l', { subject: luis, at: monday + minute }));
  const erased = await hilo.erase({
    ...{ id: uuid(99), at: timestamp(monday + hour), subjects: [ana], customers: [], names: [] },
  });
  expect(erased.cases).toBe(1);
  await hilo.work(Date.now() + minute);
  expect(await hilo.all()).toMatchObject([{ interaction: 'l', state: 'open' }]);
  expect((await hilo.pool.query('SELECT DISTINCT "case" FROM case_steps')).rows).toHaveLength(1);
});

it('escalates once per level, in the hours of who is told, and not where somebody was in touch before', async () => {
  await hilo.say(monday, complains('a'), complains('l', { subject: luis }));
  const [first, second] = await inHand();
  await work(second?.id ?? '', monday + hour, (one, rules, at) =>
    contact(one, { channel: 'email', outcome: 'reached' }, rules, at),
  );
  await hilo.work(monday + 4 * hour - 1);
  expect(hilo.steps()).not.toContain('escalated');
  for (let n = 0; n < 3; n += 1) await hilo.work(monday + 4 * hour + n);
  expect((await hilo.all()).map(({ id, level }) => [id, level])).toEqual(
    expect.arrayContaining([
      [first?.id, 1],
      [second?.id, 0],
    ]),
  );
  expect(hilo.steps().filter((step) => step === 'escalated')).toHaveLength(1);
});

it('waits for the customer, whose next word on any channel wakes it, and whose word after the end opens it again', async () => {
  await hilo.say(monday, complains('a'));
  const [{ id } = { id: '' }] = await inHand();
  await work(id, monday + hour, (one, rules, at) => pause(one, { why: 'receipt' }, rules, at));
  expect(await inHand()).toMatchObject([{ state: 'waiting', firstResponseDueAt: undefined }]);
  expect(await hilo.work(monday + 100 * hour)).toEqual([]);
  // The company's own answer does not wake it.
  await hilo.say(
    monday + 2 * hour,
    says('o', { channel: 'email', direction: 'outbound', text: 'Hello?' }, { at: monday + 2 * hour }),
  );
  expect(await inHand()).toMatchObject([{ state: 'waiting' }]);
  for (let n = 0; n < 2; n += 1) await hilo.say(monday + 3 * hour, writes('w', { at: monday + 3 * hour }));
  expect(await inHand()).toMatchObject([{ state: 'open', firstResponseDueAt: monday + 6 * hour }]);
  await work(id, monday + 4 * hour, (one, _rules, at) => resolveCase(one, done, at));
  await hilo.say(monday + 5 * hour, score('fine', 8, { at: monday + 5 * hour }));
  expect(await hilo.all()).toMatchObject([{ state: 'resolved', before: undefined, after: undefined }]);
  for (let n = 0; n < 2; n += 1) await hilo.say(monday + 6 * hour, writes('again', { at: monday + 6 * hour }));
  expect(await inHand()).toMatchObject([{ reopened: 1, firstResponseDueAt: monday + 10 * hour, rootCause: undefined }]);
  expect(hilo.steps().filter((step) => step === 'reopened')).toHaveLength(1);
});

it('says by how much the score has risen after it was resolved', async () => {
  await hilo.say(monday, score('a', 2));
  const [{ id } = { id: '' }] = await inHand();
  await work(id, monday + hour, (one, _rules, at) => resolveCase(one, done, at));
  const asked = { source: 'hilo/survey-trigger', id: `case_resolved:${id}:0` };
  const answers = [{ question: 'how_now', scale: 'nps', value: 9 }];
  await hilo.say(
    monday + 2 * hour,
    says('f', { kind: 'answered', answers, properties: { about: asked } }, { at: monday + 2 * hour }),
  );
  expect(await hilo.all()).toMatchObject([{ state: 'resolved', before: { value: 2 }, after: { value: 9 } }]);
});

it('goes a level up the third time that it is opened again, and refuses who has not seen how it stands', async () => {
  await hilo.say(monday, complains('a'));
  const [{ id } = { id: '' }] = await inHand();
  for (let n = 1; n <= 3; n += 1) {
    await work(id, monday + n * hour, (one, _rules, at) => resolveCase(one, done, at));
    await work(id, monday + n * hour + minute, (one, rules, { at }) => reopen(one, rules, { at, by, why: 'again' }));
  }
  expect(await inHand()).toMatchObject([{ reopened: 3, level: 1, queue: 'supervisors', revision: 7 }]);
  await expect(work(id, monday, (one) => ({ after: one, step: 'commented', at: 0 }), '"6"')).rejects.toThrow(/"7"/);
});

it('keeps nothing of what is told of an earlier owner once the later one is erased, whatever had come of it', async () => {
  const call = (id: string, said: Said) =>
    says(id, { channel: 'call_centre', kind: 'called', outcome: 'abandoned' }, said);
  const told = (version: number, subject: string) => [
    score('scored', 3, { version, subject }),
    complains('written', { version, subject }),
    call('missed', { version, subject }),
  ];
  await hilo.say(monday, ...told(2, ana));
  const counts = async () => {
    const { rows } = await hilo.pool.query(
      `SELECT (SELECT count(*)::int FROM cases) AS cases, (SELECT count(*)::int FROM case_signals) AS signals,
              (SELECT count(*)::int FROM heard_texts) AS texts, (SELECT count(*)::int FROM contact_facts) AS contacts`,
    );
    return rows[0];
  };
  expect(await counts()).toMatchObject({ cases: 2, signals: 1, texts: 1 });
  await hilo.erase({ id: uuid(99), at: timestamp(monday + hour), subjects: [ana], customers: [], names: [] });
  await hilo.say(monday + hour, ...told(1, luis));
  expect(await counts()).toEqual({ cases: 0, signals: 0, texts: 0, contacts: 0 });
  // Attributed to somebody else after all, it is that person's.
  await hilo.say(monday + hour, ...told(3, luis));
  expect(await counts()).toMatchObject({ cases: 2, signals: 1, texts: 1 });
});

it('is not moved back to an earlier owner by what is told late', async () => {
  await hilo.say(monday, score('a', 3, { version: 3, subject: luis }));
  await hilo.say(monday, score('a', 3, { version: 2, subject: ana }));
  expect(await hilo.all()).toMatchObject([{ subject: luis }]);
});
