import { ContactPolicy, topics } from '@hilo/contracts';
import { putIntoOutbox, transaction } from '@hilo/runtime';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { takeAnswers } from '../answers/take-answers.ts';
import { noteObjections } from '../contacts/note-objections.ts';
import { openVersions } from '../delivery/outgoing.ts';
import { settleMessage } from '../delivery/settle.ts';
import { Programme } from '../domain/programme.ts';
import { followUp } from '../following/follow-up.ts';
import { showInvitations } from '../routes/show-invitations.ts';
import { dueFollowUps } from '../store/follow-ups.ts';
import { readInvitations } from '../store/invitation-list.ts';
import { insertChange, insertVersion } from '../store/programme-versions.ts';
import { ruleOf } from './asking.ts';
import { openCarriers } from './carriers.ts';
import { hashOfNames } from './decide-now.ts';
import { addressOf, asked, type Delivery, openDelivery, timestamp, yes } from './delivering.ts';
import { uuid } from './messages.ts';

const carriers = openCarriers(['email', 'sms', 'ivr']);
let delivery: Delivery;
let version = 1;

/** From now on it asks so. */
const publish = (more: object) =>
  transaction(delivery.pool, async (tx) => {
    version += 1;
    const programme = Programme.parse({ ...asked, version, contacts, ...more });
    const standing = { state: 'active' as const, since: timestamp(Date.now()), ...author };
    await insertVersion(tx, { programme, restored: null }, { ...author, now: Date.now() });
    await insertChange(tx, { id: asked.id, version, standing }, Date.now());
  });
const author = { by: { key: 'k', source: 'tests' }, why: 'a test' };
const contacts = [
  { channel: 'email', kind: 'email' },
  { channel: 'sms', kind: 'phone' },
  { channel: 'ivr', kind: 'phone' },
];

beforeAll(async () => {
  delivery = await openDelivery(carriers.routes);
});
afterAll(() => delivery.close());
beforeEach(async () => {
  carriers.taken.length = 0;
  carriers.answers.clear();
  await delivery.empty();
  await publish({ reminders: { atMost: 1, afterMinutes: 60 }, fallbackAfterMinutes: 120 });
});

let n = 1000;
const recordOf = (one: number, consents: readonly object[] = [yes]) => ({
  id: uuid(one),
  version: 1,
  updatedAt: timestamp(Date.now() - 3_600_000),
  ambiguous: false,
  subjects: [uuid(one)],
  identifiers: [
    { kind: 'email', value: addressOf(one) },
    { kind: 'phone', value: `+3460000${one}` },
  ].map((point) => ({ ...point, subject: uuid(one), firstSeenAt: timestamp(0), status: 'linked' })),
  traits: {},
  consents,
  contactPreferences: { timeZone: 'Africa/Abidjan' },
  interactions: { total: 1, byChannel: {} },
  conflicts: [],
});

/** Somebody is asked, by mail; gives the invitation. */
const invite = async (at = Date.now() - 60_000): Promise<string> => {
  n += 1;
  const about = { n, at };
  await delivery.invite(about);
  await delivery.hear(topics.customers.name, [{ ...recordOf(n), version: 2 }]);
  await delivery.send();
  return (await delivery.messages()).at(-1)?.invitation ?? '';
};

/** So much time goes by, by moving everything that was before. */
const pass = (minutes: number) =>
  delivery.pool.query(`UPDATE messages SET handed_over_at = handed_over_at - interval '${minutes} minutes';
    UPDATE timers SET due_at = due_at - interval '${minutes} minutes' WHERE kind = 'follow-up'`);

const look = (at = Date.now()) =>
  transaction(delivery.pool, async (tx) => {
    const { items } = await dueFollowUps.take(tx, { now: at, limit: 100 });
    const following = { ...delivery.governed, routes: carriers.routes, versions: openVersions(delivery.pool) };
    const done = await followUp(tx, following, items, at);
    await putIntoOutbox(tx, done.outbox);
    return done;
  });
const goOn = async () => {
  await look();
  await delivery.send();
};
const sent = () => carriers.taken.map(({ kind, channel }) => `${kind} ${channel}`);
const stepOf = async () =>
  (await delivery.pool.query<{ step: string; reason: string }>('SELECT step, reason, ending FROM follow_ups')).rows[0];
/** As an operator is shown it. */
const shown = async (at = Date.now()) => {
  const { pool } = delivery;
  const rows = await readInvitations(pool, {}, { after: undefined, limit: 10 });
  const context = { pool, routes: carriers.routes, versions: openVersions(pool), now: () => at };
  const [one] = await showInvitations(context, rows);
  return one?.invitation;
};
const standing = async (at?: number) => {
  const { disposition, next } = (await shown(at)) ?? {};
  return [
    disposition,
    next?.step,
    ...(next?.channels ?? []),
    ...(next?.reason === undefined ? [] : [next.reason]),
  ].join(' ');
};
const weight = async (): Promise<number> =>
  (await delivery.pool.query<{ all: number }>('SELECT sum(weight)::int AS all FROM contacts')).rows[0]?.all ?? 0;
const eventsOf = async () => (await delivery.events()).map(({ state }) => state);

it('reminds, then goes on to the next channel and the one after it, and says at the end that nobody answered', async () => {
  const invitation = await invite();
  await goOn();
  expect(sent()).toEqual(['invitation email']);
  expect(await standing()).toBe('contacted reminder email no-answer');
  await pass(61);
  await goOn();
  expect(sent()).toEqual(['invitation email', 'reminder email']);
  expect(await standing()).toBe('contacted fallback sms ivr no-answer');
  await pass(119);
  await goOn();
  expect(sent()).toHaveLength(2);
  for (const minutes of [2, 121, 121]) {
    await pass(minutes);
    await goOn();
  }
  expect(sent()).toEqual(['invitation email', 'reminder email', 'fallback sms', 'fallback ivr']);
  expect(await weight()).toBe(4);
  expect(await stepOf()).toMatchObject({ step: 'wait', reason: 'exhausted' });
  expect(await standing()).toBe('contacted nothing exhausted');
  const deadline = Date.now() + 49 * 3_600_000;
  expect(await standing(deadline)).toBe('unresponsive nothing too-late');
  for (let again = 0; again < 3; again += 1) await look(deadline);
  expect((await eventsOf()).filter((state) => state === 'expired')).toHaveLength(1);
  // Nothing looks at it any more (case 116, surveda#2282).
  expect((await delivery.pool.query(`SELECT FROM timers WHERE kind = 'follow-up'`)).rowCount).toBe(0);
  expect((await eventsOf()).filter((state) => state === 'reminded')).toHaveLength(1);
  expect((await delivery.messages()).every((one) => one.invitation === invitation)).toBe(true);
});

it('goes on at once where a message surely did not arrive, and leaves alone what is unknown until somebody knows', async () => {
  carriers.answers.set('email', { state: 'refused', reason: 'not-accepted', detail: '554' });
  carriers.answers.set('sms', { state: 'unknown', detail: 'no answer' });
  await invite();
  await goOn();
  await pass(500);
  await goOn();
  expect((await delivery.messages()).map(({ state }) => state)).toEqual(['refused', 'unknown']);
  expect(await stepOf()).toMatchObject({ step: 'wait', reason: 'unknown' });
  expect(await standing()).toBe('queued nothing unknown');
  const [, unknown] = await delivery.messages();
  if (!unknown) throw new Error('none');
  await transaction(delivery.pool, (tx) =>
    settleMessage(
      tx,
      { invitation: unknown.invitation, message: unknown.id, outcome: 'not-sent', by: author },
      hashOfNames,
      Date.now(),
    ),
  );
  await goOn();
  expect(sent()).toEqual(['fallback sms', 'fallback ivr']);
});

it('sends nothing any more after an answer, though it is queued already', async () => {
  const invitation = await invite();
  await pass(61);
  await look();
  expect((await delivery.messages()).map(({ state }) => state)).toEqual(['accepted', 'queued']);
  expect(await standing()).toBe('contacted message email');
  await transaction(delivery.pool, async (tx) => {
    const answers = [{ question: 'likelihood_to_recommend', value: 9 }];
    await takeAnswers(tx, { invitation, answers, channel: 'email', at: Date.now() }, Date.now());
  });
  await goOn();
  expect((await delivery.messages()).map(({ state, reason }) => reason ?? state)).toEqual([
    'accepted',
    'answered-elsewhere',
  ]);
  expect(sent()).toEqual(['invitation email']);
  expect(await weight()).toBe(1);
  expect(await eventsOf()).toContain('cancelled');
  expect(await standing()).toBe('completed nothing answered');
  await look(Date.now() + 49 * 3_600_000);
  expect(await eventsOf()).not.toContain('expired');
});

it.each(['refusal', 'objection', 'wrong-person'] as const)('is over on every channel with a %s', async (brake) => {
  const invitation = await invite();
  await pass(61);
  await look();
  await transaction(delivery.pool, async (tx) => {
    await noteObjections(tx, [{ invitation, brake, at: Date.now(), proof: 'a button' }], hashOfNames);
  });
  for (let times = 0; times < 3; times += 1) {
    await goOn();
    await pass(300);
  }
  expect(sent()).toEqual(['invitation email']);
  expect((await delivery.messages()).map(({ state }) => state)).toEqual(['accepted', 'cancelled']);
  expect(await stepOf()).toMatchObject({ step: 'over' });
});

it('asks the governor: what is used up sends no reminder and no fallback, and says why', async () => {
  await invite();
  const once = ruleOf({ id: 'once', hours: 'any', caps: [{ max: 1, windowHours: 168 }] });
  await delivery.publish(ContactPolicy.parse({ packs: [], rules: [once] }));
  for (const minutes of [61, 300]) {
    await pass(minutes);
    await goOn();
  }
  expect(sent()).toEqual(['invitation email']);
  expect(await weight()).toBe(1);
  expect(await stepOf()).toMatchObject({ step: 'wait', reason: 'contact-pressure' });
  expect((await shown())?.explanation).toMatch(
    /^The customer was reached.* Nothing more is sent: contact-pressure \(once/,
  );
});

it('asks nobody again who has withdrawn her consent meanwhile', async () => {
  await invite();
  await delivery.hear(topics.customers.name, [
    { ...recordOf(n, [{ ...yes, state: 'withdrawn', at: timestamp(Date.now()) }]), version: 3 },
  ]);
  await pass(61);
  await goOn();
  expect(sent()).toEqual(['invitation email']);
  expect(await stepOf()).toMatchObject({ step: 'fallback' });
  await pass(300);
  await goOn();
  expect(sent()).toEqual(['invitation email']);
  expect(await stepOf()).toMatchObject({ step: 'wait', reason: 'consent-withdrawn' });
});

it('gives the next channel its turn without a reminder where the programme wants none, and asks once where it wants neither', async () => {
  await publish({ fallbackAfterMinutes: 30, restDays: 7 });
  await invite();
  await pass(31);
  await goOn();
  expect(sent()).toEqual(['invitation email', 'fallback sms']);
  await delivery.empty();
  carriers.taken.length = 0;
  await publish({});
  await invite();
  await pass(3000);
  await goOn();
  expect(sent()).toEqual(['invitation email']);
});

it('does not call again who took the call (surveda#641)', async () => {
  await publish({ contacts: [{ channel: 'ivr', kind: 'phone' }], reminders: { atMost: 2, afterMinutes: 10 } });
  n += 1;
  await delivery.hear(topics.customers.name, [recordOf(n)]);
  await delivery.invite({ n, version: 0 });
  await delivery.send();
  expect(sent()).toEqual(['invitation ivr']);
  const [call] = await delivery.messages();
  await delivery.pool.query(
    `INSERT INTO message_reports (message, by, status, at) VALUES ($1, 'callback', 'completed', now())`,
    [call?.id],
  );
  await pass(11);
  await goOn();
  expect(sent()).toEqual(['invitation ivr']);
  expect(await stepOf()).toMatchObject({ step: 'wait', reason: 'exhausted' });
});

it('asks nobody any further about what was withdrawn after it was decided, queued or not, and goes on where it is put back', async () => {
  const at = Date.now() - 60_000;
  await invite(at);
  await pass(61);
  await look();
  await delivery.tellAnew({ n, at });
  await goOn();
  expect((await delivery.messages()).map(({ state, reason }) => reason ?? state)).toEqual([
    'accepted',
    'interaction-withdrawn',
  ]);
  expect(await weight()).toBe(1);
  expect(await stepOf()).toMatchObject({ step: 'over', reason: 'interaction-withdrawn' });
  await pass(3000);
  await goOn();
  expect(sent()).toEqual(['invitation email']);
  expect((await eventsOf()).filter((state) => state === 'cancelled' || state === 'expired')).toEqual(['cancelled']);
  await delivery.tellAnew({ n, at }, { version: 3, withdrawn: false });
  await goOn();
  expect(sent()).toEqual(['invitation email', 'fallback sms']);
});

it('is asked again at the hand-over whether it happened: what is queued or put off does not leave, though nobody has looked yet', async () => {
  for (const answer of [undefined, { state: 'deferred', detail: '451' } as const]) {
    n += 1;
    const at = Date.now() - 60_000;
    await delivery.invite({ n, at });
    if (answer !== undefined) {
      carriers.answers.set('email', answer);
      await delivery.send();
      carriers.answers.clear();
    }
    await delivery.tellAnew({ n, at });
    await delivery.pool.query('UPDATE messages SET retry_at = now(); UPDATE timers SET due_at = now()');
    await delivery.send();
  }
  expect((await delivery.messages()).map(({ state, reason }) => `${state} ${reason}`)).toEqual(
    Array(2).fill('cancelled interaction-withdrawn'),
  );
  expect(sent()).toEqual([]);
  expect((await weight()) ?? 0).toBe(0);
});
