import { allow, problems } from '@hilo/runtime';
import { judgeVersion, leastExamples } from '@hilo/sentiment';
import { z } from 'zod';
import { countExamples } from '../store/sentiment-examples.ts';
import { readHeads } from '../store/sentiment-heads.ts';
import { latestTrials } from '../store/sentiment-trials.ts';
import { type Route, tags } from './context.ts';
import { ShownSentiment, shownSentiment } from './shown-sentiment.ts';

/** How good it is what is said of how customers feel. */
export const sentimentRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/sentiment',
    {
      onRequest: allow(authenticate, 'surveys:read'),
      schema: {
        summary:
          'How right it is what is said of how customers feel: what judges, of what it was learnt, and what came of the newest challenger',
        description:
          'Each night a challenger is learnt of answers that carry a score beside the words, and replaces the champion only where it is surely better on the newest fifth of them. Figures, and not a word that anybody wrote.',
        tags,
        response: {
          200: z.object({
            version: z.string().describe('Of the encoder, the lists and the head that are shipped.'),
            needed: z
              .object({ answers: z.int(), ofClass: z.int(), ofClassTried: z.int() })
              .describe(
                'So many answers there have to be in a language before anything is learnt; and of each polarity, in what is learnt and in what it is tried on.',
              ),
            languages: z.array(ShownSentiment),
          }),
          ...problems,
        },
      },
    },
    async () => {
      const [heads, trials, examples] = [await readHeads(pool), await latestTrials(pool), await countExamples(pool)];
      const needed = {
        answers: leastExamples.all,
        ofClass: leastExamples.ofClass,
        ofClassTried: leastExamples.ofClassTried,
      };
      return { version: judgeVersion, needed, languages: shownSentiment({ heads, trials, examples }) };
    },
  );
