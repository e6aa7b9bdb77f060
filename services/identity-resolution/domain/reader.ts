import type { Decided } from './decision.ts';
import type { Link, SeenNode } from './evidence.ts';
import type { Lead } from './former-ids.ts';
import type { Attributed, KnownGraph, LinkState, NodeState } from './state.ts';

/** What a change reads, and how it keeps others away from it meanwhile. */
export type IdentityReader<Stored extends Attributed> = {
  /** Locks the components of these nodes, letting go of all that was locked before. Gives those that are known. */
  lock(nodes: readonly SeenNode[]): Promise<Touched[]>;
  linksAmong(links: readonly Link[]): Promise<LinkState[]>;
  read(wanted: Wanted): Promise<Pick<KnownGraph, 'nodes' | 'links' | 'denials'>>;
  /** The facts that are attributed to these subjects and count. */
  factsOf(subjects: ReadonlySet<string>): Promise<Stored[]>;
  factsByKey(keys: ReadonlySet<string>): Promise<Stored[]>;
  /** All leads to those that one of these ids of before leads to, and to these themselves. */
  leads(ids: readonly string[]): Promise<readonly Lead[]>;
  /** When any record of what was read so far changed last, in milliseconds since the epoch. */
  latest(): number;
  /** The decisions that name one of these nodes and hold. */
  decisionsNaming(nodes: readonly string[]): Promise<Decided[]>;
};

/** A node that is known, with where it belongs. */
export type Touched = Pick<NodeState, 'id' | 'kind' | 'value' | 'firstSeen' | 'component' | 'customer'>;

/** Whole components; the nodes and links of other customers; and nodes of which every link is wanted. */
export type Wanted = {
  components: ReadonlySet<string>;
  customers: ReadonlySet<string>;
  reopened: ReadonlySet<string>;
};
