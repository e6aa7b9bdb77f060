import { AcceptedInteraction, type Decision } from '@hilo/contracts';
import type { Transaction } from '@hilo/runtime';
import { held, type Surroundings } from '../domain/at.ts';
import { decided } from '../domain/decision.ts';
import { type Denial, linkKey } from '../domain/evidence.ts';
import { type Fact, factOf } from '../domain/fact.ts';
import type { LinkState, NodeState } from '../domain/known.ts';
import { nodeFor } from '../domain/node.ts';
import { spellingsIn } from '../domain/spelling.ts';
import { listDecisions } from './decisions.ts';
import { readKnown, readNodes } from './known.ts';
import { type LinkRow, linkState } from './rows.ts';
import type { Rules } from './shelf.ts';

export type Around = Surroundings & {
  /** The id by now of the identifier that was asked for. */
  subject: string;
  said: readonly Decision[];
  /** How many links of each node are beyond a limit; not all of them may be here. */
  beyond: ReadonlyMap<string, number>;
  /** False where there was too much to read all of it. */
  isWhole: boolean;
};

const mostNodes = 2000;
const mostLinksOfOne = 1000;
const mostDecisions = 1000;
const mostFactsOfOne = 200;

/**
 * What is known around a customer: of the component, and through identifiers that are shared now and were not always, of
 * those with whom it may once have been one.
 */
export const readSurroundings = async (tx: Transaction, rules: Rules, subject: string): Promise<Around> => {
  const nodes = new Map<string, NodeState>();
  const links = new Map<string, LinkState>();
  const denials = new Map<string, Denial>();
  let linksLeftOut = false;
  const [readComponents, opened] = [new Set<string>(), new Set<string>()];
  const now = await currentIdOf(tx, subject);
  for (const node of await readNodes(tx, 'id', [now])) nodes.set(node.id, node);
  for (;;) {
    const components = new Set([...nodes.values()].map(({ component }) => component)).difference(readComponents);
    if (components.size === 0 || nodes.size > mostNodes) {
      return withDecisions(tx, rules, {
        subject: now,
        nodes,
        links,
        denials,
        opened,
        isWhole: components.size === 0 && !linksLeftOut,
      });
    }
    const read = await readKnown(tx, { components, customers: new Set(), reopened: new Set() });
    for (const [id, node] of read.nodes) nodes.set(id, node);
    for (const [key, link] of read.links) links.set(key, link);
    for (const [key, denial] of read.denials) denials.set(key, denial);
    for (const name of components) readComponents.add(name);
    const closed = [...nodes.values()].filter(({ id, shared, beyond }) => (shared || beyond > 0) && !opened.has(id));
    const further = await readOldestLinks(
      tx,
      closed.map(({ id }) => id),
    );
    for (const { id } of closed) opened.add(id);
    linksLeftOut ||= further.length >= mostLinksOfOne;
    for (const link of further) links.set(linkKey(link), link);
    const ends = new Set(further.flatMap(({ a, b }) => [a, b])).difference(nodes);
    for (const end of await readNodes(tx, 'id', [...ends])) nodes.set(end.id, end);
  }
};

/** The id of an identifier by the rules in force, of its id by them or by earlier ones. */
const currentIdOf = async (tx: Transaction, id: string): Promise<string> => {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT id FROM identifiers WHERE former @> ARRAY[$1::uuid] AND aggregate <> ''
        AND NOT EXISTS (SELECT FROM identifiers WHERE id = $1 AND aggregate <> '')`,
    [id],
  );
  return rows[0]?.id ?? id;
};

const readOldestLinks = async (tx: Transaction, nodes: readonly string[]): Promise<LinkState[]> => {
  if (nodes.length === 0) return [];
  const { rows } = await tx.query<LinkRow>(
    `SELECT l.a, l.b, l.same, l.first_seen, l.refusal, l.beyond
       FROM unnest($1::uuid[]) AS n (id),
            LATERAL (SELECT * FROM (SELECT * FROM links WHERE a = n.id 
                                    UNION ALL SELECT * FROM links WHERE b = n.id AND beyond IS DISTINCT FROM b
                                    UNION ALL SELECT * FROM links WHERE beyond = n.id AND b = n.id) AS own
                      ORDER BY first_seen, a, b LIMIT $2) AS l`,
    [nodes, mostLinksOfOne],
  );
  return rows.map(linkState);
};

type Read = {
  subject: string;
  nodes: ReadonlyMap<string, NodeState>;
  links: ReadonlyMap<string, LinkState>;
  denials: ReadonlyMap<string, Denial>;
  opened: ReadonlySet<string>;
  isWhole: boolean;
};

const withDecisions = async (
  tx: Transaction,
  { registry, deriveId }: Rules,
  { subject, nodes, links, denials, opened, isWhole }: Read,
): Promise<Around> => {
  const said = await listDecisions(tx, { nodes: [...nodes.keys()], after: undefined, limit: mostDecisions });
  const decisions = said.map((decision) =>
    held(
      decided((one) => nodeFor(registry, deriveId, one), decision),
      decision,
    ),
  );
  const origins = new Set(said.map(({ id }) => id));
  return {
    subject,
    nodes: [...nodes.values()].map(({ id, kind, value, firstSeen, shared }) => ({
      id,
      kind,
      value,
      firstSeen,
      // Of one whose links were not read, it can only be told that it is shared now.
      ...(shared && !opened.has(id) && { shared }),
    })),
    links: [...links.values()].filter(({ same }) => !same).map(({ a, b, firstSeen }) => ({ a, b, firstSeen })),
    denials: [...denials.values()].filter(({ origin }) => !origins.has(origin)),
    decisions,
    said,
    beyond: new Map([...nodes.values()].map(({ id, beyond }) => [id, beyond])),
    isWhole: isWhole && said.length < mostDecisions,
  };
};

/**
 * Facts that are attributed to one of these subjects, the most of each that are looked at, in no order; and how they spell
 * what they name.
 */
export const readSomeFacts = async (
  tx: Transaction,
  { registry, deriveId }: Rules,
  subjects: readonly string[],
): Promise<{ facts: Fact[]; spellings: ReadonlyMap<string, string> }> => {
  const { rows } = await tx.query<{ content: string }>(
    `SELECT i.content FROM unnest($1::uuid[]) AS s (id),
            LATERAL (SELECT content FROM interactions WHERE subject = s.id AND NOT withdrawn LIMIT $2) AS i`,
    [subjects, mostFactsOfOne],
  );
  const interactions = rows.map(({ content }) => AcceptedInteraction.parse(JSON.parse(content)));
  return {
    facts: interactions.flatMap((one) => factOf(registry, deriveId, one) ?? []),
    spellings: spellingsIn(registry, deriveId, interactions),
  };
};
