import { statementIn, type Transaction } from '@hilo/runtime';
import { versionsFrom } from '../graph/versions.ts';
import type { PublicationOrigin } from '../publishing/publications.ts';
import { queryLong } from './long-query.ts';
import { exampleSchemas, type ShadowSchemas } from './shadow.ts';

const perPublication = 250;

/** Where changes are published; the traits that are kept by another strategy; and whether suggestions compare other fields. */
export type Adoption = { place: PublicationOrigin; traits: readonly string[]; comparesOthers: boolean; now: number };

const carryVersionsSql = statementIn(
  exampleSchemas,
  ({ base, next }) => `
  UPDATE ${next}.identifiers AS n SET record_version = o.record_version, record_updated_at = o.record_updated_at
    FROM ${base}.identifiers AS o WHERE o.id = n.id AND o.record_version <> n.record_version`,
);

const keepIdentifiersSql = statementIn(
  exampleSchemas,
  ({ base, next }) => `
  INSERT INTO ${next}.identifiers
  SELECT kept.* FROM ${base}.identifiers AS o,
         LATERAL jsonb_populate_record(o, jsonb_build_object('component', o.id, 'customer', o.id, 'base', NULL, 'shared', false,
                                                             'beyond', 0, 'aggregate', '', 'consents', '[]', 'former', NULL)) AS kept
   WHERE NOT EXISTS (SELECT FROM ${next}.identifiers AS n WHERE n.id = o.id)`,
);

const removeNamelessSql = statementIn(
  exampleSchemas,
  ({ base, next }) => `
  DELETE FROM ${next}.identifiers AS n
   WHERE aggregate = '' AND NOT EXISTS (SELECT FROM ${base}.identifiers AS o WHERE o.id = n.id)`,
);

const carryNamesSql = statementIn(
  exampleSchemas,
  ({ base, next }) => `
  UPDATE ${next}.identifiers AS n SET kind = o.kind, value = o.value, first_seen = o.first_seen
    FROM ${base}.identifiers AS o
   WHERE o.id = n.id AND n.aggregate = '' AND (o.kind, o.value) <> (n.kind, n.value)`,
);

/**
 * The versions of the records in force go on: every identifier that there was keeps its row, with the version of its record,
 * though nothing counted may mention it any more; and of whom was erased the shadow keeps no name.
 */
export const carryVersions = async (tx: Transaction, places: ShadowSchemas): Promise<void> => {
  await queryLong(tx, carryVersionsSql(places));
  await queryLong(tx, keepIdentifiersSql(places));
  await queryLong(tx, removeNamelessSql(places));
  await queryLong(tx, carryNamesSql(places));
};

const raiseRecordVersionsSql = statementIn(
  exampleSchemas,
  ({ next }) => `
  UPDATE ${next}.identifiers
     SET record_version = greatest(record_version, ${versionsFrom}) + 1,
         record_updated_at = greatest($1::bigint, (SELECT 1 + max(record_updated_at) FROM ${next}.identifiers
                                                    WHERE id IN (SELECT customer FROM changed)))
   WHERE id IN (SELECT customer FROM changed)`,
);

const findMovedSql = statementIn(
  exampleSchemas,
  ({ base, next }) => `
  CREATE TEMP TABLE moved ON COMMIT DROP AS
  SELECT i.key, coalesce(a.subject, i.subject) AS subject, coalesce(a.rule, 'names-nobody') AS rule
    FROM ${base}.interactions AS i LEFT JOIN ${next}.attributions AS a ON a.key = i.key
   WHERE NOT i.withdrawn AND i.content <> ''
     AND (i.subject <> a.subject OR i.rule <> a.rule OR (a.key IS NULL AND i.rule <> 'names-nobody'))`,
);

const moveInteractionsSql = statementIn(
  exampleSchemas,
  ({ base }) => `
  UPDATE ${base}.interactions AS i SET subject = m.subject, rule = m.rule, version = greatest(version, ${versionsFrom}) + 1
    FROM moved AS m WHERE m.key = i.key`,
);

const carryNodesOfDecisionsSql = statementIn(
  exampleSchemas,
  ({ base, next }) =>
    `UPDATE ${base}.decisions AS d SET nodes = n.nodes FROM ${next}.named AS n WHERE n.id = d.id AND n.nodes <> d.nodes`,
);

const noteToCompareSql = statementIn(
  exampleSchemas,
  ({ base, next }) => `
  INSERT INTO ${base}.linkage_queue (step, subject)
  SELECT 'changed', customer FROM changed
  UNION ALL SELECT 'changed', n.id FROM ${next}.identifiers AS n JOIN ${base}.identifiers AS o ON o.id = n.id
             WHERE n.aggregate <> '' AND coalesce(n.base, n.customer) <> coalesce(o.base, o.customer)
  UNION ALL SELECT 'judge', a FROM ${base}.automatic_links
  UNION ALL SELECT DISTINCT 'again', coalesce(base, customer) FROM ${next}.identifiers WHERE aggregate <> '' AND $1`,
);

/**
 * Gives every record that is another under the new rules its next version, and every interaction that is somebody else's;
 * and notes all of them, to be published.
 */
export const adoptChanges = async (
  tx: Transaction,
  places: ShadowSchemas,
  { place, traits, comparesOthers, now }: Adoption,
): Promise<void> => {
  await findChanged(tx, places, traits);
  await queryLong(tx, raiseRecordVersionsSql(places, [now]));
  await queryLong(tx, findMovedSql(places));
  await queryLong(tx, moveInteractionsSql(places));
  await queryLong(tx, carryNodesOfDecisionsSql(places));
  await notePublications(tx, places, place);
  // Suggestions follow: whose record is another is compared again, or everybody, if something else is compared.
  await queryLong(tx, noteToCompareSql(places, [comparesOthers]));
};

const findChangedSql = statementIn(
  exampleSchemas,
  ({ base, next }) => `
  CREATE TEMP TABLE changed ON COMMIT DROP AS
  WITH before AS (SELECT * FROM ${base}.identifiers WHERE aggregate <> ''),
       after AS (SELECT * FROM ${next}.identifiers WHERE aggregate <> ''),
       nodes AS (
         SELECT o.customer AS one, n.customer AS other
           FROM before AS o FULL JOIN after AS n ON n.id = o.id
          WHERE o.id IS NULL OR n.id IS NULL
             OR (o.first_seen, o.customer, o.shared, o.beyond, o.consents)
                <> (n.first_seen, n.customer, n.shared, n.beyond, n.consents)
             OR o.former IS DISTINCT FROM n.former
             OR (o.aggregate <> n.aggregate AND o.aggregate::jsonb <> n.aggregate::jsonb)),
       refusals AS (
         SELECT a, b
           FROM (SELECT * FROM ${base}.links WHERE refusal IS NOT NULL) AS o
           FULL JOIN (SELECT * FROM ${next}.links WHERE refusal IS NOT NULL) AS n USING (a, b, same)
          WHERE (o.refusal, o.first_seen, o.beyond) IS DISTINCT FROM (n.refusal, n.first_seen, n.beyond)),
       ends AS (SELECT a AS id FROM refusals UNION SELECT b FROM refusals)
  SELECT one AS customer FROM nodes WHERE one IS NOT NULL
  UNION SELECT other FROM nodes WHERE other IS NOT NULL
  UNION SELECT customer FROM before JOIN ends USING (id) WHERE NOT shared
  UNION SELECT customer FROM after JOIN ends USING (id) WHERE NOT shared
  UNION SELECT customer FROM after WHERE cardinality($1::text[]) > 0 AND aggregate::jsonb -> 'traits' ?| $1::text[]`,
);

const findChanged = async (tx: Transaction, places: ShadowSchemas, traits: readonly string[]): Promise<void> => {
  await queryLong(tx, findChangedSql(places, [traits]));
};

const inParts = (column: string, table: string): string =>
  `SELECT array_agg(${column}) FROM (SELECT ${column}, (row_number() OVER () - 1) / ${perPublication} AS part
     FROM ${table}) AS numbered GROUP BY part`;

const noteRecordsSql = statementIn(
  exampleSchemas,
  ({ base }) => `
  INSERT INTO ${base}.publications (log, topic, partition, customers, interactions)
  SELECT $1, $2, $3, part, '{}' FROM (${inParts('customer', 'changed')}) AS parts (part)`,
);

const noteInteractionsSql = statementIn(
  exampleSchemas,
  ({ base }) => `
  INSERT INTO ${base}.publications (log, topic, partition, customers, interactions)
  SELECT $1, $2, $3, '{}', part FROM (${inParts('key', 'moved')}) AS parts (part)`,
);

/** Records come first, and then the interactions that are counted in them. */
const notePublications = async (
  tx: Transaction,
  places: ShadowSchemas,
  { log, topic, partition }: PublicationOrigin,
): Promise<void> => {
  await queryLong(tx, noteRecordsSql(places, [log, topic, partition]));
  await queryLong(tx, noteInteractionsSql(places, [log, topic, partition]));
};
