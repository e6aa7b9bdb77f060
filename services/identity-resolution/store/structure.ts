import type { Transaction } from '@hilo/runtime';
import { type Denial, denialKey } from '../domain/evidence.ts';
import { compare } from '../domain/fact.ts';
import type { Known, LinkState, NodeState } from '../domain/settle.ts';

/** Writes what is not as it was: nodes, links and denials. */
export const writeChanges = async (
  tx: Transaction,
  known: Known,
  after: Pick<Known, 'nodes' | 'links' | 'denials'>,
): Promise<void> => {
  await updateNodes(
    tx,
    [...after.nodes.values()].filter((node) => known.nodes.get(node.id) !== node),
  );
  await writeLinks(
    tx,
    [...after.links].filter(([key, link]) => isOther(known.links.get(key), link)).map(([, link]) => link),
  );
  await insertDenials(
    tx,
    [...after.denials.values()].filter((one) => !known.denials.has(denialKey(one))),
  );
};

const isOther = (before: LinkState | undefined, link: LinkState): boolean =>
  before === undefined || before.firstSeen !== link.firstSeen || before.refusal !== link.refusal;

const updateNodes = async (tx: Transaction, nodes: readonly NodeState[]): Promise<void> => {
  if (nodes.length === 0) return;
  const ordered = nodes.toSorted((a, b) => compare(a.id, b.id));
  await tx.query({
    name: 'update-identifiers',
    text: `UPDATE identifiers AS i
              SET first_seen = n.first_seen, component = n.component, customer = n.customer, shared = n.shared,
                  aggregate = n.aggregate, consents = n.consents
             FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::uuid[], $5::boolean[], $6::text[], $7::text[])
                  AS n (id, first_seen, component, customer, shared, aggregate, consents)
            WHERE i.id = n.id`,
    values: [
      ordered.map(({ id }) => id),
      ordered.map(({ firstSeen }) => firstSeen),
      ordered.map(({ component }) => component),
      ordered.map(({ customer }) => customer),
      ordered.map(({ shared }) => shared),
      ordered.map(({ aggregate }) => JSON.stringify(aggregate)),
      ordered.map(({ consents }) => JSON.stringify(consents)),
    ],
  });
};

const writeLinks = async (tx: Transaction, links: readonly LinkState[]): Promise<void> => {
  if (links.length === 0) return;
  await tx.query({
    name: 'write-links',
    text: `INSERT INTO links AS l (a, b, first_seen, refusal)
           SELECT a, b, first_seen, refusal
             FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[]) AS n (a, b, first_seen, refusal)
            ORDER BY a, b
           ON CONFLICT (a, b) DO UPDATE
              SET first_seen = least(l.first_seen, EXCLUDED.first_seen), refusal = EXCLUDED.refusal`,
    values: [
      links.map(({ a }) => a),
      links.map(({ b }) => b),
      links.map(({ firstSeen }) => firstSeen),
      links.map(({ refusal }) => refusal ?? null),
    ],
  });
};

const insertDenials = async (tx: Transaction, denials: readonly Denial[]): Promise<void> => {
  for (const one of denials) {
    await tx.query(
      'INSERT INTO denials (key, node, from_nodes, at, reason) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING',
      [denialKey(one), one.node, one.from, one.at, one.reason],
    );
  }
};
