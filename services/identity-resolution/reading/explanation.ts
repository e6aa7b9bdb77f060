import { type HeldIdentifier, type Identifier, instantOf } from '@hilo/contracts';
import type { z } from 'zod';
import { evidenceOf, type Link, linkKey, type SeenNode } from '../domain/evidence.ts';
import { type Explained, explain } from '../domain/explain.ts';
import { compare, compareKeys, type Fact } from '../domain/fact.ts';
import { historyOf, type Turning } from '../domain/history.ts';
import { wordsOfUnused } from '../domain/normalise.ts';
import type { Registry } from '../domain/registry.ts';
import { pairOf } from '../domain/suggestion.ts';
import type { Around } from '../store/graph/evidence-around.ts';
import type { ExplainedAlias, Explanation, IdentifierPair, SaidIn } from './explanation-schema.ts';

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
): Omit<Explanation, 'at'> | undefined => {
  const explained = explain(registry, around, identifier, at);
  if (explained === undefined) return undefined;
  const nodes = new Map(
    [...around.decisions.flatMap(({ evidence }) => evidence.nodes), ...around.nodes].map((node) => [node.id, node]),
  );
  const said = interactionsByLink(facts, at);
  const aliases = interactionsByLink(facts, at, ({ alias }) => alias !== undefined);
  const members = new Set(explained.members.map(({ id }) => id));
  const moments = Math.max(10, Math.floor(momentsWorthOf / (around.nodes.length + around.links.length + 1)));
  const history = historyOf(registry, around, members, moments);
  const between = ({ a, b }: { a: string; b: string }): z.infer<typeof IdentifierPair> => namedPair(nodes, a, b);
  const aliasOf = ({ a, b, alias }: Link): { alias?: z.infer<typeof ExplainedAlias> } => {
    // Of others that an alias names, it says no more than any interaction.
    if (alias === undefined || nodes.get(a)?.kind !== nodes.get(b)?.kind) return {};
    const former = alias.former === undefined ? undefined : nodes.get(alias.former);
    return {
      alias: {
        ...(former && { former: { kind: former.kind, value: former.value } }),
        firstSaidAt: timestamp(alias.at),
        interactions: aliases.get(linkKey({ a, b })) ?? [],
      },
    };
  };
  return {
    customer: explained.customer,
    identifiers: explained.members
      .toSorted(compareKeys)
      .map((node) => heldIdentifier(node, explained, spellings.get(node.id))),
    links: oldest(explained.holding, (link) => link).map((link) => ({
      between: between(link),
      firstSeenAt: timestamp(link.firstSeen),
      decided: link.same === true,
      ...aliasOf(link),
      ...(link.automatic !== undefined && {
        automatic: { suggestion: pairOf(link.a, link.b).id, weight: link.automatic },
      }),
      interactions: said.get(linkKey({ a: link.a, b: link.b })) ?? [],
    })),
    refused: oldest(explained.refused, ({ link }) => link).map(({ link, reason, rule, denials }) => ({
      between: between(link),
      reason,
      ...(rule && { rule }),
      because: [...new Set(denials.map(({ origin }) => originOf(facts, origin)))].sort(compare),
      firstSeenAt: timestamp(link.firstSeen),
      ...aliasOf(link),
      interactions: said.get(linkKey({ a: link.a, b: link.b })) ?? [],
    })),
    beyondLimits: explained.members.toSorted(compareKeys).flatMap(({ id, kind, value }) => {
      const count = around.beyond.get(id) ?? 0;
      return count > 0 ? [{ identifier: { kind, value }, count }] : [];
    }),
    ...unusedBy(facts, members, at),
    history: history.turnings.filter((turning) => turning.at <= at).map(turned),
    decisions: around.said.filter(({ at: made }) => instantOf(made) <= at),
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

/** As many as are listed: the oldest, in one order, however they were read. */
const oldest = <One>(all: readonly One[], linkOf: (one: One) => Link): One[] =>
  all.toSorted((x, y) => compareLinks(linkOf(x), linkOf(y))).slice(0, mostListed);

const compareLinks = (x: Link, y: Link): number => compare(x.firstSeen, y.firstSeen) || compare(linkKey(x), linkKey(y));

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

const namedPair = (nodes: ReadonlyMap<string, SeenNode>, a: string, b: string): z.infer<typeof IdentifierPair> => {
  const named = (id: string): Identifier => ({ kind: nodes.get(id)?.kind ?? '', value: nodes.get(id)?.value ?? '' });
  return [named(a), named(b)];
};

const interactionsByLink = (
  facts: readonly Fact[],
  until: number,
  says: (link: Link) => boolean = () => true,
): Map<string, z.infer<typeof SaidIn>[]> => {
  const byLink = new Map<string, z.infer<typeof SaidIn>[]>();
  for (const fact of facts.toSorted((a, b) => compare(a.at, b.at) || compare(a.key, b.key))) {
    if (fact.at > until) continue;
    const said = { source: fact.source, interaction: fact.id, at: timestamp(fact.at) };
    for (const link of evidenceOf(fact).links.filter(says)) {
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
