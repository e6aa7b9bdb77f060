import {
  type AcceptedInteraction,
  Channel,
  type Identifier,
  instantOf,
  knownWord,
  type OpenChannel,
  type OpenConsentStatement,
} from '@hilo/contracts';
import { z } from 'zod';
import { type DeriveId, interactionKey } from './derive-id.ts';
import { type NamedNode, type Node, namedBy } from './node.ts';
import type { WhyUnused } from './normalise.ts';
import { type Registry, ruleOf } from './registry.ts';

/** A consent with the node of its contact point, where it names one that says something. */
export type NodeConsent = { statement: OpenConsentStatement; node?: string };

/** An identifier, or a part of it, that is not used: where it stands in the interaction, and why. */
export type UnusedIdentifier = { identifier: Identifier; path: string; unused: WhyUnused };

/** What identity takes from one accepted interaction. Nodes are distinct; never empty. */
export type Fact = {
  /** The key of the interaction. */
  key: string;
  source: string;
  id: string;
  /** When it happened, in milliseconds since the epoch. */
  at: number;
  channel: OpenChannel;
  nodes: readonly Node[];
  /** To whom it may belong, the strongest first: the nodes that are not wrong; never empty. */
  candidates: readonly [Node, ...Node[]];
  /** The contact points that proved to be somebody else's. */
  wrong: readonly string[];
  /** Those that are earlier names of another one, as the sender says. */
  former: readonly string[];
  traits: AcceptedInteraction['traits'];
  consents: readonly NodeConsent[];
  /** What it names that is not used as it was posted, where there is any. */
  unused?: readonly UnusedIdentifier[];
};

/** The fact in an interaction, or `undefined` if none of its identifiers says anything. */
export const factOf = (
  registry: Registry,
  deriveId: DeriveId,
  interaction: AcceptedInteraction,
  key: string = interactionKey(interaction.source, interaction.id),
): Fact | undefined => {
  const naming = (identifier: Identifier): NamedNode => namedBy(registry, deriveId, identifier);
  const consents = (interaction.consents ?? []).flatMap((statement) => withNodes(statement, naming));
  const named = nodesIn(interaction, naming);
  const former = isAlias(interaction) ? formerAmong(registry, named) : [];
  const nodes = strongestFirst(registry, named, former);
  const wrong = interaction.outcome === 'wrong_person' ? wrongContactPoints(registry, interaction.channel, nodes) : [];
  const right = wrong.length === 0 ? nodes : nodes.filter((node) => !wrong.includes(node.id));
  // Where every identifier is wrong, it is still about the strongest of them and nobody else.
  const candidates = right.length > 0 ? right : nodes.slice(0, 1);
  if (!hasAny(candidates)) return undefined;
  return {
    key,
    source: interaction.source,
    id: interaction.id,
    at: instantOf(interaction.occurredAt),
    channel: interaction.channel,
    nodes,
    candidates,
    wrong,
    former,
    traits: interaction.traits,
    consents,
    ...(isAllUsed(interaction, naming) ? undefined : { unused: unusedIn(interaction, naming) }),
  };
};

/** What an interaction names that is not used as it was posted. */
export const unusedOf = (
  registry: Registry,
  deriveId: DeriveId,
  interaction: AcceptedInteraction,
): readonly UnusedIdentifier[] => unusedIn(interaction, (identifier) => namedBy(registry, deriveId, identifier));

type Naming = (identifier: Identifier) => NamedNode;

const isAllUsed = ({ identifiers, consents }: AcceptedInteraction, naming: Naming): boolean =>
  identifiers.every((one) => naming(one).unused === undefined) &&
  (consents === undefined ||
    consents.every(({ contactPoint }) => contactPoint === undefined || naming(contactPoint).unused === undefined));

const unusedIn = ({ identifiers, consents = [] }: AcceptedInteraction, naming: Naming): UnusedIdentifier[] =>
  [
    ...identifiers.map((identifier, at) => ({ identifier, path: `identifiers[${at}].value` })),
    ...consents.flatMap(({ contactPoint }, at) =>
      contactPoint ? [{ identifier: contactPoint, path: `consents[${at}].contactPoint.value` }] : [],
    ),
  ].flatMap((one) => {
    const { unused } = naming(one.identifier);
    return unused === undefined ? [] : [{ ...one, unused }];
  });

/** One for every contact point that it is for. */
const withNodes = (statement: OpenConsentStatement, naming: Naming): NodeConsent[] => {
  const nodes = statement.contactPoint === undefined ? [] : naming(statement.contactPoint).nodes;
  if (nodes.length === 0) return [{ statement }];
  return nodes.map(({ id, kind, value }) => ({ statement: { ...statement, contactPoint: { kind, value } }, node: id }));
};

const nodesIn = ({ identifiers, consents = [] }: AcceptedInteraction, naming: Naming): Node[] => {
  const nodes: Node[] = [];
  const name = (identifier: Identifier): void => {
    for (const node of naming(identifier).nodes) {
      if (!nodes.some(({ id }) => id === node.id)) nodes.push(node);
    }
  };
  for (const identifier of identifiers) name(identifier);
  for (const { contactPoint } of consents) if (contactPoint !== undefined) name(contactPoint);
  return nodes;
};

/** Segment's alias calls from before the field was there say it in what was kept of them. */
const isAlias = ({ alias, kind, context }: AcceptedInteraction): boolean =>
  alias ?? (kind === 'aliased' && SegmentAlias.safeParse(context).success);

const SegmentAlias = z.object({ segment: z.object({ type: z.literal('alias') }) });

/** Of each kind that can be aliased, all but the first that is named. */
const formerAmong = (registry: Registry, named: readonly Node[]): string[] =>
  named.flatMap(({ id, kind }, position) =>
    ruleOf(registry, kind).maxAliases > 0 && named.slice(0, position).some((node) => node.kind === kind) ? [id] : [],
  );

const strongestFirst = (registry: Registry, nodes: readonly Node[], former: readonly string[]): readonly Node[] =>
  nodes.length < 2
    ? nodes
    : nodes.toSorted(
        (a, b) =>
          ruleOf(registry, a.kind).rank - ruleOf(registry, b.kind).rank ||
          Number(former.includes(a.id)) - Number(former.includes(b.id)) ||
          compareKeys(a, b),
      );

const hasAny = (nodes: readonly Node[]): nodes is readonly [Node, ...Node[]] => nodes.length > 0;

/** By how strongly they say who it is, the strongest first; then in canonical order. */
export const compareStrength = (registry: Registry, a: Identifier, b: Identifier): number =>
  ruleOf(registry, a.kind).rank - ruleOf(registry, b.kind).rank || compareKeys(a, b);

/** The identifiers that can be contacted on the channel of the interaction; the weakest one if none can. */
const wrongContactPoints = (registry: Registry, channel: OpenChannel, nodes: readonly Node[]): string[] => {
  const known = knownWord(Channel, channel);
  const reached = nodes.filter((node) => known && ruleOf(registry, node.kind).contact.includes(known));
  return (reached.length > 0 ? reached : nodes.slice(-1)).map((node) => node.id);
};

/** The canonical order of identifiers: by kind, then by value, in code units. */
export const compareKeys = (a: Identifier, b: Identifier): number =>
  compare(a.kind, b.kind) || compare(a.value, b.value);

export const compare = <T extends string | number>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);
