import { bare, statement, type Transaction, texts } from '@hilo/runtime';
import { type AutomaticLink, isAutomatic } from '../../domain/automatic-links.ts';
import { type Denial, denialKey } from '../../domain/evidence.ts';
import { compare } from '../../domain/fact.ts';
import { type KnownGraph, type LinkState, type NodeState, otherValues } from '../../domain/state.ts';
import { versionsFrom } from './versions.ts';

type Kept = Pick<KnownGraph, 'nodes' | 'links' | 'denials'>;

/** Whose records are others than before, and when they are said to have changed, in milliseconds since the epoch. */
export type Renewed = { customers: ReadonlySet<string>; at: number };

/** Writes what is not as it was: nodes, links and denials. Gives the versions of the records that are others then. */
export const writeChanges = async (
  tx: Transaction,
  known: Kept,
  after: Kept,
  renewed: Renewed = { customers: new Set(), at: 0 },
): Promise<Map<string, number>> => {
  const nodes = otherValues(known.nodes, after.nodes);
  const links = otherValues(known.links, after.links);
  const denials = otherValues(known.denials, after.denials);
  const versions = await updateNodes(tx, present(nodes), renewed);
  await forgetNodes(tx, gone(nodes));
  await renewRecords(
    tx,
    [...renewed.customers].filter((id) => !versions.has(id)),
    renewed.at,
    versions,
  );
  const [written, removed] = [present(links.filter(isOther)), gone(links)];
  const isSaid = (link: LinkState): boolean => !isAutomatic(link);
  await writeLinks(tx, written.filter(isSaid));
  await deleteLinks(tx, removed.filter(isSaid));
  await writeAutomatic(tx, written.filter(isAutomatic));
  await deleteAutomatic(tx, removed.filter(isAutomatic));
  await writeDenials(tx, present(denials.filter(isOtherDenial)));
  await deleteDenials(tx, gone(denials));
  return versions;
};

type Other<Value> = [was: Value | undefined, is: Value | undefined];

const present = <Value>(others: readonly Other<Value>[]): Value[] => others.flatMap(([, is]) => is ?? []);

const gone = <Value>(others: readonly Other<Value>[]): Value[] =>
  others.flatMap(([was, is]) => (was !== undefined && is === undefined ? [was] : []));

const isOther = ([was, is]: Other<LinkState>): boolean =>
  was === undefined ||
  was.firstSeen !== is?.firstSeen ||
  was.refusal !== is.refusal ||
  was.beyond !== is.beyond ||
  was.alias?.at !== is.alias?.at ||
  was.alias?.former !== is.alias?.former ||
  was.automatic !== is.automatic;

/** What an interaction denies is told anew when it proves to have happened earlier. */
const isOtherDenial = ([was, is]: Other<Denial>): boolean =>
  was === undefined || was.at !== is?.at || was.from.join() !== is.from.join();

type VersionRow = { id: string; record_version: number };

const updateNodesSql = statement({
  name: 'update-identifiers',
  text: `UPDATE identifiers AS i
            SET first_seen = n.first_seen, component = n.component, customer = n.customer, shared = n.shared, beyond = n.beyond,
                aggregate = n.aggregate, consents = n.consents, base = n.base,
                record_version = CASE WHEN n.renewed THEN greatest(i.record_version, ${versionsFrom}) + 1 ELSE i.record_version END,
                record_updated_at = CASE WHEN n.renewed THEN $10 ELSE i.record_updated_at END
           FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::uuid[], $5::boolean[], $6::integer[],
                       $7::text[], $8::text[], $9::boolean[], $11::uuid[])
                AS n (id, first_seen, component, customer, shared, beyond, aggregate, consents, renewed, base)
          WHERE i.id = n.id
         RETURNING i.id, i.record_version, n.renewed`,
});

/** A row is written once: what a node is now, and, if it stands for a record that is another, the next version of that. */
const updateNodes = async (
  tx: Transaction,
  nodes: readonly NodeState[],
  { customers, at }: Renewed,
): Promise<Map<string, number>> => {
  if (nodes.length === 0) return new Map();
  const ordered = nodes.toSorted((a, b) => compare(a.id, b.id));
  const { rows } = await tx.query<VersionRow & { renewed: boolean }>(
    updateNodesSql([
      bare(ordered.map(({ id }) => id)),
      bare(ordered.map(({ firstSeen }) => firstSeen)),
      bare(ordered.map(({ component }) => component)),
      bare(ordered.map(({ customer }) => customer)),
      bare(ordered.map(({ shared }) => shared)),
      bare(ordered.map(({ beyond }) => beyond)),
      texts(ordered.map(({ aggregate }) => JSON.stringify(aggregate))),
      texts(ordered.map(({ consents }) => JSON.stringify(consents))),
      bare(ordered.map(({ id }) => customers.has(id))),
      at,
      bare(ordered.map(({ base }) => base ?? null)),
    ]),
  );
  return new Map(rows.flatMap(({ id, record_version, renewed }) => (renewed ? [[id, record_version]] : [])));
};

const renewRecordsSql = statement({
  name: 'renew-records',
  text: `UPDATE identifiers SET record_version = greatest(record_version, ${versionsFrom}) + 1, record_updated_at = $2
          WHERE id = ANY ($1::uuid[]) RETURNING id, record_version`,
});

/** Gives the records of these customers, of whom nothing else is written, their next version. */
const renewRecords = async (
  tx: Transaction,
  customers: readonly string[],
  at: number,
  versions: Map<string, number>,
): Promise<void> => {
  if (customers.length === 0) return;
  const { rows } = await tx.query<VersionRow>(renewRecordsSql([bare(customers), at]));
  for (const { id, record_version } of rows) versions.set(id, record_version);
};

const forgetNodesSql = statement(`
  UPDATE identifiers SET component = id, customer = id, base = NULL, shared = false, beyond = 0, aggregate = '', consents = '[]'
   WHERE id = ANY ($1::uuid[])`);

/** The rows stay, with the versions of their records: whoever comes back goes on counting from there. */
const forgetNodes = async (tx: Transaction, nodes: readonly NodeState[]): Promise<void> => {
  if (nodes.length === 0) return;
  await tx.query(forgetNodesSql([nodes.map(({ id }) => id)]));
};

const writeLinksSql = statement({
  name: 'write-links',
  text: `INSERT INTO links (a, b, same, first_seen, refusal, beyond, alias_at, alias_former)
         SELECT a, b, same, first_seen, refusal, beyond, alias_at, alias_former
           FROM unnest($1::uuid[], $2::uuid[], $3::boolean[], $4::bigint[], $5::text[], $6::uuid[], $7::bigint[], $8::uuid[])
                AS n (a, b, same, first_seen, refusal, beyond, alias_at, alias_former)
          ORDER BY a, b
         ON CONFLICT (a, b, same) DO UPDATE
            SET first_seen = EXCLUDED.first_seen, refusal = EXCLUDED.refusal, beyond = EXCLUDED.beyond,
                alias_at = EXCLUDED.alias_at, alias_former = EXCLUDED.alias_former`,
});

const writeLinks = async (tx: Transaction, links: readonly LinkState[]): Promise<void> => {
  if (links.length === 0) return;
  await tx.query(
    writeLinksSql([
      bare(links.map(({ a }) => a)),
      bare(links.map(({ b }) => b)),
      bare(links.map(({ same }) => same === true)),
      bare(links.map(({ firstSeen }) => firstSeen)),
      texts(links.map(({ refusal }) => refusal ?? null)),
      bare(links.map(({ beyond }) => beyond ?? null)),
      bare(links.map(({ alias }) => alias?.at ?? null)),
      bare(links.map(({ alias }) => alias?.former ?? null)),
    ]),
  );
};

const deleteLinksSql = statement(`
  DELETE FROM links AS l USING unnest($1::uuid[], $2::uuid[], $3::boolean[]) AS n (a, b, same)
   WHERE l.a = n.a AND l.b = n.b AND l.same = n.same`);

const deleteLinks = async (tx: Transaction, links: readonly LinkState[]): Promise<void> => {
  if (links.length === 0) return;
  await tx.query(
    deleteLinksSql([links.map(({ a }) => a), links.map(({ b }) => b), links.map(({ same }) => same === true)]),
  );
};

const writeAutomaticSql = statement(`
  INSERT INTO automatic_links (a, b, weight, since)
  SELECT a, b, weight, since FROM unnest($1::uuid[], $2::uuid[], $3::float8[], $4::bigint[]) AS n (a, b, weight, since)
   ORDER BY a, b
  ON CONFLICT (a, b) DO UPDATE SET weight = EXCLUDED.weight, since = EXCLUDED.since`);

const writeAutomatic = async (tx: Transaction, links: readonly AutomaticLink[]): Promise<void> => {
  if (links.length === 0) return;
  await tx.query(
    writeAutomaticSql([
      links.map(({ a }) => a),
      links.map(({ b }) => b),
      links.map(({ automatic }) => automatic),
      links.map(({ firstSeen }) => firstSeen),
    ]),
  );
};

const deleteAutomaticSql = statement(
  `DELETE FROM automatic_links AS l USING unnest($1::uuid[], $2::uuid[]) AS n (a, b) WHERE l.a = n.a AND l.b = n.b`,
);

const deleteAutomatic = async (tx: Transaction, links: readonly AutomaticLink[]): Promise<void> => {
  if (links.length === 0) return;
  await tx.query(deleteAutomaticSql([links.map(({ a }) => a), links.map(({ b }) => b)]));
};

const writeDenialsSql = statement(`
  INSERT INTO denials (key, origin, node, from_nodes, at, reason)
  SELECT key, origin, node, from_nodes::uuid[], at, reason
    FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::bigint[], $6::text[])
         AS n (key, origin, node, from_nodes, at, reason)
   ORDER BY key
  ON CONFLICT (key) DO UPDATE SET from_nodes = EXCLUDED.from_nodes, at = EXCLUDED.at`);

const writeDenials = async (tx: Transaction, denials: readonly Denial[]): Promise<void> => {
  if (denials.length === 0) return;
  await tx.query(
    writeDenialsSql([
      denials.map(denialKey),
      denials.map(({ origin }) => origin),
      denials.map(({ node }) => node),
      // Arrays of arrays are one array to unnest.
      denials.map(({ from }) => `{${from.join(',')}}`),
      denials.map(({ at }) => at),
      denials.map(({ reason }) => reason),
    ]),
  );
};

const deleteDenialsSql = statement('DELETE FROM denials WHERE key = ANY ($1::text[])');

const deleteDenials = async (tx: Transaction, denials: readonly Denial[]): Promise<void> => {
  if (denials.length === 0) return;
  await tx.query(deleteDenialsSql([denials.map(denialKey)]));
};
