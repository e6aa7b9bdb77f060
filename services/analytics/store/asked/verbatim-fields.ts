import { type SQL, sql } from 'drizzle-orm';
import type { FigureQuery } from '../../domain/figure-query.ts';
import { facts, verbatims } from '../../schema.ts';
import { asksFor, wordOf } from './facts.ts';
import { type Fields, interactionFields } from './fields.ts';

/** Of the interactions, with what was written in them. */
export const verbatimFields: Fields = {
  ...interactionFields,
  field: { ...interactionFields.field, sentiment: sql`${verbatims.polarity}`, topic: sql`about.topic` },
};

/** Whether a text may be in several groups. */
export const asksForTopics = (asking: FigureQuery): boolean => asksFor(asking, (name) => name === 'topic');

/** One row for each topic of a text, where that is asked for; of one without any, one without. */
export const joinTopics = (asking: FigureQuery): SQL =>
  asksForTopics(asking) ? sql`LEFT JOIN LATERAL unnest(${verbatims.topics}) AS about (topic) ON true` : sql``;

/** Whether it matters what was written in an interaction, of which there may be several texts. */
export const asksForTexts = (asking: FigureQuery): boolean =>
  asksFor(asking, (name) => name === 'topic' || name === 'sentiment');

/** What was written in interactions, where that is asked for: the source has to be joined. */
export const joinTexts = (asking: FigureQuery): SQL =>
  asksForTexts(asking)
    ? sql`LEFT JOIN ${verbatims} ON ${verbatims.source} = ${wordOf('source')} AND ${verbatims.interaction} = ${facts.id} ${joinTopics(asking)}`
    : sql``;
