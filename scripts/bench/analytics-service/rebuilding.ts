import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { HiloProcess } from '../../api/hilo-process.ts';
import { ShownRebuild } from '../../rebuild/rebuild.ts';
import { showProgress } from '../../replay/progress.ts';
import type { Asker } from './ask.ts';
import { withTables } from './open.ts';
import type { AskedOverHttp } from './questions.ts';

/** A value that was answered, and whether the answer says that it is of no whole. */
type Seen = { value: number; rebuilding: boolean };

/**
 * What was answered while analytics was rebuilt: how many answers were of the old whole and of the new one, how many of neither said so, and how
 * many did not, of which there must be none; and how long after the end the first of the new whole was.
 */
export type Wholeness = { name: string; old: number; new: number; told: number; mixed: number; newAfterMs: number };

export type Rebuilt = { ms: number; removed: number; seen: Wholeness[] };

const Answer = z.object({
  rebuilding: z.literal(true).optional(),
  rows: z.array(z.object({ n: z.int(), began: z.int().optional() }).loose()),
});
const wrong = 'wrong by purpose';
const perSecond = 50_000;

/**
 * Has analytics rebuilt of what identity-resolution has, which is other than what analytics has, and asks all the time. What it has of
 * those interactions is made wrong before.
 */
export const askWhileRebuilt = async (
  identity: HiloProcess,
  asker: Asker,
  { url, funnel, range }: { url: string; funnel: AskedOverHttp; range: { from: string; to: string } },
): Promise<Rebuilt> => {
  await withTables(url, spoil);
  const questions = [
    { name: 'volume of all (counted by the day)', path: '/v1/query', body: { metric: 'volume', ...range } },
    {
      name: 'volume by an outcome (of the facts)',
      path: '/v1/query',
      body: { metric: 'volume', ...range, filters: { outcome: [wrong] } },
    },
    { ...funnel, name: 'funnel (of the columns)' },
  ];
  const look = async (question: (typeof questions)[number]): Promise<Seen> => {
    const { rebuilding = false, rows } = Answer.parse(await asker.json(question));
    return { value: rows[0]?.began ?? rows[0]?.n ?? 0, rebuilding };
  };
  const before = await Promise.all(questions.map(look));
  const asked = await identity.client.post('/v1/rebuilds', { service: 'analytics', perSecond }, ShownRebuild);
  const began = performance.now();
  let [done, doneAt]: [ShownRebuild | undefined, number] = [undefined, Number.NaN];
  const answers: (Seen & { at: number })[][] = questions.map(() => []);
  const progress = showProgress('rebuilding', 100);
  let since = performance.now();
  while (done === undefined || performance.now() - since < settleMs) {
    for (const [n, question] of questions.entries())
      answers[n]?.push({ ...(await look(question)), at: performance.now() });
    if (done !== undefined) continue;
    const one = await identity.client.get(`/v1/rebuilds/${asked.id}`, ShownRebuild);
    progress.update(one.total === 0 ? 0 : Math.min(100, Math.round((100 * one.told) / one.total)));
    if (one.state === 'done') [done, doneAt] = [one, performance.now()];
    since = performance.now();
    await delay(20);
  }
  progress.done();
  const seen = questions.map(({ name }, n) => wholenessOf(name, before[n]?.value ?? 0, answers[n] ?? [], doneAt));
  return { ms: doneAt - began, removed: done?.removed?.facts ?? 0, seen };
};

/** So long after its end it is looked whether anything else is answered. */
const settleMs = 15_000;

const wholenessOf = (
  name: string,
  old: number,
  answers: readonly (Seen & { at: number })[],
  doneAt: number,
): Wholeness => {
  const now = answers.at(-1)?.value ?? 0;
  const count = (such: (one: Seen) => boolean): number => answers.filter(such).length;
  const isWhole = ({ value }: Seen): boolean => value === old || value === now;
  const firstNew = answers.find(({ value }) => value === now && value !== old)?.at ?? Number.NaN;
  return {
    name,
    old: count(({ value }) => value === old),
    new: count(({ value }) => value === now && value !== old),
    told: count((one) => !isWhole(one) && one.rebuilding),
    mixed: count((one) => !isWhole(one) && !one.rebuilding),
    newAfterMs: Math.max(0, firstNew - doneAt),
  };
};

/** What came through the whole chain has an outcome that nobody said. */
const spoil = async (pool: Pool): Promise<void> => {
  await pool.query('INSERT INTO words (word) VALUES ($1) ON CONFLICT DO NOTHING', [wrong]);
  await pool.query(`
    UPDATE facts SET outcome = (SELECT no FROM words WHERE word = '${wrong}')
     WHERE source <> (SELECT no FROM words WHERE word = 'bench')`);
};
