import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { nextNight } from '../domain/verbatims/sentiment-trial.ts';
import { ShownSentiment, shownSentiment } from '../routes/shown-sentiment.ts';
import { countExamples } from '../store/sentiment-examples.ts';
import { beginLearning, claimLearning, readHeads } from '../store/sentiment-heads.ts';
import { latestTrials } from '../store/sentiment-trials.ts';
import { learnDue } from '../verbatims/learn-heads.ts';
import { openCasesInHand } from './cases-in-hand.ts';
import { ana, email, hour, luis, message, timestamp, uuid } from './messages.ts';

let hilo: Awaited<ReturnType<typeof openCasesInHand>>;
beforeAll(async () => {
  hilo = await openCasesInHand();
});
afterAll(() => hilo.close());
beforeEach(() => hilo.begin());

const monday = Date.UTC(2026, 2, 2, 10);
const night = nextNight(monday);
const day = 24 * hour;

/** Words of a trade, of which the shipped head thinks something else than who says them. */
const trade = [
  { score: 2, says: ['the finger was full again', 'they gave us a remote stand', 'a codeshare to the gate'] },
  { score: 7, says: ['we had the loyalty lounge', 'there was a through tag', 'I flew the shuttle'] },
  { score: 10, says: ['no drama at the belt', 'never a wait with them', 'not one thing was lost'] },
];
const about = [
  'to Lima',
  'from Vigo',
  'this morning',
  'with my mother',
  'on Friday',
  'in July',
  'for work',
  'with a bike',
];

type Said = Parameters<typeof message>[2];
const answersOf = (n: number): object[] => {
  const { score, says } = trade[n % 3] ?? { score: 0, says: [] };
  const text = `Trip ${n} ${about[n % about.length]}: ${says[Math.floor(n / 3) % 3]}, as on the ${n % 28}th.`;
  return [
    { question: 'recommend', scale: 'nps', value: score },
    { question: 'why', scale: 'text', value: text },
  ];
};

const gives = (id: string, answers: object[], said: Said = {}, more: object = {}) =>
  message(
    id,
    {
      channel: 'web',
      kind: 'answered',
      touchpoint: 'trip',
      identifiers: [email('ana')],
      answers,
      locale: 'en',
      ...more,
    },
    { source: 'web', at: monday, subject: ana, ...said },
  );

/** One answer with a score beside the words. */
const answered = (n: number, said: Said = {}) =>
  gives(`a${n}`, answersOf(n), { at: monday + n, subject: n % 50 === 0 ? luis : ana, ...said });

/** All that this many customers answered is heard, and judged in the order in which it was. */
const hear = async (from: number, to: number): Promise<void> => {
  for (let n = from; n < to; n += 60) {
    const some = Array.from({ length: Math.min(60, to - n) }, (_, at) => answered(n + at));
    await hilo.say(monday + n, ...some);
    await hilo.judge(monday + n);
  }
};
const shown = async () => {
  const { pool } = hilo;
  const known = { heads: await readHeads(pool), trials: await latestTrials(pool), examples: await countExamples(pool) };
  const [english] = shownSentiment(known).map((one) => ShownSentiment.parse(one));
  return english;
};

it('learns each night of what customers wrote and scored, judges by that where it is better, and without what was erased from the next night on', async () => {
  const { pool } = hilo;
  await beginLearning(pool, ['en'], night);
  await hear(0, 360);
  expect(await learnDue(pool, night - 1)).toBeUndefined();
  expect(await shown()).toMatchObject({ champion: { by: 'shipped', version: '1' }, answers: { negative: 120 } });

  // Two processes, one trial.
  const both = await Promise.all([learnDue(pool, night), learnDue(pool, night)]);
  expect(both.flatMap((one) => one?.trial?.outcome ?? [])).toEqual(['replaced']);
  const [kept] = await readHeads(pool);
  expect(kept).toMatchObject({ number: 1, nextAt: night + day });
  const champion = await shown();
  expect(champion).toMatchObject({
    champion: { by: 'learnt', version: '1+en-1', since: timestamp(night), learntFrom: { negative: 96 } },
    challenger: { outcome: 'replaced', why: expect.stringContaining('It judges since then') },
  });
  expect(champion?.challenger?.figures?.challenger.low).toBeGreaterThan(
    champion?.challenger?.figures?.shipped.high ?? 1,
  );

  await hilo.say(night, answered(1000), answered(1001));
  expect(await hilo.judge(night + 1)).toMatchObject([{ version: '1+en-1' }, { version: '1+en-1' }]);
  expect(hilo.toldVerbatims().at(-1)).toMatchObject({ judgedBy: { method: 'encoder', version: '1+en-1' } });

  // With two answers more nothing is tried again, and it is said when it will be.
  expect(await learnDue(pool, night + day)).toEqual({ language: 'en', trial: undefined });
  await hilo.erase({ id: uuid(99), at: timestamp(night + day), subjects: [luis], customers: [], names: [] });
  await hilo.say(night + day, { ...answered(3, { version: 2, withdrawn: true }) });
  const again = await learnDue(pool, night + 2 * day);
  expect(again?.trial).toMatchObject({ lessened: 'learnt-anew' });
  const anew = await shown();
  expect(anew?.champion.version).not.toBe('1+en-1');
  const { negative = 0, neutral = 0, positive = 0 } = { ...anew?.champion.learntFrom };
  expect(negative + neutral + positive).toBeLessThan(288);

  const { rows } = await pool.query<{ all: string }>(
    `SELECT (SELECT jsonb_agg(h) FROM sentiment_heads h)::text || (SELECT jsonb_agg(t) FROM sentiment_trials t)::text AS all`,
  );
  for (const told of [rows[0]?.all ?? '', JSON.stringify(anew)])
    for (const word of ['finger', 'codeshare', 'lounge', 'belt', 'Lima', 'Trip']) expect(told).not.toContain(word);
});

it('an answer that is corrected is one to learn of; words without a score, or with two that disagree, are none', async () => {
  const { pool } = hilo;
  const response = { properties: { response: uuid(5), revision: 1 } };
  const scored = (value: number) => ({ question: 'recommend', scale: 'nps', value });
  const words = answersOf(3).slice(1);
  await hilo.say(
    monday,
    gives('r1', [scored(3), ...words], {}, response),
    gives('no-score', words),
    gives('disagree', [scored(10), { question: 'content', scale: 'csat', value: 1 }, ...words]),
    gives('two-texts', [scored(3), ...words, { question: 'else', scale: 'text', value: 'Nothing else to say here.' }]),
  );
  await hilo.judge(monday);
  await hilo.say(monday + hour, gives('r2', [scored(9), ...words], {}, response));
  await hilo.judge(monday + hour);
  await beginLearning(pool, ['en'], night);
  // Whoever has begun is killed, or gives up: it is done an hour later, or at once, by whoever is there.
  await claimLearning(pool, night, night + hour);
  expect(await learnDue(pool, night)).toBeUndefined();
  await expect(learnDue(pool, night + hour, AbortSignal.abort())).rejects.toThrow();
  expect((await learnDue(pool, night + hour))?.trial).toMatchObject({
    outcome: 'too-few',
    learntFrom: { negative: 0, neutral: 0, positive: 0 },
    triedOn: { positive: 1 },
  });
});
