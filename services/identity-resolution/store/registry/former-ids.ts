import { bare, command, statement, statementIn, type Transaction } from '@hilo/runtime';
import type { Lead } from '../../domain/former-ids.ts';
import { queryLong } from './long-query.ts';
import { exampleSchemas, type ShadowSchemas } from './shadow.ts';

const carryFormerIdsSql = statementIn(
  exampleSchemas,
  ({ base, next }) => `
  WITH live AS (SELECT id, first_seen, kind, value FROM ${next}.identifiers WHERE aggregate <> ''),
       renamed AS (SELECT DISTINCT ON (r.old) r.old, live.id AS now
                     FROM ${next}.renamed AS r JOIN live ON live.id = r.new
                    ORDER BY r.old, live.first_seen, live.kind, live.value),
       found AS (SELECT o.id, o.former, o.customer, o.first_seen, o.kind, o.value, coalesce(live.id, renamed.now) AS now
                   FROM ${base}.identifiers AS o
                   LEFT JOIN live ON live.id = o.id LEFT JOIN renamed ON renamed.old = o.id
                  WHERE o.aggregate <> ''),
       led AS (SELECT id, former, coalesce(now, first_value(now) OVER (
                        PARTITION BY customer ORDER BY now IS NULL, first_seen, kind, value)) AS now FROM found),
       old AS (SELECT id, now FROM led UNION SELECT unnest(former), now FROM led),
       kept AS (SELECT old.now, array_agg(DISTINCT old.id ORDER BY old.id) AS former
                  FROM old LEFT JOIN live ON live.id = old.id
                 WHERE live.id IS NULL AND old.now IS NOT NULL GROUP BY old.now)
  UPDATE ${next}.identifiers AS n SET former = kept.former FROM kept WHERE kept.now = n.id`,
);

/**
 * Every id that led to somebody leads to somebody by the other rules too, for ever: to the identifier that it is by these; if
 * it says nothing any more, to the oldest of those that its customer keeps. Once, when all is told: who is who is final then.
 */
export const carryFormerIds = async (tx: Transaction, places: ShadowSchemas): Promise<void> => {
  await tx.query(command(`ANALYZE ${places.next}.identifiers; ANALYZE ${places.next}.renamed`));
  await queryLong(tx, carryFormerIdsSql(places));
};

const formerIdsOfSql = statement(`
  SELECT led AS id FROM identifiers AS i CROSS JOIN unnest(i.former) AS led
   WHERE i.id = ANY ($1::uuid[]) AND NOT EXISTS (SELECT FROM identifiers AS live WHERE live.id = led AND live.aggregate <> '')`);

/** The ids under which these were known by earlier rules, and nobody is known now. */
export const formerIdsOf = async (tx: Transaction, nodes: readonly string[]): Promise<string[]> => {
  const { rows } = await tx.query<{ id: string }>(formerIdsOfSql([nodes]));
  return rows.map(({ id }) => id);
};

type LeadRow = { id: string; kind: string; value: string; first_seen: string; former: string; is_had: boolean };

const findLeadsSql = statement({
  name: 'leads',
  text: `WITH leaders AS (SELECT id, kind, value, first_seen, former FROM identifiers WHERE former && $1::uuid[]
                          UNION SELECT id, kind, value, first_seen, former FROM identifiers
                                 WHERE id = ANY ($1::uuid[]) AND former IS NOT NULL)
         SELECT l.id, l.kind, l.value, l.first_seen, led AS former,
                EXISTS (SELECT FROM identifiers AS had WHERE had.id = led AND had.aggregate <> '') AS is_had
           FROM leaders AS l CROSS JOIN unnest(l.former) AS led`,
});

/** All leads to those that one of these ids of before leads to, and to these themselves. */
export const findLeads = async (tx: Transaction, ids: readonly string[]): Promise<Lead[]> => {
  const { rows } = await tx.query<LeadRow>(findLeadsSql([bare(ids)]));
  return rows.map(({ first_seen, former, is_had: isHad, ...leader }) => {
    return { leader: { ...leader, firstSeen: Number(first_seen) }, former, isHad };
  });
};

const cutLeadsSql = statement(`
  UPDATE identifiers AS i
     SET former = (SELECT array_agg(led ORDER BY led) FROM unnest(i.former) AS led
                    WHERE NOT (led = ANY ($1::uuid[])
                               AND EXISTS (SELECT FROM identifiers AS had WHERE had.id = led AND had.aggregate <> '')))
   WHERE former && $1::uuid[] AND NOT i.id = ANY ($2::uuid[])`);

/** What is somebody's who is erased leads to nobody else any more, though it did by earlier rules. */
export const cutLeads = async (tx: Transaction, gone: readonly string[], person: readonly string[]): Promise<void> => {
  await tx.query(cutLeadsSql([gone, person]));
};
