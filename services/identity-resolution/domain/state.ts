import type { ConflictReason, Consent } from '@hilo/contracts';
import type { Aggregate } from './aggregate.ts';
import type { Attribution } from './attribute.ts';
import type { Denial, Link, SeenNode } from './evidence.ts';
import type { Fact } from './fact.ts';

/** An identifier as it is kept: whose it is, and what the facts that are attributed to it add up to. */
export type NodeState = SeenNode & {
  shared: boolean;
  component: string;
  customer: string;
  /** The customer that it would be of without what is linked automatically, if that is another. */
  base?: string;
  /** How many of its links are beyond a limit. */
  beyond: number;
  aggregate: Aggregate;
  consents: readonly Consent[];
  /** The ids under which it was known by earlier rules, if there are any, and which nobody has now: they lead here. */
  former?: readonly string[];
};

/** Customers are compared without what comparing them has made one. */
export const baseOf = ({ base, customer }: Pick<NodeState, 'base' | 'customer'>): string => base ?? customer;

export type LinkState = Link & { refusal?: ConflictReason };

/** A fact with whose it is so far. */
export type Attributed = { fact: Fact; subject: string; rule: Attribution['rule'] };

/**
 * What is known, as far as it was read. Of `whole` components, all: their nodes, with the links and denials of these but
 * for what `isOpenFrom` leaves out. Of the `reopened` nodes, every link. Of other customers, their nodes and links, so
 * that their records can be composed. The nodes at the other ends of links are here too.
 */
export type KnownGraph = {
  nodes: ReadonlyMap<string, NodeState>;
  links: ReadonlyMap<string, LinkState>;
  denials: ReadonlyMap<string, Denial>;
  /** Nodes of components that were read as a whole. */
  whole: ReadonlySet<string>;
  /** Nodes that nobody else changes meanwhile. */
  locked: ReadonlySet<string>;
  reopened: ReadonlySet<string>;
};

/** What is not the same value in both, as it was and as it is. */
export const otherValues = <Value>(
  before: ReadonlyMap<string, Value>,
  after: ReadonlyMap<string, Value>,
): [was: Value | undefined, is: Value | undefined][] => {
  if (before === after) return [];
  const others: [Value | undefined, Value | undefined][] = [];
  before.forEach((was, key) => {
    const is = after.get(key);
    if (is !== was) others.push([was, is]);
  });
  after.forEach((is, key) => {
    if (!before.has(key)) others.push([undefined, is]);
  });
  return others;
};

/** Whether a link is read with the component of this node: a shared one has no end of them, nor has one with too many. */
export const isOpenFrom = (
  { id, shared }: Pick<NodeState, 'id' | 'shared'>,
  { beyond }: Pick<Link, 'beyond'>,
): boolean => !shared && beyond !== id;
