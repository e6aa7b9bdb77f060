import { Word } from '@hilo/contracts';
import { z } from 'zod';
import { SignInConfig } from './config/sign-in.ts';
import { TimeZone } from './domain/time-zone.ts';

/** Names with commas between. */
const Names = z
  .string()
  .prefault('')
  .transform((list) =>
    list
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  );

/** The variables of analytics, beside those of every process. */
export const AnalyticsConfig = z.object({
  HILO_PROPERTIES: Names.pipe(z.array(z.string().max(200)).max(4)).describe(
    'Up to four properties of interactions, with commas between, by which journeys are told apart, such as airline,product.',
  ),
  HILO_ANALYST_DIMENSIONS: Names.pipe(
    z.array(z.string().regex(/^(traits|properties)\..{1,100}$/u, 'is neither traits.NAME nor properties.NAME')),
  ).describe(
    'By which traits and properties figures may be asked for without `customers:read`, beside those of HILO_PROPERTIES, such as traits.tier,properties.cabin. Any other may say who somebody is.',
  ),
  HILO_MONTHS_KEPT: z.coerce
    .number()
    .int()
    .min(0)
    .max(1200)
    .prefault(0)
    .describe(
      'For how many whole months analytics keeps what happened, beside the one that runs; 0 is for ever. The counts of days stay.',
    ),
  HILO_JOURNEY_ENDS: z
    .string()
    .prefault('')
    .transform((list) => list.split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim().split(':')])))
    .pipe(z.array(z.tuple([Word, Word], { error: 'is no list such as trip:arrived,trip:cancelled' })))
    .transform(
      (ends) =>
        new Map(
          [...Map.groupBy(ends, ([name]) => name)].map(([name, all]) => [name, new Set(all.map(([, stage]) => stage))]),
        ),
    )
    .describe(
      'The stages with which a journey is over, with commas between: trip:arrived,trip:cancelled. Without one of them it ends by silence.',
    ),
  HILO_JOURNEY_SILENCE_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3660)
    .default(30)
    .describe('After so many days without a step a journey is over.'),
  HILO_SURVEY_TRIGGER_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'Where analytics asks survey-trigger whether a customer may be contacted, for a briefing. Without it, in the same process.',
    ),
  HILO_TIME_ZONE: TimeZone.prefault('UTC').describe(
    'The time zone in which days, weeks and months of the KPIs begin, such as Europe/Madrid or +01:00.',
  ),
  HILO_TRAINING_HOURS: z.coerce
    .number()
    .min(1)
    .max(24 * 90)
    .default(24)
    .describe('After how many hours the models of risks and offers are learnt anew.'),
  HILO_QUERY_TIMEOUT_SECONDS: z.coerce
    .number()
    .min(0.01)
    .max(300)
    .default(15)
    .describe('After how long a question of an analyst is given up, with a problem that says so.'),
  ...SignInConfig.shape,
});
