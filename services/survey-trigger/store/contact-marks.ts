import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import { Brake, type ContactFact } from '../domain/contact.ts';
import { anyPurpose } from '../domain/voices.ts';
import { type Reachable, reachableColumns } from './contacts.ts';

const findErasedPlacesSql = statement({
  name: 'find-erased-places',
  text: `SELECT place, at FROM contact_marks WHERE mark = 'erased' AND place = ANY ($1::text[])`,
});

/**
 * Those of these that may be kept. Of what is resolved it is known whose it is, and who is erased is left out before; what is reported of a
 * contact point that was erased since leaves its brake there, and nothing else.
 */
export const withoutErasedPlaces = async (tx: Transaction, facts: readonly ContactFact[]): Promise<ContactFact[]> => {
  const places = facts.filter(({ teller }) => teller === 'report').map(({ place }) => place);
  if (places.length === 0) return [...facts];
  const { rows } = await tx.query<{ place: string; at: Date }>(findErasedPlacesSql([places]));
  const until = new Map(rows.map(({ place, at }) => [place, at.getTime()]));
  const isErased = ({ place, at, teller }: ContactFact): boolean =>
    teller === 'report' && at <= (until.get(place) ?? Number.NEGATIVE_INFINITY);
  const late = facts.filter(isErased);
  await keepMarks(
    tx,
    late.flatMap(({ place, brake, at }) => (brake === undefined ? [] : { place, mark: brake, at })),
  );
  return facts.filter((fact) => !isErased(fact));
};

export type Mark = { place: string; mark: Brake | 'erased'; at: number };

const keepMarksSql = statement(`
  INSERT INTO contact_marks AS m (place, mark, at)
  SELECT place, mark, max(at) FROM unnest($1::text[], $2::text[], $3::timestamptz[]) AS n (place, mark, at) GROUP BY 1, 2 ORDER BY 1, 2
  ON CONFLICT (place, mark) DO UPDATE SET at = greatest(m.at, EXCLUDED.at)`);

/** Keeps these of contact points that are known by their keyed hashes alone. */
export const keepMarks = async (tx: Transaction, marks: readonly Mark[]): Promise<void> => {
  if (marks.length === 0) return;
  await tx.query(
    keepMarksSql([
      marks.map(({ place }) => place),
      marks.map(({ mark }) => mark),
      marks.map(({ at }) => new Date(at).toISOString()),
    ]),
  );
};

const BrakeRow = z.object({
  customer: z.string(),
  brake: Brake,
  at: z.date().transform((at) => at.getTime()),
  place: z.string(),
  purpose: z.string().nullable(),
  channel: z.string().nullable(),
  source: z.string().nullable(),
  interaction: z.string().nullable(),
});

/** Why a customer is not to be contacted, since when, where that was said, and by which fact if that is not erased. */
export type FoundBrake = z.infer<typeof BrakeRow>;

const facts = `SELECT f.brake, f.at, f.place, f.told->>'purpose' AS purpose, f.told->>'channel' AS channel, f.source, f.id AS interaction, f.teller
                 FROM contact_facts f`;
const isBraking = 'f.brake IS NOT NULL AND NOT f.withdrawn';

const findBrakesSql = statement({
  name: 'find-brakes',
  text: `WITH reachable AS (SELECT * FROM unnest($1::uuid[], $2::text[]) AS r (customer, place))
         SELECT r.customer, b.brake, b.at, b.place, b.purpose, b.channel, b.source, b.interaction
           FROM (SELECT DISTINCT customer FROM reachable) AS r CROSS JOIN LATERAL (
             SELECT * FROM (
               (${facts} JOIN reachable n ON n.place = f.place WHERE n.customer = r.customer AND ${isBraking})
               UNION (${facts} JOIN claims k ON k.subject = f.subject WHERE k.customer = r.customer AND ${isBraking})
               UNION ALL (SELECT m.mark, m.at, m.place, '${anyPurpose}', NULL, NULL, NULL, NULL FROM contact_marks m
                            JOIN reachable n ON n.place = m.place WHERE n.customer = r.customer AND m.mark <> 'erased')) AS learnt
              ORDER BY at DESC, brake LIMIT 200) AS b
          ORDER BY b.at DESC, b.brake`,
});

/** What was learnt of these customers, and of whoever had one of their contact points; the latest first. */
export const findBrakes = async (tx: Pick<Transaction, 'query'>, all: readonly Reachable[]): Promise<FoundBrake[]> => {
  if (all.length === 0) return [];
  const { rows } = await tx.query(findBrakesSql(reachableColumns(all)));
  return z.array(BrakeRow).parse(rows);
};
