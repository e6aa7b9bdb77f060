import { createHash } from 'node:crypto';
import type { Answer, Interaction } from '@hilo/contracts';
import { column, filled, numberIn, type Row } from './row.ts';

const about = { airline: 'airline_name', title: 'title', traveller: 'type_traveller' };

/** A review of an airport lounge: satisfaction from 1 to 5. */
export const loungeReview = (row: Row): Interaction => ({
  ...review(row),
  touchpoint: 'airport.lounge',
  properties: filled(row, { ...about, lounge: 'lounge_name', airport: 'airport', lounge_type: 'lounge_type' }),
  answers: [...satisfaction(numberIn(row, 'overall_rating')), ...recommended(row)],
});

/** A review of an aircraft seat: how likely it is to be recommended, from 0 to 10. */
export const seatReview = (row: Row): Interaction => ({
  ...review(row),
  touchpoint: 'flight.seat',
  properties: filled(row, { ...about, aircraft: 'aircraft', seat_layout: 'seat_layout', cabin: 'cabin_flown' }),
  answers: [...likelihood(numberIn(row, 'overall_rating')), ...recommended(row)],
});

const review = (row: Row): Omit<Interaction, 'touchpoint'> => ({
  id: `review-${hashOf(row)}`,
  occurredAt: `${column(row, 'date')}T00:00:00Z`,
  channel: 'web',
  kind: 'reviewed',
  direction: 'inbound',
  actor: 'customer',
  identifiers: [{ kind: 'reviewer', value: `${column(row, 'author')}|${column(row, 'author_country')}` }],
  text: column(row, 'content'),
  locale: 'en',
});

/** A review has no id, so that its content is its id. */
const hashOf = (row: Row): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(row)))
    .digest('hex')
    .slice(0, 32);

/** A rating over 5 is on another scale: kept as a number, and out of the CSAT. */
const satisfaction = (rating: number | undefined): Answer[] => {
  if (rating === undefined) return [];
  if (rating >= 1 && rating <= 5) return [{ question: 'satisfaction', scale: 'csat', value: rating }];
  return [{ question: 'overall_rating', scale: 'number', value: rating }];
};

const likelihood = (rating: number | undefined): Answer[] =>
  rating === undefined ? [] : [{ question: 'likelihood_to_recommend', scale: 'nps', value: rating }];

const recommended = (row: Row): Answer[] => {
  const value = column(row, 'recommended').trim();
  return value === '' ? [] : [{ question: 'recommended', scale: 'yes_no', value: value === '1' }];
};
