import {
  ConflictReason,
  CustomerId,
  Decision,
  EventId,
  HeldIdentifier,
  Identifier,
  Note,
  Source,
  Timestamp,
} from '@hilo/contracts';
import { z } from 'zod';
import { evidenceOf, linkKey, type SeenNode } from './domain/evidence.ts';
import { type Explained, explain } from './domain/explain.ts';
import { compare, compareKeys, type Fact } from './domain/fact.ts';
import { historyOf, type Turning } from './domain/history.ts';
import { wordsOfUnused } from './domain/normalise.ts';
import type { Registry } from './domain/registry.ts';
import type { Around } from './store/surroundings.ts';

const Said = z.object({ source: Source, interaction: EventId, at: Timestamp });
const Pair = z.tuple([Identifier, Identifier]);

/** Why a customer is one: the answer of `GET /v1/customers/{id}/identity`. */
export const Explanation = z.object({
  customer: CustomerId,
  at: Timestamp,
  identifiers: z.array(HeldIdentifier),
  links: z.array(
    z.object({
      between: Pair,
      firstSeenAt: Timestamp,
      decided: z.boolean().describe('A person said so.'),
      interactions: z.array(Said).describe('Some that named both, the oldest first; 5 at the most.'),
    }),
  ),
  refused: z.array(
    z.object({
      between: Pair,
      reason: ConflictReason,
      rule: z
        .object({ kind: z.string(), limit: z.enum(['maxPerCustomer', 'maxCustomers']), is: z.int() })
        .optional()
        .describe('The limit of the registry, where it is one.'),
      because: z.array(z.string()).describe('The decisions and interactions that say so, where they do.'),
      firstSeenAt: Timestamp,
      interactions: z.array(Said),
    }),
  ),
  beyondLimits: z
    .array(z.object({ identifier: Identifier, count: z.int() }))
    .describe('Identifiers with too many others to link: how many are left out. Some of them are under refused.'),
  unused: z
    .array(
      z.object({
        identifier: Identifier.describe('As it was posted.'),
        reason: Note.shape.reason,
        message: Note.shape.message,
        ...Said.shape,
      }),
    )
    .optional()
    .describe('Identifiers in interactions of the customer that are not used as they were posted; 100 at the most.'),
  history: z.array(
    z.object({
      at: Timestamp,
      kind: z.enum(['merged', 'split']),
      from: z.array(CustomerId),
      into: z.array(CustomerId),
    }),
  ),
  decisions: z.array(Decision),
  complete: z
    .object({ evidence: z.boolean(), history: z.boolean(), lists: z.boolean() })
    .describe(
      'False where there was too much to look at or to list all of it: then it is the part that is nearest or latest.',
    ),
});
export type Explanation = z.infer<typeof Explanation>;

const mostListed = 500;
const mostInteractions = 5;
const momentsWorthOf = 50_000;

type Asked = {
  identifier: string;
  at: number;
  facts: readonly Fact[];
  /** How identifiers were posted, by their ids. */
  spellings: ReadonlyMap<string, string>;
};

/** The explanation of who has this identifier, at a moment in milliseconds since the epoch; `undefined` if nobody has. */
export const explanationOf = (
  registry: Registry,
  around: Around,
  { identifier, at, facts, spellings }: Asked,
): Explanation | undefined => {
  const explained = explain(registry, around, identifier, at);
  if (explained === undefined) return undefined;
  const nodes = new Map(around.nodes.map((node) => [node.id, node]));
  const said = interactionsByLink(facts, at);
  const members = new Set(explained.members.map(({ id }) => id));
  const moments = Math.max(10, Math.floor(momentsWorthOf / (around.nodes.length + around.links.length + 1)));
  const history = historyOf(registry, around, members, moments);
  const between = ({ a, b }: { a: string; b: string }): z.infer<typeof Pair> => pairOf(nodes, a, b);
  return {
    customer: explained.customer,
    at: timestamp(at),
    identifiers: explained.members
      .toSorted(compareKeys)
      .map((node) => heldIdentifier(node, explained, spellings.get(node.id))),
    links: explained.holding.slice(0, mostListed).map((link) => ({
      between: between(link),
      firstSeenAt: timestamp(link.firstSeen),
      decided: link.same === true,
      interactions: said.get(linkKey({ a: link.a, b: link.b })) ?? [],
    })),
    refused: explained.refused.slice(0, mostListed).map(({ link, reason, rule, denials }) => ({
      between: between(link),
      reason,
      ...(rule && { rule }),
      because: [...new Set(denials.map(({ origin }) => originOf(facts, origin)))],
      firstSeenAt: timestamp(link.firstSeen),
      interactions: said.get(linkKey({ a: link.a, b: link.b })) ?? [],
    })),
    beyondLimits: explained.members.flatMap(({ id, kind, value }) => {
      const count = around.beyond.get(id) ?? 0;
      return count > 0 ? [{ identifier: { kind, value }, count }] : [];
    }),
    ...unusedBy(facts, members, at),
    history: history.turnings.filter((turning) => turning.at <= at).map(turned),
    decisions: around.said.filter(({ at: made }) => Date.parse(made) <= at),
    complete: {
      evidence: around.isWhole,
      history: history.isWhole,
      lists: explained.holding.length <= mostListed && explained.refused.length <= mostListed,
    },
  };
};

const mostUnused = 100;

/** What these facts of the customer name that is not used, the latest first. */
const unusedBy = (
  facts: readonly Fact[],
  members: ReadonlySet<string>,
  until: number,
): Pick<Explanation, 'unused'> | undefined => {
  const theirs = facts.filter(({ at, candidates }) => at <= until && candidates.some(({ id }) => members.has(id)));
  const unused = theirs
    .toSorted((one, other) => other.at - one.at || compare(one.key, other.key))
    .flatMap(({ source, id: interaction, at, unused = [] }) =>
      unused.map(({ identifier, unused: reason }) => ({
        identifier,
        reason,
        message: wordsOfUnused(reason),
        source,
        interaction,
        at: timestamp(at),
      })),
    );
  return unused.length === 0 ? undefined : { unused: unused.slice(0, mostUnused) };
};

const timestamp = (at: number): string => new Date(at).toISOString();

const heldIdentifier = (
  { id, kind, value, firstSeen }: SeenNode,
  { shared }: Explained,
  posted: string | undefined,
): HeldIdentifierShape => ({
  kind,
  value,
  subject: id,
  firstSeenAt: timestamp(firstSeen),
  ...(posted !== undefined && posted !== value && { posted }),
  status: shared.has(id) ? 'shared' : 'linked',
});
type HeldIdentifierShape = z.infer<typeof HeldIdentifier>;

const pairOf = (nodes: ReadonlyMap<string, SeenNode>, a: string, b: string): z.infer<typeof Pair> => {
  const named = (id: string): Identifier => ({ kind: nodes.get(id)?.kind ?? '', value: nodes.get(id)?.value ?? '' });
  return [named(a), named(b)];
};

const interactionsByLink = (facts: readonly Fact[], until: number): Map<string, z.infer<typeof Said>[]> => {
  const byLink = new Map<string, z.infer<typeof Said>[]>();
  for (const fact of facts.toSorted((a, b) => a.at - b.at)) {
    if (fact.at > until) continue;
    const said = { source: fact.source, interaction: fact.id, at: timestamp(fact.at) };
    for (const link of evidenceOf(fact).links) {
      const known = byLink.get(linkKey(link)) ?? [];
      if (known.length < mostInteractions) byLink.set(linkKey(link), [...known, said]);
    }
  }
  return byLink;
};

/** A decision by its id; an interaction by its source and id, as far as it was read. */
const originOf = (facts: readonly Fact[], origin: string): string => {
  const fact = facts.find(({ key }) => key === origin);
  return fact === undefined ? origin : `${fact.source}/${fact.id}`;
};

const turned = (turning: Turning): Explanation['history'][number] => ({
  at: timestamp(turning.at),
  kind: turning.kind,
  from: turning.kind === 'merged' ? [...turning.from] : [turning.from],
  into: turning.kind === 'merged' ? [turning.into] : [...turning.into],
});
