import { join } from 'node:path';
import { AcceptedInteraction, SurveyEvent, topics } from '@hilo/contracts';
import {
  lockForErasure,
  migrate,
  nameHashes,
  type Outgoing,
  openDatabase,
  provisionSchemas,
  putIntoOutbox,
  transaction,
} from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { noteOpened } from '../answers/open-response.ts';
import { takeAnswers } from '../answers/take-answers.ts';
import type { AnswerValue } from '../domain/questions/next-question.ts';
import { eraseWith } from '../erase.ts';
import { lastAnswers, readAnswers } from '../store/answers.ts';
import { everyKind, invite, uuid } from './invited.ts';

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

const happened = Date.UTC(2026, 2, 1, 10);
const hour = 3_600_000;
const day = 24 * hour;
const soon = happened + hour;
let people = 0;

const someone = async (fields: Partial<Parameters<typeof invite>[1]> = {}) => {
  people += 1;
  const subject = uuid(people);
  return {
    subject,
    invitation: await invite(pool, { subject, email: `${people}@example.org`, occurredAt: happened, ...fields }),
  };
};

const give = (invitation: string, answers: Record<string, AnswerValue>, at = soon) =>
  transaction(pool, (tx) =>
    takeAnswers(
      tx,
      {
        invitation,
        answers: Object.entries(answers).map(([question, value]) => ({ question, value })),
        channel: 'web',
        language: 'es',
        at,
      },
      at,
    ),
  );

const eventsIn = (outbox: readonly Outgoing[]) =>
  outbox
    .filter(({ topic }) => topic === topics.surveys.name)
    .map(({ value }) => SurveyEvent.parse(JSON.parse(value ?? '')).state);
const onThread = (outbox: readonly Outgoing[]) =>
  outbox
    .filter(({ topic }) => topic === topics.interactions.name)
    .map(({ value }) => AcceptedInteraction.parse(JSON.parse(value ?? '')));

const all = {
  likelihood_to_recommend: 9,
  crew: 5,
  effort: 7,
  food: 4,
  why_flown: 'work',
  used: ['wifi', 'lounge'],
  anything_else: null,
};

it('takes one answer after the other, says what is next, and tells each stage once', async () => {
  const { invitation } = await someone();
  const opened = await transaction(pool, (tx) => noteOpened(tx, { invitation, channel: 'web', at: soon }));
  expect(eventsIn(opened)).toEqual(['opened']);
  expect(await transaction(pool, (tx) => noteOpened(tx, { invitation, channel: 'web', at: soon }))).toEqual([]);
  const first = await give(invitation, { likelihood_to_recommend: 9 });
  expect([first.state, first.next?.question, eventsIn(first.outbox)]).toEqual(['partial', 'crew', ['partial']]);
  const second = await give(invitation, { crew: 5 });
  expect([second.state, second.next?.question, eventsIn(second.outbox)]).toEqual(['partial', 'effort', []]);
  const last = await give(invitation, all);
  expect([last.state, last.next, eventsIn(last.outbox)]).toEqual(['completed', undefined, ['answered']]);
  const again = await give(invitation, all);
  expect([again.state, again.isNews, again.outbox]).toEqual(['completed', false, []]);
});

it('puts what counts on the thread of whoever was asked, at the touchpoint that it is about', async () => {
  const { invitation, subject } = await someone();
  const [thread] = onThread(
    (await give(invitation, { ...all, likelihood_to_recommend: 3, what_was_wrong: 'Late' })).outbox,
  );
  expect(thread).toMatchObject({
    id: `answered:${invitation}:1`,
    source: 'hilo/survey-trigger',
    kind: 'answered',
    direction: 'inbound',
    actor: 'customer',
    channel: 'web',
    touchpoint: 'flight.arrival',
    identifiers: [{ kind: 'email', value: `${Number(subject.slice(-12))}@example.org` }],
    properties: { response: invitation, revision: 1, programme: 'every-kind', programmeVersion: 1, complete: true },
    answers: [
      { question: 'likelihood_to_recommend', scale: 'nps', value: 3 },
      { question: 'what_was_wrong', scale: 'text', value: 'Late' },
      { question: 'crew', scale: 'csat', value: 5 },
      { question: 'effort', scale: 'ces', value: 7 },
      { question: 'food', scale: 'stars', value: 4 },
      { question: 'why_flown', scale: 'choice', value: 'work' },
      { question: 'used', scale: 'choices', value: ['lounge', 'wifi'] },
    ],
  });
});

it('case 71 (Tangerine#254): back and a changed answer keeps the follow-up, and counts it nowhere until it is asked again', async () => {
  const { invitation } = await someone();
  await give(invitation, { likelihood_to_recommend: 3 });
  await give(invitation, { what_was_wrong: 'The food' });
  const back = await give(invitation, { likelihood_to_recommend: 9 });
  expect(back.next?.question).toBe('crew');
  expect(onThread(back.outbox)[0]?.answers).toEqual([{ question: 'likelihood_to_recommend', scale: 'nps', value: 9 }]);
  const kept = await readAnswers(pool, invitation);
  expect(kept.map(({ question, revision, value }) => [question, revision, value])).toEqual([
    ['likelihood_to_recommend', 1, 3],
    ['what_was_wrong', 2, 'The food'],
    ['likelihood_to_recommend', 3, 9],
  ]);
  const forth = await give(invitation, { likelihood_to_recommend: 2 });
  expect(onThread(forth.outbox)[0]?.answers?.length).toBe(2);
  expect(lastAnswers(await readAnswers(pool, invitation)).get('what_was_wrong')).toBe('The food');
});

it('case 84: a hundred posts of the last answer at once are one answer, and one event', async () => {
  const { invitation } = await someone();
  await give(invitation, { ...all, why_flown: null, food: 3 });
  const { why_flown: _, ...most } = all;
  const other = (await someone()).invitation;
  await give(other, most);
  const taken = await Promise.all(Array.from({ length: 100 }, () => give(other, { why_flown: 'family' })));
  expect(taken.map(({ state }) => state)).toEqual(taken.map(() => 'completed'));
  expect(taken.flatMap(({ outbox }) => eventsIn(outbox))).toEqual(['answered']);
  expect(taken.flatMap(({ outbox }) => onThread(outbox)).length).toBe(1);
  expect((await readAnswers(pool, other)).filter(({ question }) => question === 'why_flown').length).toBe(1);
});

it('case 83 (formbricks#8368): what is no answer is named, and nothing else is lost', async () => {
  const { invitation } = await someone();
  const taken = await give(invitation, {
    likelihood_to_recommend: 11,
    crew: 4,
    food: 4.5,
    why_flown: 'golf',
    what_was_wrong: 'x'.repeat(1_000_000),
    colour: 'red',
  });
  expect(taken.faults.map(({ question, reason }) => [question, reason])).toEqual([
    ['likelihood_to_recommend', 'outside-the-scale'],
    ['food', 'outside-the-scale'],
    ['why_flown', 'unknown-choice'],
    ['what_was_wrong', 'text-too-long'],
    ['colour', 'unknown-question'],
  ]);
  expect([...taken.answers]).toEqual([['crew', 4]]);
  expect([taken.state, taken.next?.question]).toEqual(['partial', 'likelihood_to_recommend']);
});

it('case 77 (formbricks#8536): after the deadline, or the end of the programme, an answer counts as late; after the link, it is closed', async () => {
  const { invitation } = await someone();
  const late = await give(invitation, { crew: 4 }, happened + 3 * day);
  expect(onThread(late.outbox)[0]?.properties).toMatchObject({ late: true });
  expect(await readAnswers(pool, invitation)).toMatchObject([{ question: 'crew', late: true }]);
  const expired = await give(invitation, { food: 4 }, happened + 16 * day);
  expect(expired).toMatchObject({ state: 'closed', outbox: [] });
  const longer = { ...everyKind, id: 'longer', answerDays: 60 };
  const other = (await someone({ programme: longer })).invitation;
  expect((await give(other, { food: 4 }, happened + 61 * day)).state).toBe('partial');
  expect((await give('00000000-0000-8000-8000-0000000fffff', { food: 4 })).state).toBe('not-there');
});

it('what was corrected after all was answered is another revision, and is told to nobody as answered twice', async () => {
  const { invitation } = await someone();
  await give(invitation, all);
  const corrected = await give(invitation, { likelihood_to_recommend: 8 });
  expect([corrected.state, eventsIn(corrected.outbox)]).toEqual(['completed', []]);
  expect(onThread(corrected.outbox)[0]).toMatchObject({ id: `answered:${invitation}:2`, properties: { revision: 2 } });
  const unhappy = await give(invitation, { likelihood_to_recommend: 1 });
  expect([unhappy.state, unhappy.next?.question, eventsIn(unhappy.outbox)]).toEqual([
    'completed',
    'what_was_wrong',
    [],
  ]);
  expect(onThread(unhappy.outbox)[0]?.properties).toMatchObject({ complete: false });
  expect(eventsIn((await give(invitation, { what_was_wrong: 'All of it' })).outbox)).toEqual([]);
});

it('what was passed over is no answer, and never zero', async () => {
  const { invitation } = await someone();
  const passed = await give(invitation, { likelihood_to_recommend: null, crew: '', food: '  ' });
  expect([passed.state, passed.next?.question, onThread(passed.outbox)]).toEqual(['partial', 'effort', []]);
  const [thread] = onThread((await give(invitation, { crew: 2 })).outbox);
  expect(thread?.answers).toEqual([{ question: 'crew', scale: 'csat', value: 2 }]);
});

it('an erasure takes the answers of a person, and what was not published of them', async () => {
  const { invitation, subject } = await someone();
  const other = (await someone()).invitation;
  await give(other, all);
  await transaction(pool, async (tx) => {
    const { outbox } = await takeAnswers(
      tx,
      { invitation, answers: [{ question: 'crew', value: 1 }], channel: 'web', at: soon },
      soon,
    );
    await putIntoOutbox(tx, outbox);
  });
  expect((await pool.query('SELECT FROM outbox')).rowCount).toBe(2);
  const erasure = {
    id: uuid(900),
    at: new Date(soon + day).toISOString(),
    subjects: [subject],
    customers: [],
    names: [],
  };
  const removed = await transaction(pool, async (tx) => {
    await lockForErasure(tx);
    return eraseWith(nameHashes('a secret of the tests'))(tx, erasure);
  });
  expect(removed).toMatchObject({ invitations: 1, responses: 1 });
  expect((await pool.query('SELECT FROM outbox')).rowCount).toBe(0);
  expect(await readAnswers(pool, invitation)).toEqual([]);
  expect((await readAnswers(pool, other)).length).toBe(7);
  expect((await give(invitation, { crew: 2 })).state).toBe('not-there');
});
