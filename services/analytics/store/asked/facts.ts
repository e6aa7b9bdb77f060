import { type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { FigureQuery } from '../../domain/figure-query.ts';
import type { Field } from '../../domain/question.ts';
import { customerProfiles, customers, facts, steps, subjects, words } from '../../schema.ts';
import { membersOf } from '../segment-members.ts';

/** Texts of facts that are kept as numbers: each is a join, made only where it is asked for. */
const wordFields = {
  source: { table: alias(words, 'sources'), no: facts.source },
  direction: { table: alias(words, 'directions'), no: facts.direction },
  actor: { table: alias(words, 'actors'), no: facts.actor },
  outcome: { table: alias(words, 'outcomes'), no: facts.outcome },
  journey: { table: alias(words, 'journeys'), no: facts.journeyName },
  stage: { table: alias(words, 'stages'), no: facts.stage },
} as const;
export type WordField = keyof typeof wordFields;
const allWords: readonly WordField[] = ['source', 'direction', 'actor', 'outcome', 'journey', 'stage'];

export const wordOf = (name: WordField): SQL => sql`${wordFields[name].table.word}`;

/** What else is read for a name that is asked for. */
const neededBy: Partial<Record<Field, WordField>> = { voice: 'actor', programme: 'source' };

const namesIn = ({ dimensions, filters }: FigureQuery): ReadonlySet<string> =>
  new Set([
    ...dimensions.map(({ by }) => by),
    ...Object.entries(filters).flatMap(([name, wanted]) => (wanted === undefined ? [] : [name])),
  ]);

/** Whether anything of these is asked for. */
export const asksFor = (asking: FigureQuery, isSo: (name: string) => boolean): boolean =>
  [...namesIn(asking)].some(isSo);

const ofPeople = new Set(['trait', 'traits', 'segment']);

/** The step, the words and the customer of a fact, as far as a question, or what is counted, needs them. */
export const joinsOf = (asking: FigureQuery, more: readonly WordField[] = [], withPeople = false): SQL => {
  const names = namesIn(asking);
  const isNeeded = (field: WordField): boolean =>
    more.includes(field) ||
    names.has(field) ||
    Object.entries(neededBy).some(([name, needs]) => needs === field && names.has(name));
  const joined = allWords.filter(isNeeded).map((field) => {
    const { table, no } = wordFields[field];
    return sql`LEFT JOIN ${words} AS ${sql.identifier(aliases[field])} ON ${table.no} = ${no}`;
  });
  const people = [
    ...(withPeople || asksFor(asking, (name) => ofPeople.has(name)) ? [joinPeople] : []),
    ...(asksFor(asking, (name) => name.startsWith('trait')) ? [joinProfiles] : []),
  ];
  return sql.join([sql`JOIN ${steps} ON ${steps.no} = ${facts.step}`, ...joined, ...people], sql` `);
};

const aliases: Readonly<Record<WordField, string>> = {
  source: 'sources',
  direction: 'directions',
  actor: 'actors',
  outcome: 'outcomes',
  journey: 'journeys',
  stage: 'stages',
};

/** Whose a fact is today, by number; while no record claims the subject, it is a customer of its own. */
export const whose = sql`CASE WHEN ${subjects.customer} = 0 THEN -${subjects.no} ELSE ${subjects.customer} END`;
const joinPeople = sql`JOIN ${subjects} ON ${subjects.no} = ${facts.subject}
  LEFT JOIN ${customers} ON ${customers.no} = ${subjects.customer} AND ${subjects.customer} <> 0`;
const joinProfiles = sql`LEFT JOIN ${customerProfiles} ON ${customerProfiles.customer} = ${customers.id} AND ${customers.ambiguous} IS NOT TRUE`;
/** Whoever shares an identifier with many is no person, and had no second contact. */
export const isPerson = sql`${customers.ambiguous} IS NOT TRUE`;

const monthOf = (at: SQL): SQL => sql`date_trunc('month', ${at} AT TIME ZONE 'UTC')::date`;

/** In which partition the facts of this time are: those of no other are read. */
export const filedWithin = (filed: SQL, from: SQL, to: SQL): SQL =>
  sql`(${filed} = '-infinity' OR (${filed} >= ${monthOf(from)} AND ${filed} <= ${monthOf(to)}))`;

/** In which partition a fact of this instant is. */
export const filedAt = (at: SQL): SQL =>
  sql`CASE WHEN ${at} < '2015-01-01T00:00:00Z' THEN '-infinity'::date ELSE ${monthOf(at)} END`;

/** What the record of the customer of today says; of several values the first. */
export const traitOf = (name: string): SQL => {
  const trait = sql`(${customerProfiles.traits} -> ${name}::text)`;
  return sql`CASE jsonb_typeof(${trait}) WHEN 'array' THEN ${trait} -> 0 ->> 'value' ELSE ${trait} ->> 'value' END`;
};

/** Whether the customer of today is in a segment, whose condition the question has. */
export const isInSegment = ({ segments, now }: FigureQuery, name: string): SQL => {
  const condition = segments[name];
  return condition === undefined ? sql`false` : sql`${subjects.customer} IN (${membersOf(condition, now)})`;
};
