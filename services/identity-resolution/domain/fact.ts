import {
  type AcceptedInteraction,
  type Channel,
  type ConsentStatement,
  type Identifier,
  instantOf,
} from '@hilo/contracts';
import { type DeriveId, interactionKey } from './derive-id.ts';
import { type Node, nodeFor } from './node.ts';
import { type Registry, ruleOf } from './registry.ts';

/** A consent with the node of its contact point, where it names one that says something. */
export type NodeConsent = { statement: ConsentStatement; node?: string };

/** What identity takes from one accepted interaction. Nodes are distinct; never empty. */
export type Fact = {
  /** The key of the interaction. */
  key: string;
  source: string;
  id: string;
  /** When it happened, in milliseconds since the epoch. */
  at: number;
  channel: Channel;
  nodes: readonly Node[];
  /** To whom it may belong, the strongest first: the nodes that are not wrong; never empty. */
  candidates: readonly [Node, ...Node[]];
  /** The contact points that proved to be somebody else's. */
  wrong: readonly string[];
  traits: AcceptedInteraction['traits'];
  consents: readonly NodeConsent[];
};

/** The fact in an interaction, or `undefined` if none of its identifiers says anything. */
export const factOf = (
  registry: Registry,
  deriveId: DeriveId,
  interaction: AcceptedInteraction,
  key: string = interactionKey(interaction.source, interaction.id),
): Fact | undefined => {
  const nodeOf = (identifier: Identifier): Node | undefined => nodeFor(registry, deriveId, identifier);
  const consents = (interaction.consents ?? []).map((statement) => withNode(statement, nodeOf));
  const nodes = strongestFirst(registry, nodesIn(interaction, nodeOf));
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
    traits: interaction.traits,
    consents,
  };
};

const withNode = (statement: ConsentStatement, nodeOf: (identifier: Identifier) => Node | undefined): NodeConsent => {
  const node = statement.contactPoint && nodeOf(statement.contactPoint);
  if (node === undefined) return { statement };
  return { statement: { ...statement, contactPoint: { kind: node.kind, value: node.value } }, node: node.id };
};

const nodesIn = (
  { identifiers, consents = [] }: AcceptedInteraction,
  nodeOf: (identifier: Identifier) => Node | undefined,
): Node[] => {
  const nodes: Node[] = [];
  const name = (identifier: Identifier): void => {
    const node = nodeOf(identifier);
    if (node !== undefined && !nodes.some(({ id }) => id === node.id)) nodes.push(node);
  };
  for (const identifier of identifiers) name(identifier);
  for (const { contactPoint } of consents) if (contactPoint !== undefined) name(contactPoint);
  return nodes;
};

const strongestFirst = (registry: Registry, nodes: readonly Node[]): readonly Node[] =>
  nodes.length < 2 ? nodes : nodes.toSorted((a, b) => compareStrength(registry, a, b));

const hasAny = (nodes: readonly Node[]): nodes is readonly [Node, ...Node[]] => nodes.length > 0;

/** By how strongly they say who it is, the strongest first; then in canonical order. */
export const compareStrength = (registry: Registry, a: Identifier, b: Identifier): number =>
  ruleOf(registry, a.kind).rank - ruleOf(registry, b.kind).rank || compareKeys(a, b);

/** The identifiers that can be contacted on the channel of the interaction; the weakest one if none can. */
const wrongContactPoints = (registry: Registry, channel: Channel, nodes: readonly Node[]): string[] => {
  const reached = nodes.filter((node) => ruleOf(registry, node.kind).contact.includes(channel));
  return (reached.length > 0 ? reached : nodes.slice(-1)).map((node) => node.id);
};

/** The canonical order of identifiers: by kind, then by value, in code units. */
export const compareKeys = (a: Identifier, b: Identifier): number =>
  compare(a.kind, b.kind) || compare(a.value, b.value);

export const compare = <T extends string | number>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);
