import { Timestamp, VerbatimLanguage } from '@hilo/contracts';
import { judgeVersion, leastExamples } from '@hilo/sentiment';
import { z } from 'zod';
import {
  CountsByPolarity,
  FigureWithInterval,
  learntLanguages,
  SentimentTrial,
} from '../domain/verbatims/sentiment-trial.ts';
import type { countExamples } from '../store/sentiment-examples.ts';
import { headVersion, type KeptHead } from '../store/sentiment-heads.ts';
import type { KeptTrial } from '../store/sentiment-trials.ts';

/** Macro-F1 of the shipped head on tweets to airlines, of which it has seen none: `pnpm evaluate sentiment`. */
const onTweets = { en: { macroF1: 0.722, texts: 8968 }, es: { macroF1: 0.545, texts: 4343 } } as const;

export const ShownSentiment = z.object({
  language: VerbatimLanguage,
  shipped: z.object({
    version: z.string(),
    onTweets: z
      .object({ macroF1: z.number(), texts: z.int() })
      .describe('On tweets to airlines that were never learnt: of another company expect less.'),
    onNewestAnswers: FigureWithInterval.optional().describe('On those on which the newest challenger was tried.'),
  }),
  champion: z
    .object({
      by: z.enum(['shipped', 'learnt']).describe('learnt: of the answers of your own customers.'),
      version: z.string().describe('As `judgedBy.version` has it of each verbatim.'),
      since: Timestamp.optional(),
      learntFrom: CountsByPolarity.optional(),
      from: Timestamp.optional().describe('When the first of the answers was judged of which it was learnt.'),
      to: Timestamp.optional(),
      whenItBegan: FigureWithInterval.optional().describe('On the newest answers of that night.'),
      onNewestAnswers: FigureWithInterval.optional().describe('On those on which the newest challenger was tried.'),
    })
    .describe('What judges.'),
  challenger: SentimentTrial.extend({ at: Timestamp, why: z.string() })
    .optional()
    .describe('What came of the newest one; absent as long as none was tried.'),
  answers: CountsByPolarity.describe('That carry a score beside the words, and can be learnt of.'),
  nextAt: Timestamp.optional().describe('When the next is tried; absent where lists of words judge by choice.'),
});
type ShownSentiment = z.infer<typeof ShownSentiment>;

type Known = {
  heads: readonly KeptHead[];
  trials: readonly KeptTrial[];
  examples: Awaited<ReturnType<typeof countExamples>>;
};

/** What is known of each language: which head judges, and how good it is. */
export const shownSentiment = ({ heads, trials, examples }: Known): ShownSentiment[] =>
  learntLanguages.map((language) => {
    const of = <One extends { language: string }>(all: readonly One[]): One | undefined =>
      all.find((one) => one.language === language);
    const [kept, trial, counted] = [of(heads), of(trials), of(examples)];
    const { negative = 0, neutral = 0, positive = 0 } = counted ?? {};
    return {
      language,
      shipped: {
        version: judgeVersion,
        onTweets: onTweets[language],
        onNewestAnswers: trial?.content.figures?.shipped,
      },
      champion: championOf(kept, trial),
      challenger: trial && { at: iso(trial.at), why: whyOf(trial.content), ...trial.content },
      answers: { negative, neutral, positive },
      nextAt: kept && iso(kept.nextAt),
    };
  });

const championOf = (kept: KeptHead | undefined, trial: KeptTrial | undefined): ShownSentiment['champion'] => {
  const figures = trial?.content.figures;
  const onNewestAnswers = trial?.content.outcome === 'replaced' ? figures?.challenger : figures?.champion;
  if (kept?.head == null || kept.content === null) return { by: 'shipped', version: judgeVersion, onNewestAnswers };
  const { learntFrom, from, to, figure } = kept.content;
  return {
    by: 'learnt',
    version: headVersion(kept.language, kept.number),
    since: kept.since === null ? undefined : iso(kept.since),
    learntFrom,
    from: iso(from),
    to: iso(to),
    whenItBegan: figure,
    onNewestAnswers,
  };
};

const whyOf = ({ outcome, learntFrom, triedOn, figures }: SentimentTrial): string => {
  const { low, high, value } = figures?.difference ?? { low: 0, high: 0, value: 0 };
  const by = `macro-F1 differs by ${value.toFixed(3)} on the newest answers, with 95 % between ${low.toFixed(3)} and ${high.toFixed(3)}`;
  const { all, ofClass, ofClassTried } = leastExamples;
  const spread = ({ negative, neutral, positive }: typeof triedOn) =>
    `${negative} negative, ${neutral} neutral and ${positive} positive`;
  return {
    replaced: `It judges since then: ${by}.`,
    'not-better': `The champion stays: ${by}, so that it is not surely better.`,
    'too-few': `Nothing was learnt: that takes ${all} answers, ${ofClass} of each polarity to learn of and ${ofClassTried} to try it on; there are ${spread(learntFrom)}, and ${spread(triedOn)}.`,
  }[outcome];
};

const iso = (at: number): string => new Date(at).toISOString();
