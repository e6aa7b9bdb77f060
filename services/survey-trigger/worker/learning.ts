import { type Resources, repeat } from '@hilo/runtime';
import { learntLanguages, nextNight } from '../domain/verbatims/sentiment-trial.ts';
import { beginLearning } from '../store/sentiment-heads.ts';
import { learnDue } from '../verbatims/learn-heads.ts';

/** Learns each night how customers feel, of what they wrote and scored themselves; one of all processes does, in a thread of its own. */
export const openLearning = (
  { pool, logger, health, now }: Pick<Resources, 'pool' | 'logger' | 'health' | 'now'>,
  everyMs = 60_000,
) => {
  const closing = new AbortController();
  const learning = repeat({
    everyMs,
    health: { health, part: 'learning how customers feel' },
    work: async () => {
      await beginLearning(pool, learntLanguages, nextNight(now()));
      const learnt = await learnDue(pool, now(), closing.signal);
      if (learnt?.trial)
        logger.info({ language: learnt.language, ...learnt.trial }, 'a challenger for sentiment was tried');
      return learnt !== undefined;
    },
    onError: (error) => logger.warn({ err: error }, 'nothing could be learnt of how customers feel; it is tried again'),
  });
  return {
    close: async () => {
      closing.abort();
      await learning.close();
    },
  };
};
