import { join } from 'node:path';
import { migrate, openDatabase, provisionSchemas, transaction } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TakenAnswers, takeAnswers } from '../answers/take-answers.ts';
import { Programme } from '../domain/programme.ts';
import { openQuotas } from '../inviting/quotas.ts';
import { programme as asking } from './asking.ts';
import { invite, uuid } from './invited.ts';

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

const text = { en: 'x' };
const choice = (question: string, ...codes: string[]) => ({
  question,
  scale: 'choice',
  text,
  choices: codes.map((code) => ({ code, text })),
});
let programmes = 0;
/** Cabin and reason are what its quotas depend on; between them stands another question, and the last is one of them. */
const wanting = (answerQuotas: object[], fields: object = {}): Programme => {
  programmes += 1;
  const questions = [
    choice('cabin', 'economy', 'business'),
    { question: 'nps', scale: 'nps', text },
    choice('reason', 'work', 'fun'),
  ];
  return Programme.parse({ ...asking('email'), id: `wanting-${programmes}`, questions, answerQuotas, ...fields });
};
const business = (max: number) => ({
  name: 'business',
  when: { question: 'cabin', operator: 'equals', value: 'business' },
  max,
});
const work = (max: number) => ({ name: 'work', when: { question: 'reason', operator: 'equals', value: 'work' }, max });

let people = 0;
const someone = (programme: Programme): Promise<string> => {
  people += 1;
  return invite(pool, { subject: uuid(people), email: `${people}@example.org`, programme });
};
const give = (invitation: string, answers: Record<string, string | number>): Promise<TakenAnswers> =>
  transaction(pool, (tx) => {
    const given = Object.entries(answers).map(([question, value]) => ({ question, value }));
    return takeAnswers(tx, { invitation, answers: given, channel: 'web', at: Date.now() }, Date.now());
  });
const usedOf = async ({ id }: Programme) =>
  Object.fromEntries(
    (await pool.query('SELECT name, used FROM answer_quota_uses WHERE programme = $1', [id])).rows.map(
      ({ name, used }) => [name, used],
    ),
  );
const statesIn = ({ outbox }: TakenAnswers): unknown[] =>
  outbox.map(({ value }) => JSON.parse(value ?? '')).flatMap(({ state }) => state ?? []);

it('case 115 (surveda#1059): whose last answer fills a quota is counted in it, and whoever comes after is told so', async () => {
  const programme = wanting([work(1)]);
  const [first, second] = [await someone(programme), await someone(programme)];
  for (const one of [first, second]) await give(one, { cabin: 'economy', nps: 9 });
  const filling = await give(first, { reason: 'work' });
  expect([filling.state, statesIn(filling)]).toEqual(['completed', ['answered']]);
  expect(await usedOf(programme)).toEqual({ work: 1 });
  const late = await give(second, { reason: 'work' });
  expect([late.state, late.next, statesIn(late)]).toEqual(['screened-out', undefined, ['screened-out']]);
  const told = JSON.parse(late.outbox.at(-1)?.value ?? '');
  expect(told.interaction?.properties ?? told.properties).toMatchObject({ complete: false, leftOut: 'screened-out' });
  // Told again, and said otherwise: what was told stays.
  expect(await give(second, { reason: 'work' })).toMatchObject({ state: 'screened-out', isNews: false, outbox: [] });
  expect(await give(second, { reason: 'fun' })).toMatchObject({ state: 'closed', outbox: [] });
  // Whoever is counted stays so, though she says something else afterwards.
  expect(await give(first, { reason: 'fun' })).toMatchObject({ state: 'completed' });
  expect(await usedOf(programme)).toEqual({ work: 1 });
});

it('case 115 (surveda#1156): asks all that quotas depend on before anybody is screened out, and nothing after it', async () => {
  const programme = wanting([business(0), { ...business(1), name: 'flyers' }]);
  const both = wanting([business(0), work(5)]);
  const one = await someone(programme);
  expect(await give(one, { cabin: 'business' })).toMatchObject({ state: 'screened-out', next: undefined });
  const other = await someone(both);
  expect(await give(other, { cabin: 'business' })).toMatchObject({ state: 'partial', next: { question: 'nps' } });
  expect(await give(other, { nps: 3 })).toMatchObject({ state: 'partial', next: { question: 'reason' } });
  expect(await give(other, { reason: 'fun' })).toMatchObject({ state: 'screened-out' });
  const { rows } = await pool.query('SELECT screened_by, left_out FROM responses WHERE invitation = $1', [other]);
  expect(rows).toEqual([{ screened_by: 'business', left_out: 'screened-out' }]);
});

it('case 78 (formbricks#8673): of twenty who finish at once no more are counted than are wanted', async () => {
  const programme = wanting([work(3), { name: 'all', max: 100 }]);
  const all = await Promise.all(Array.from({ length: 20 }, () => someone(programme)));
  for (const one of all) await give(one, { cabin: 'economy', nps: 9 });
  expect(await usedOf(programme)).toEqual({});
  const done = await Promise.all(all.map((one) => give(one, { reason: 'work' })));
  expect(done.filter(({ state }) => state === 'completed')).toHaveLength(3);
  expect(await usedOf(programme)).toEqual({ work: 3, all: 3 });
});

it('case 115 (surveda#1041): in the place of one who is screened out another is asked; nobody, where enough have answered', async () => {
  const programme = wanting([work(0)], { quota: { max: 1, per: 'programme' } });
  const one = await someone(programme);
  const reasons = () =>
    transaction(pool, async (tx) => (await openQuotas(tx, [programme], Date.now())).reasonsOf(programme.id));
  expect(await reasons()).toMatchObject([{ reason: 'quota-full' }]);
  await give(one, { cabin: 'economy', nps: 9, reason: 'work' });
  expect(await reasons()).toEqual([]);
  const enough = wanting([{ name: 'all', max: 1 }]);
  const open = () => transaction(pool, async (tx) => (await openQuotas(tx, [enough], Date.now())).reasonsOf(enough.id));
  expect(await open()).toEqual([]);
  await give(await someone(enough), { cabin: 'economy', nps: 9, reason: 'fun' });
  expect(await open()).toMatchObject([{ reason: 'quota-full', rule: `${enough.id}.answerQuotas.all` }]);
});

it.each([
  [[{ ...work(1), when: { question: 'gone', operator: 'equals', value: 'x' } }], /gone is no question/],
  [[{ ...work(1), when: { question: 'reason', operator: 'equals', value: 'x' } }], /is no answer to reason/],
  [[work(1), work(2)], /the name of another quota/],
])('refuses a quota that nobody meets, or that is there twice', (quotas, said) => {
  expect(() => wanting(quotas)).toThrow(said);
});
