import { AcceptedInteraction, type Decision, type Identifier } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';
import { linkedAutomatically } from '../../domain/automatic-links.ts';
import { decided, identifiersIn } from '../../domain/decision.ts';
import { type Denial, linkKey } from '../../domain/evidence.ts';
import { held, type Surroundings } from '../../domain/evidence-at.ts';
import { type Fact, factOf } from '../../domain/fact.ts';
import { nodeFor } from '../../domain/node.ts';
import type { Rules } from '../../domain/rules.ts';
import { spellingsIn } from '../../domain/spelling.ts';
import type { LinkState, NodeState } from '../../domain/state.ts';
import { listDecisions } from '../decisions.ts';
import { findPast } from '../suggestions/automatic-links.ts';
import { readKnown, readNodes } from './read-graph.ts';
import { type LinkRow, linkState } from './rows.ts';

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
 * What is known around a customer: of the component, and through identifiers that are shared now and were not always,
 * decisions that were taken back, and what was linked automatically, of those with whom it may once have been one.
 */
export const readSurroundings = async (tx: Transaction, rules: Rules, subject: string): Promise<Around> => {
  const reading: Reading = {
    nodes: new Map(),
    links: new Map(),
    denials: new Map(),
    opened: new Set(),
    components: new Set(),
    said: [],
    past: [],
    linksLeftOut: false,
  };
  const now = await currentIdOf(tx, subject);
  await readFurther(tx, reading, [now]);
  for (;;) {
    const isWhole = await readComponents(tx, reading);
    reading.said = await listDecisions(tx, {
      nodes: [...new Set([now, ...reading.nodes.keys()])],
      after: undefined,
      limit: mostDecisions,
    });
    reading.past = await findPast(tx, [...reading.nodes.keys()], mostDecisions);
    const known = reading.nodes.size;
    const onceLinked = reading.past.flatMap(({ link: { a, b } }) => [a, b]);
    await readFurther(tx, reading, [...onceTheSame(rules, reading.said), ...onceLinked]);
    if (!isWhole || reading.nodes.size === known) return around(rules, now, reading, isWhole);
  }
};

type Reading = Read & {
  linksLeftOut: boolean;
  components: Set<string>;
  said: readonly Decision[];
  past: Awaited<ReturnType<typeof findPast>>;
};

type Read = {
  nodes: Map<string, NodeState>;
  links: Map<string, LinkState>;
  denials: Map<string, Denial>;
  /** Nodes of which every link was read, as far as there are not too many. */
  opened: Set<string>;
};

const readFurther = async (tx: Transaction, { nodes }: Read, ids: readonly string[]): Promise<void> => {
  for (const node of await readNodes(tx, 'id', [...new Set(ids).difference(nodes)])) nodes.set(node.id, node);
};

/** Those of whom somebody said that they are one person, and took it back: nothing links them any more. */
const onceTheSame = ({ registry, deriveId }: Rules, said: readonly Decision[]): string[] =>
  said
    .filter(({ kind, retracted }) => kind === 'same' && retracted !== undefined)
    .flatMap(identifiersIn)
    .flatMap((identifier) => nodeFor(registry, deriveId, identifier)?.id ?? []);

/** Reads the components of what is read so far, and of what that leads to. Gives whether that was not too much. */
const readComponents = async (tx: Transaction, reading: Reading): Promise<boolean> => {
  const { nodes, links, denials, opened } = reading;
  for (;;) {
    const components = new Set([...nodes.values()].map(({ component }) => component)).difference(reading.components);
    if (components.size === 0) return true;
    if (nodes.size > mostNodes) return false;
    const read = await readKnown(tx, { components, customers: new Set(), reopened: new Set() });
    for (const [id, node] of read.nodes) nodes.set(id, node);
    for (const [key, link] of read.links) links.set(key, link);
    for (const [key, denial] of read.denials) denials.set(key, denial);
    for (const name of components) reading.components.add(name);
    const closed = [...nodes.values()].filter(({ id, shared, beyond }) => (shared || beyond > 0) && !opened.has(id));
    const further = await readOldestLinks(
      tx,
      closed.map(({ id }) => id),
    );
    for (const { id } of closed) opened.add(id);
    reading.linksLeftOut ||= further.length >= mostLinksOfOne;
    for (const link of further) links.set(linkKey(link), link);
    await readFurther(
      tx,
      reading,
      further.flatMap(({ a, b }) => [a, b]),
    );
  }
};

const currentIdOfSql = statement(`
  SELECT id FROM identifiers WHERE former @> ARRAY[$1::uuid] AND aggregate <> ''
     AND NOT EXISTS (SELECT FROM identifiers WHERE id = $1 AND aggregate <> '')`);

/** The id of an identifier by the rules in force, of its id by them or by earlier ones. */
const currentIdOf = async (tx: Transaction, id: string): Promise<string> => {
  const { rows } = await tx.query<{ id: string }>(currentIdOfSql([id]));
  return rows[0]?.id ?? id;
};

const readOldestLinksSql = statement(`
  SELECT l.a, l.b, l.same, l.first_seen, l.alias_at, l.alias_former, l.refusal, l.beyond
    FROM unnest($1::uuid[]) AS n (id),
         LATERAL (SELECT * FROM (SELECT * FROM links WHERE a = n.id 
                                 UNION ALL SELECT * FROM links WHERE b = n.id AND beyond IS DISTINCT FROM b
                                 UNION ALL SELECT * FROM links WHERE beyond = n.id AND b = n.id) AS own
                   ORDER BY first_seen, a, b LIMIT $2) AS l`);

const readOldestLinks = async (tx: Transaction, nodes: readonly string[]): Promise<LinkState[]> => {
  if (nodes.length === 0) return [];
  const { rows } = await tx.query<LinkRow>(readOldestLinksSql([nodes, mostLinksOfOne]));
  return rows.map(linkState);
};

const around = (
  { registry, deriveId }: Rules,
  subject: string,
  { nodes, links, denials, opened, linksLeftOut, said, past }: Reading,
  isWhole: boolean,
): Around => {
  const nodeOf = (identifier: Identifier) => nodeFor(registry, deriveId, identifier);
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
    links: [...links.values()]
      .filter(({ same }) => !same)
      .map(({ a, b, firstSeen, alias, automatic }) => ({
        a,
        b,
        firstSeen,
        ...(alias && { alias }),
        ...(automatic !== undefined && { automatic }),
      })),
    denials: [...denials.values()].filter(({ origin }) => !origins.has(origin)),
    decisions: [
      ...said.map((decision) => held(decided(nodeOf, decision), decision)),
      ...past.map(({ link, until }) => ({ ...linkedAutomatically(link, []), at: link.firstSeen, until })),
    ],
    said,
    beyond: new Map([...nodes.values()].map(({ id, beyond }) => [id, beyond])),
    isWhole: isWhole && !linksLeftOut && Math.max(said.length, past.length) < mostDecisions,
  };
};

const readSomeFactsSql = statement(`
  SELECT i.content FROM unnest($1::uuid[]) AS s (id),
         LATERAL (SELECT content FROM interactions WHERE subject = s.id AND NOT withdrawn ORDER BY key LIMIT $2) AS i`);

/**
 * Facts that are attributed to one of these subjects: of each as many as are looked at, the same ones every time; and how they
 * spell what they name.
 */
export const readSomeFacts = async (
  tx: Transaction,
  { registry, deriveId }: Rules,
  subjects: readonly string[],
): Promise<{ facts: Fact[]; spellings: ReadonlyMap<string, string> }> => {
  const { rows } = await tx.query<{ content: string }>(readSomeFactsSql([subjects, mostFactsOfOne]));
  const interactions = rows.map(({ content }) => AcceptedInteraction.parse(JSON.parse(content)));
  return {
    facts: interactions.flatMap((one) => factOf(registry, deriveId, one) ?? []),
    spellings: spellingsIn(registry, deriveId, interactions),
  };
};
