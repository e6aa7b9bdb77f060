import { Interaction } from '@hilo/contracts';
import { describe, expect, it } from 'vitest';
import { loungeReview, seatReview } from './reviews.ts';
import { englishTweet, spanishTweet } from './tweets.ts';

const tweet = {
  tweet_id: '567590027375702016',
  created: '2015-02-16T23:43:00-08:00',
  airline: 'Delta',
  name: 'ana_1992',
  timezone: 'Pacific Time (US & Canada)',
  location: '',
  retweet_count: '2',
  text: '@JetBlue is late again',
  sentiment: 'negative',
  negative_reason: 'Late Flight',
};
const spanish = {
  tweet_id: '567590027375702016',
  sentiment: 'neutral',
  is_reply: 'True',
  reply_count: '0',
  retweet_count: '0',
  text: '@Iberia ¿qué costo tiene?',
  created: '2017-12-02T15:24:09Z',
  location: '',
  timezone: '',
};
const reviewed = {
  airline_name: 'aegean-airlines',
  title: 'Business Class',
  author: 'Ana Díaz',
  author_country: 'Spain',
  date: '2014-03-09',
  content: 'Small and dark.',
  type_traveller: '',
  recommended: '0',
};
const lounge = { ...reviewed, lounge_name: 'Business', airport: 'Larnaca', lounge_type: '', overall_rating: '4.0' };
const seat = { ...reviewed, aircraft: 'A320', seat_layout: '3x3', cabin_flown: 'Economy', overall_rating: '9.0' };

describe('a tweet', () => {
  it('is a mention by its author, without what people labelled it', () => {
    const interaction = englishTweet(tweet);
    expect(Interaction.parse(interaction)).toEqual(interaction);
    expect(interaction).toMatchObject({
      id: tweet.tweet_id,
      kind: 'mentioned',
      identifiers: [{ kind: 'twitter', value: 'ana_1992' }],
      properties: { airline: 'Delta', retweet_count: 2 },
      context: { timezone: 'Pacific Time (US & Canada)' },
    });
    expect(englishTweet({ ...tweet, sentiment: 'neutral', negative_reason: '' })).toEqual(interaction);
  });

  it('in Spanish has no author, and an id that no English one has', () => {
    const interaction = spanishTweet(spanish);
    expect(Interaction.parse(interaction)).toEqual(interaction);
    expect(interaction.identifiers).toEqual([{ kind: 'tweet', value: spanish.tweet_id }]);
    expect(interaction.id).not.toBe(englishTweet(tweet).id);
    expect(interaction).not.toHaveProperty('context');
  });
});

describe('a review', () => {
  it('of a lounge answers how satisfied its author was', () => {
    const interaction = loungeReview(lounge);
    expect(Interaction.parse(interaction)).toEqual(interaction);
    expect(interaction.identifiers).toEqual([{ kind: 'reviewer', value: 'Ana Díaz|Spain' }]);
    expect(interaction.answers).toEqual([
      { question: 'satisfaction', scale: 'csat', value: 4 },
      { question: 'recommended', scale: 'yes_no', value: false },
    ]);
  });

  it('of a lounge with a rating on another scale stays out of the CSAT', () => {
    const answers = loungeReview({ ...lounge, overall_rating: '9.0' }).answers ?? [];
    expect(answers).toContainEqual({ question: 'overall_rating', scale: 'number', value: 9 });
    expect(answers.filter(({ scale }) => scale === 'csat')).toEqual([]);
  });

  it('of a seat answers how likely its author is to recommend it', () => {
    const interaction = seatReview(seat);
    expect(Interaction.parse(interaction)).toEqual(interaction);
    expect(interaction.answers).toContainEqual({ question: 'likelihood_to_recommend', scale: 'nps', value: 9 });
  });

  it('without a rating answers nothing about it', () => {
    const none = [{ question: 'recommended', scale: 'yes_no', value: false }];
    expect(seatReview({ ...seat, overall_rating: '' }).answers).toEqual(none);
    expect(loungeReview({ ...lounge, overall_rating: '' }).answers).toEqual(none);
  });

  it('has an id that is the same at every replay, and another for another content', () => {
    expect(seatReview(seat).id).toBe(seatReview({ ...seat }).id);
    expect(seatReview(seat).id).not.toBe(seatReview({ ...seat, content: 'Other.' }).id);
  });
});
