import { transaction } from '@hilo/runtime';
import { type NotedExample, type Trial, tryInThread } from '@hilo/sentiment';
import type { Pool } from 'pg';
import type { SentimentTrial } from '../domain/verbatims/sentiment-trial.ts';
import { nextNight } from '../domain/verbatims/sentiment-trial.ts';
import { markLearnt, readExamples, trimExamples } from '../store/sentiment-examples.ts';
import { claimLearning, type KeptHead, keepHead, putOffLearning, readHeads } from '../store/sentiment-heads.ts';
import { keepTrial, latestTrials } from '../store/sentiment-trials.ts';

/** Who learns for longer must have crashed. */
const leaseMs = 3_600_000;
/** With fewer answers than that since the last time nothing new would come of it, but that chance is asked once more. */
const leastNew = 25;

/** What came of it, and in which language. */
export type LearntLanguage = { language: KeptHead['language']; trial: SentimentTrial | undefined };

/**
 * Learns a challenger of what customers wrote and scored, in one language of which it is time, and has it judge from now on where it is
 * better. One of all processes does; nothing where it is time for none. Killed at any moment, it is done again within an hour, and once; given
 * up, it is done by whoever asks next.
 */
export const learnDue = async (pool: Pool, now: number, signal?: AbortSignal): Promise<LearntLanguage | undefined> => {
  const language = await claimLearning(pool, now, now + leaseMs);
  if (language === undefined) return undefined;
  const before = (await readHeads(pool)).find((one) => one.language === language);
  if (before === undefined) return undefined;
  const examples = await readExamples(pool, language, before.number);
  const champion = before.head && before.content ? { ...before.content, head: before.head } : undefined;
  const trial = (await isNews(pool, before, examples))
    ? await tryInThread(examples, champion, signal).catch(async (error: unknown) => {
        if (signal?.aborted) await putOffLearning(pool, language, now);
        throw error;
      })
    : undefined;
  const kept = trial && summary(trial, examples);
  await transaction(pool, async (tx) => {
    if (trial && kept) {
      if (trial.lessened || trial.replacement) await change(tx, before, { trial, examples }, now);
      await keepTrial(tx, language, now, kept);
    }
    await trimExamples(tx, language);
    await putOffLearning(tx, language, nextNight(now));
  });
  return { language, trial: kept };
};

/** Whether there are more answers than the last time, or some are gone of which the champion was learnt. */
const isNews = async (
  pool: Pool,
  { language, content }: KeptHead,
  examples: readonly NotedExample[],
): Promise<boolean> => {
  const last = (await latestTrials(pool)).find((one) => one.language === language)?.content;
  if (last === undefined) return examples.length > 0;
  const lookedAt = last.lastNotedAt === undefined ? 0 : Date.parse(last.lastNotedAt);
  const { negative = 0, neutral = 0, positive = 0 } = content?.learntFrom ?? {};
  const learnt = examples.filter(({ isLearnt }) => isLearnt).length;
  return learnt < negative + neutral + positive || examples.filter(({ at }) => at > lookedAt).length >= leastNew;
};

const summary = ({ lessened, replacement: _, ...trial }: Trial, examples: readonly NotedExample[]): SentimentTrial => {
  const last = examples.reduce((latest, { at }) => Math.max(latest, at), 0);
  return {
    ...trial,
    lessened: lessened && (lessened.champion ? 'learnt-anew' : 'forgotten'),
    lastNotedAt: last === 0 ? undefined : new Date(last).toISOString(),
  };
};

type Tried = { trial: Trial; examples: readonly NotedExample[] };

/** Another head judges from now on: the challenger, the champion without what was erased, or the shipped one. */
const change = async (
  tx: Parameters<typeof keepHead>[0],
  before: KeptHead,
  { trial: { replacement, lessened, learntFrom, figures }, examples }: Tried,
  now: number,
): Promise<void> => {
  const left = examples.filter(({ isLearnt }) => isLearnt).map(({ id }) => id);
  const champion = replacement
    ? { head: replacement.head, learntFrom, figure: figures?.challenger, examples: replacement.examples }
    : lessened?.champion && { ...lessened.champion, figure: figures?.champion, examples: left };
  if (champion === undefined) {
    const number = await keepHead(tx, before, undefined, now);
    if (number !== undefined) await markLearnt(tx, before.language, number, []);
    return;
  }
  const learnt = new Set(champion.examples);
  const times = examples.filter(({ id }) => learnt.has(id)).map(({ at }) => at);
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const content = { learntFrom: champion.learntFrom, from, to, figure: champion.figure };
  const number = await keepHead(tx, before, { head: champion.head, content }, now);
  if (number !== undefined) await markLearnt(tx, before.language, number, champion.examples);
};
