import { and, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { FigureQuery } from '../../domain/figure-query.ts';
import { fields as names, noValue } from '../../domain/question.ts';
import { facts } from '../../schema.ts';
import { filedWithin, isInSegment, traitOf } from './facts.ts';
import type { Fields } from './fields.ts';

/**
 * Which rows a question counts: those of its time, and of the time before where it is compared, that fit its filters. Every figure goes
 * through here, and so does every list behind one.
 */
export const countedBy = (asking: FigureQuery, fields: Fields): SQL | undefined => {
  const { range, before } = asking;
  return and(inRange({ from: before?.from ?? range.from, to: range.to }, fields.at), matching(asking, fields));
};

/** The same of whatever time. */
export const matching = (asking: FigureQuery, fields: Fields): SQL | undefined => {
  const { filters } = asking;
  return and(
    ...names.map((name) => isAnyOf(fields.field[name], filters[name])),
    ...Object.entries(filters.properties ?? {}).map(([name, values]) => isAnyOf(fields.property(name), values)),
    ...Object.entries(filters.traits ?? {}).map(([name, values]) => isAnyOf(traitOf(name), values)),
    filters.segment === undefined ? undefined : isInSegment(asking, filters.segment),
  );
};

/** The same of facts, of which those of other months are not read. */
export const countedFacts = (asking: FigureQuery, fields: Fields): SQL | undefined =>
  and(
    filedWithin(
      sql`${facts.filed}`,
      sql`${asking.before?.from ?? asking.range.from}::timestamptz`,
      sql`${asking.range.to}::timestamptz`,
    ),
    countedBy(asking, fields),
  );

/** Half open, as all that is asked for. */
const inRange = ({ from, to }: FigureQuery['range'], at: SQL): SQL | undefined =>
  and(sql`${at} >= ${from}::timestamptz`, sql`${at} < ${to}::timestamptz`);

const isAnyOf = (expression: SQL | undefined, values: readonly string[] | undefined): SQL | undefined => {
  if (values === undefined) return undefined;
  const field = expression ?? sql`NULL::text`;
  const said = values.filter((value) => value !== noValue);
  const isSaid = said.length > 0 ? inArray(field, said) : undefined;
  return said.length < values.length ? or(isNull(field), isSaid) : isSaid;
};
