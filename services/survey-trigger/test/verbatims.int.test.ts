import { limits, toStorable } from '@hilo/contracts';
import { openJudges } from '@hilo/sentiment';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { hostile } from '../../../packages/sentiment/test/hostile-texts.ts';
import { CaseRules } from '../domain/cases/case-rules.ts';
import { dueTexts } from '../store/due-texts.ts';
import { atAnyHour, openCasesInHand } from './cases-in-hand.ts';
import { ana, email, hour, luis, message, minute, record, timestamp, uuid } from './messages.ts';

let hilo: Awaited<ReturnType<typeof openCasesInHand>>;
beforeAll(async () => {
  hilo = await openCasesInHand();
});
afterAll(() => hilo.close());
beforeEach(() => hilo.begin());

const monday = Date.UTC(2026, 2, 2, 10);
const angry = 'My bag never arrived and nobody at the desk could tell me where it is. Worst airline ever!';
const happy = 'Thank you, the crew was wonderful and so very helpful!';

type Said = Parameters<typeof message>[2];
const writes = (id: string, text: string, said: Said = {}, more: object = {}) =>
  message(
    id,
    { channel: 'web', kind: 'wrote', touchpoint: 'checkin', identifiers: [email('ana')], text, ...more },
    { source: 'web', at: monday, ...said },
  );
const kept = async () => {
  const { rows } = await hilo.pool.query(
    `SELECT h.interaction, h.subject, h.state, h.told IS NULL AS forgotten, v.polarity, v.method
       FROM heard_texts h LEFT JOIN verbatims v ON v.heard = h.id ORDER BY h.interaction, v.part`,
  );
  return rows;
};

it('judges each text and each answer in words once, says so without a word of it, and forgets what was written', async () => {
  const answers = [
    { question: 'recommend', scale: 'nps', value: 9 },
    { question: 'why', scale: 'text', value: 'Tres horas de retraso y nadie nos dijo nada, pésimo.' },
  ];
  const both = writes('a', happy, {}, { answers, kind: 'answered' });
  for (let n = 0; n < 3; n += 1) await hilo.say(monday, both);
  expect(await hilo.judge(monday)).toHaveLength(2);
  await hilo.say(monday, both);
  expect(await hilo.judge(monday + minute)).toEqual([]);
  const [text, answer, ...more] = hilo.toldVerbatims();
  expect(more).toEqual([]);
  expect(text).toMatchObject({
    ...{ subject: ana, interaction: { source: 'web', id: 'a' }, part: 0, revision: 1 },
    ...{ language: 'en', polarity: 'positive', topics: ['staff'], judgedBy: { method: 'encoder' } },
  });
  expect(answer).toMatchObject({ part: 2, question: 'why', language: 'es', polarity: 'negative', topics: ['delay'] });
  expect(answer?.score).toBeLessThan(0);
  for (const told of hilo.toldVerbatims())
    for (const word of ['crew', 'wonderful', 'horas', 'pésimo']) expect(JSON.stringify(told)).not.toContain(word);
  expect(await kept()).toMatchObject([
    { state: 'judged', forgotten: true, polarity: 'positive' },
    { state: 'judged', forgotten: true, polarity: 'negative' },
  ]);
});

it('says of a language that it does not measure that it does not, and judges nothing that no customer wrote', async () => {
  await hilo.say(
    monday,
    writes('fr', 'Je ne suis pas du tout content de ce vol, et le personnel est désagréable.'),
    writes('emp', angry, {}, { actor: 'employee' }),
    writes('out', angry, {}, { direction: 'outbound' }),
    writes('bot', angry, {}, { properties: { leftOut: 'suspect-automation' } }),
    writes('nil', '  '),
  );
  expect(await hilo.judge(monday)).toHaveLength(1);
  const [told] = hilo.toldVerbatims();
  expect(told).toMatchObject({ interaction: { id: 'fr' }, topics: [], judgedBy: { method: 'none' } });
  expect(told).not.toHaveProperty('polarity');
  expect(await hilo.all()).toEqual([]);
});

it('is judged by the lists where the encoder cannot run, and says so', async () => {
  const missing = openJudges({ patienceMs: 60_000, file: new URL('./not-there.ts', import.meta.url) });
  await hilo.say(monday, writes('a', angry));
  await hilo.judge(monday, { by: missing });
  expect(hilo.toldVerbatims()).toMatchObject([{ polarity: 'negative', judgedBy: { method: 'words' } }]);
  expect(missing.state()).toBe('away');
});

it('opens a case for negative words without a score, explained by what was judged, and none for what is praise or only says so', async () => {
  await hilo.say(monday, writes('a', angry), writes('l', happy, { subject: luis }));
  expect(await hilo.all()).toEqual([]);
  await hilo.judge(monday);
  expect(await hilo.all()).toMatchObject([{ rule: 'negative-words', about: 'checkin', subject: ana, state: 'open' }]);
  const [verbatim] = hilo.toldVerbatims().filter(({ polarity }) => polarity === 'negative');
  const { rows } = await hilo.pool.query('SELECT detail FROM case_steps');
  expect(rows).toMatchObject([
    { detail: { rule: 'negative-words', verbatim: { id: verbatim?.id, polarity: 'negative', judgedBy: 'encoder/1' } } },
  ]);
  // What has a case by another rule gets no second one by its words.
  await hilo.say(monday + hour, writes('c', angry, { at: monday + hour }, { kind: 'complained', touchpoint: 'gate' }));
  await hilo.judge(monday + hour);
  expect((await hilo.all()).map(({ rule }) => rule).sort()).toEqual(['complaint', 'negative-words']);
});

it('opens a case only where a rule asks for it: so sure, about such a topic', async () => {
  const shipped = atAnyHour();
  const rules = (sentiment: object) =>
    CaseRules.parse({
      ...shipped,
      rules: [{ id: 'felt', when: { sentiment }, queue: 'customer-care', calendar: 'office' }],
    });
  await hilo.begin(rules({ topics: ['food'] }));
  await hilo.say(monday, writes('a', angry));
  await hilo.judge(monday);
  expect(await hilo.all()).toEqual([]);
  await hilo.begin(rules({ topics: ['baggage', 'food'] }));
  await hilo.say(monday, writes('a', angry));
  await hilo.judge(monday);
  expect(await hilo.all()).toMatchObject([{ rule: 'felt' }]);
});

it('judges what is told for a rebuild, once, and sets nothing off by it; nor by what was old when it came', async () => {
  await hilo.say(monday, writes('live', happy));
  await hilo.judge(monday);
  const run = uuid(77);
  await hilo.pool.query('INSERT INTO rebuilds (generation, run, active) VALUES (1, $1, true)', [run]);
  await hilo.sayInRun(monday + hour, run, writes('live', happy), writes('past', angry));
  await hilo.judge(monday + hour);
  expect(hilo.toldVerbatims().map(({ interaction }) => interaction.id)).toEqual(['live', 'past']);
  const old = writes('old', angry, { subject: luis });
  await hilo.say(monday, { ...old, interaction: { ...old.interaction, occurredAt: timestamp(monday - 73 * hour) } });
  expect(await hilo.judge(monday + hour)).toMatchObject([{ polarity: 'negative' }]);
  expect(await hilo.all()).toEqual([]);
});

it('judges what was old when it came after everything else, and is never late with it', async () => {
  const old = writes('old', happy, { at: monday });
  const late = { ...old, interaction: { ...old.interaction, occurredAt: timestamp(monday - 25 * hour) } };
  await hilo.say(monday, late);
  await hilo.say(monday + minute, writes('live', happy));
  expect(await dueTexts.look(hilo.pool, monday + hour)).toMatchObject({ due: 2, oldestDueAt: expect.any(Number) });
  const one = await hilo.judge(monday + hour, { limit: 1 });
  expect(one).toHaveLength(1);
  expect(hilo.toldVerbatims()).toMatchObject([{ interaction: { id: 'live' } }]);
  expect(await dueTexts.look(hilo.pool, monday + hour)).toMatchObject({ due: 1, oldestDueAt: undefined });
  expect(await dueTexts.nextAt(hilo.pool, 0)).toBeUndefined();
  expect(await hilo.judge(monday + hour)).toHaveLength(1);
});

it('is gone with what was withdrawn, and judged again when that is put back; an older version brings nothing back', async () => {
  await hilo.say(monday, writes('a', happy), writes('w', happy));
  await hilo.judge(monday);
  await hilo.say(monday, writes('w', happy, { version: 2, withdrawn: true }));
  await hilo.say(monday, writes('w', happy));
  await hilo.judge(monday);
  expect(await kept()).toMatchObject([
    { interaction: 'a', polarity: 'positive' },
    { interaction: 'w', state: 'withdrawn', polarity: null, forgotten: true },
  ]);
  await hilo.say(monday, writes('w', happy, { version: 3 }));
  await hilo.judge(monday);
  expect(hilo.toldVerbatims().map(({ interaction, revision }) => [interaction.id, revision])).toEqual([
    ['a', 1],
    ['w', 1],
    ['w', 3],
  ]);
});

it('is of whoever it is attributed to, judged or not', async () => {
  await hilo.say(monday, writes('a', happy), writes('b', happy));
  await hilo.say(monday, writes('a', happy, { version: 2, subject: luis }));
  await hilo.judge(monday);
  await hilo.say(monday, writes('b', happy, { version: 2, subject: luis }));
  await hilo.judge(monday);
  expect((await kept()).map(({ subject, state }) => [subject, state])).toEqual([
    [luis, 'judged'],
    [luis, 'judged'],
  ]);
  expect(hilo.toldVerbatims().map(({ subject, revision }) => [subject, revision])).toEqual(
    expect.arrayContaining([
      [luis, 2],
      [ana, 1],
    ]),
  );
});

it('is gone with somebody who is erased, judged or waiting, and comes back by nothing', async () => {
  await hilo.know(monday, record(ana, 1, [email('ana')]));
  await hilo.say(monday, writes('judged', happy), writes('l', happy, { subject: luis }));
  await hilo.judge(monday);
  await hilo.say(monday, writes('waiting', angry));
  const erased = await hilo.erase({
    ...{ id: uuid(99), at: timestamp(monday + hour), subjects: [ana], customers: [], names: [] },
  });
  expect(erased).toMatchObject({ verbatims: 2 });
  await hilo.say(monday + hour, writes('judged', happy), writes('waiting', angry));
  await hilo.judge(monday + 2 * hour);
  expect(await kept()).toMatchObject([{ interaction: 'l' }]);
  const { rows } = await hilo.pool.query(
    'SELECT count(*)::int AS verbatims, (SELECT count(*)::int FROM timers) AS timers FROM verbatims',
  );
  expect(rows).toEqual([{ verbatims: 1, timers: 0 }]);
});

/** Ten thousand by HILO_TEST_FULL=1. */
const hostileTexts = process.env.HILO_TEST_FULL === '1' ? 10_000 : 100;

it('judges and keeps whatever is written, as long as a text may be, each once', async () => {
  const atOnce = 100;
  for (let from = 0; from < hostileTexts; from += atOnce) {
    const some = Array.from({ length: atOnce }, (_, n) => {
      // What cannot be stored never comes in.
      const text = toStorable(`x${hostile(from + n)}`, limits.textCharacters);
      return writes(`h${from + n}`, text, {}, { locale: n % 2 === 0 ? 'en' : 'es' });
    });
    await hilo.say(monday, ...some);
    expect(await hilo.judge(monday)).toHaveLength(atOnce);
  }
  const { rows } = await hilo.pool.query(
    "SELECT count(*)::int AS judged, count(DISTINCT heard)::int AS texts, (SELECT count(*)::int FROM timers WHERE kind LIKE 'text%') AS timers FROM verbatims",
  );
  expect(rows).toEqual([{ judged: hostileTexts, texts: hostileTexts, timers: 0 }]);
}, 3_600_000);
