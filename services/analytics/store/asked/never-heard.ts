import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import type { Filters } from '../../domain/question.ts';

const word = 'EXISTS (SELECT FROM words WHERE word = value)';
const ofCases = (column: string): string => `EXISTS (SELECT FROM cases WHERE ${column} = value)`;

/** Where each field is looked up: among all that was ever heard of, whenever that was. */
const places: Readonly<Record<string, string>> = {
  channel: 'EXISTS (SELECT FROM steps WHERE channel = value)',
  touchpoint: 'EXISTS (SELECT FROM steps WHERE touchpoint = value)',
  kind: 'EXISTS (SELECT FROM steps WHERE kind = value)',
  direction: word,
  actor: word,
  outcome: word,
  source: word,
  journey: word,
  stage: word,
  property: word,
  sentiment: 'EXISTS (SELECT FROM verbatims WHERE polarity = value)',
  topic: 'EXISTS (SELECT FROM verbatims WHERE value = ANY (topics))',
  card: 'EXISTS (SELECT FROM guidance WHERE card = value)',
  role: `EXISTS (SELECT FROM guidance WHERE jsonb_path_exists(uses, '$[*] ? (@.role == $role)', jsonb_build_object('role', value)))`,
  programme: 'EXISTS (SELECT FROM survey_events WHERE programme = value)',
  reason: `(EXISTS (SELECT FROM survey_events WHERE reason = value) OR ${ofCases('rule')})`,
  severity: ofCases('severity'),
  queue: ofCases('queue'),
  cause: ofCases('cause'),
};

const NeverHeard = z.object({ name: z.string(), value: z.string() });
/** A value of a filter that nothing has which was ever heard of, under the name that was asked. */
export type NeverHeard = z.infer<typeof NeverHeard>;

const findNeverHeardSql = statement(`
  SELECT name, value FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS asked (name, field, value, place)
   WHERE NOT CASE field ${Object.entries(places)
     .map(([field, isKnown]) => `WHEN '${field}' THEN ${isKnown}`)
     .join(' ')} ELSE true END ORDER BY place`);

/** Which values of filters these are. Of properties that are not declared, and of traits, nobody keeps a list. */
export const findNeverHeard = async (
  tx: Transaction,
  { properties = {}, traits: _traits, segment: _segment, voice: _voice, ...fields }: Filters,
  declared: readonly string[],
): Promise<NeverHeard[]> => {
  const asked = [
    ...Object.entries(fields).map(([name, values]) => ({ name, field: name, values })),
    ...Object.entries(properties)
      .filter(([name]) => declared.includes(name))
      .map(([name, values]) => ({ name: `properties.${name}`, field: 'property', values })),
  ].flatMap(({ values = [], ...one }) =>
    values.filter((value) => value !== '(none)').map((value) => ({ ...one, value })),
  );
  if (asked.length === 0) return [];
  const columns = [asked.map(({ name }) => name), asked.map(({ field }) => field), asked.map(({ value }) => value)];
  return z.array(NeverHeard).parse((await tx.query(findNeverHeardSql(columns))).rows);
};
