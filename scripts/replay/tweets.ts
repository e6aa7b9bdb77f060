import type { Interaction } from '@hilo/contracts';
import { column, filled, numberIn, type Row } from './row.ts';

/** A tweet to an airline in English. What people labelled it stays out: it is for judging Hilo's own sentiment. */
export const englishTweet = (row: Row): Interaction => ({
  ...tweet(row, 'en'),
  id: column(row, 'tweet_id'),
  identifiers: [{ kind: 'twitter', value: column(row, 'name') }],
  properties: { ...filled(row, { airline: 'airline' }), retweet_count: numberIn(row, 'retweet_count') ?? 0 },
});

/** A tweet to an airline in Spanish. Nobody knows who wrote it, so that each is a person of its own. */
export const spanishTweet = (row: Row): Interaction => ({
  ...tweet(row, 'es'),
  id: `es-${column(row, 'tweet_id')}`,
  identifiers: [{ kind: 'tweet', value: column(row, 'tweet_id') }],
  properties: { retweet_count: numberIn(row, 'retweet_count') ?? 0 },
});

const tweet = (row: Row, locale: string): Omit<Interaction, 'identifiers'> => {
  const context = filled(row, { timezone: 'timezone' });
  return {
    occurredAt: column(row, 'created'),
    channel: 'social',
    touchpoint: 'twitter.mention',
    kind: 'mentioned',
    direction: 'inbound',
    actor: 'customer',
    text: column(row, 'text'),
    locale,
    ...(Object.keys(context).length > 0 && { context }),
  };
};
