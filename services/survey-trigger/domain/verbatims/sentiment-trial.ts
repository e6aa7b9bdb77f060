import { Timestamp, VerbatimLanguage } from '@hilo/contracts';
import { z } from 'zod';

export const CountsByPolarity = z.object({ negative: z.int(), neutral: z.int(), positive: z.int() });

export const FigureWithInterval = z
  .object({ value: z.number(), low: z.number(), high: z.number() })
  .describe('Macro-F1 over negative, neutral and positive, with its interval of 95 %.');

/** What came of a challenger, as it is kept: figures, and never a word. */
export const SentimentTrial = z.object({
  outcome: z
    .enum(['replaced', 'not-better', 'too-few'])
    .describe(
      'replaced: it judges from then on; not-better: the interval of the difference reaches 0 or lies below; too-few: nothing was learnt.',
    ),
  learntFrom: CountsByPolarity.describe('Answers with a score beside the words, by what the score says.'),
  triedOn: CountsByPolarity.describe('The newest fifth of them, of which nothing was learnt.'),
  figures: z
    .object({
      challenger: FigureWithInterval,
      champion: FigureWithInterval,
      shipped: FigureWithInterval,
      difference: FigureWithInterval.describe(
        'By how much the challenger is better than the champion, on the same texts.',
      ),
    })
    .optional(),
  lessened: z
    .enum(['learnt-anew', 'forgotten'])
    .optional()
    .describe(
      'Some of what the champion had learnt was erased or withdrawn: it was learnt anew of what is left, or that was too little, and the shipped head judges.',
    ),
  lastNotedAt: Timestamp.optional().describe('When the last of the answers was judged that were looked at.'),
});
export type SentimentTrial = z.infer<typeof SentimentTrial>;

export const learntLanguages = VerbatimLanguage.options;

/** In the night, when the least is judged: at three o'clock, UTC. */
const hourOfLearning = 3;

/** The next night. */
export const nextNight = (now: number): number => {
  const night = new Date(now).setUTCHours(hourOfLearning, 0, 0, 0);
  return night > now ? night : night + 86_400_000;
};
