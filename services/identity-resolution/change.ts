import type { Decided } from './domain/decision.ts';
import { type Evidence, evidenceOf, joinEvidence, type Link, linkKey, type SeenNode } from './domain/evidence.ts';
import type { Fact } from './domain/fact.ts';
import { arrivalsOf, type Lead, withLeads } from './domain/former.ts';
import type { Attributed, Known, LinkState, NodeState } from './domain/known.ts';
import { type Left, leftOf, nothingLost, originsThatTell, subjectsThatTell } from './domain/left.ts';
import { type News, newsIn } from './domain/news.ts';
import { type OutOfReach, outOfReach } from './domain/reach.ts';
import type { Registry } from './domain/registry.ts';
import { restructure, type Structure } from './domain/restructure.ts';
import { type Settled, settle, subjectsToAddUp } from './domain/settle.ts';

/** What a change reads, and how it keeps others away from it meanwhile. */
export type Shelf<Told extends Attributed> = {
  /** Locks the components of these nodes, letting go of all that was locked before. Gives those that are known. */
  lock(nodes: readonly SeenNode[]): Promise<Touched[]>;
  linksAmong(links: readonly Link[]): Promise<LinkState[]>;
  read(wanted: Wanted): Promise<Pick<Known, 'nodes' | 'links' | 'denials'>>;
  /** The facts that are attributed to these subjects and count. */
  factsOf(subjects: ReadonlySet<string>): Promise<Told[]>;
  factsByKey(keys: ReadonlySet<string>): Promise<Told[]>;
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

/** What begins to count, and what no longer does. */
export type Change = {
  facts: readonly Fact[];
  decided?: readonly Decided[];
  withdrawn?: readonly Fact[];
  retracted?: readonly Decided[];
};

export type Changed<Told extends Attributed> = {
  known: Known;
  structure: Structure;
  settled: Settled;
  /** Facts that are somebody else's than before. */
  moved: readonly Told[];
  /** Facts that counted until now. */
  withdrawn: readonly Told[];
  /** When any of the records that it may concern changed last, in milliseconds since the epoch. */
  latest: number;
};

/** What is locked; of this, what is read as a whole whatever the news; and of this, of what every link is read. */
type Reach = { nodes: Map<string, SeenNode>; whole: Set<string>; reopened: Set<string> };

/**
 * Who is who after a change, whose the facts are, and what that makes of the records. Where a change concerns somebody
 * whose component is not locked yet (an identifier is shared, or no longer), all are locked together and looked at again.
 */
export const applyChange = async <Told extends Attributed>(
  shelf: Shelf<Told>,
  registry: Registry,
  change: Change,
): Promise<Changed<Told>> => {
  const added = joinEvidence([
    ...change.facts.map(evidenceOf),
    ...(change.decided ?? []).map(({ evidence }) => evidence),
  ]);
  const lost = joinEvidence([
    ...(change.withdrawn ?? []).map(evidenceOf),
    ...(change.retracted ?? []).map(({ evidence }) => evidence),
  ]);
  const reach: Reach = {
    nodes: new Map([...lost.nodes, ...added.nodes].map((node) => [node.id, node])),
    whole: new Set(lost.nodes.map(({ id }) => id)),
    reopened: new Set(lost.nodes.map(({ id }) => id)),
  };
  for (let attempts = 0; attempts < 100; attempts += 1) {
    const attempt = await tryChange(shelf, registry, change, { added, reach });
    if ('settled' in attempt) return attempt;
    for (const node of attempt.nodes) {
      reach.nodes.set(node.id, node);
      reach.whole.add(node.id);
    }
    for (const id of attempt.reopened) reach.reopened.add(id);
  }
  throw new Error('whom a change concerns has no end');
};

const tryChange = async <Told extends Attributed>(
  shelf: Shelf<Told>,
  registry: Registry,
  change: Change,
  { added, reach }: { added: Evidence; reach: Reach },
): Promise<Changed<Told> | OutOfReach> => {
  const { known, news } = await readKnown(shelf, added, reach);
  const withdrawn = await shelf.factsByKey(new Set(change.withdrawn?.map(({ key }) => key)));
  const left = await whatIsLeft(shelf, known, withdrawn, change.retracted ?? []);
  const restructured =
    news.nodes.size === 0 && left === nothingLost
      ? { ...known, newlyShared: [], noLongerShared: [] }
      : restructure(registry, known, news.evidence, left);
  const arrivals = arrivalsOf(known, restructured);
  const leads = await shelf.leads([...arrivals.come, ...arrivals.gone]);
  const structure = withLeads(restructured, leads, arrivals);
  const subjects = subjectsToAddUp(structure, withdrawn);
  const gone = new Set(withdrawn.map(({ fact }) => fact.key));
  const addedUp = (await shelf.factsOf(subjects)).filter(({ fact }) => !gone.has(fact.key));
  const further = outOfReach(known, structure, { addedUp, leads });
  if (further.nodes.length > 0 || further.reopened.length > 0) return further;
  const settled = settle(registry, known, structure, { facts: change.facts, subjects, addedUp, left });
  const moved = addedUp.filter(({ fact, subject, rule }) => {
    const now = settled.attributions.get(fact);
    return now?.node.id !== subject || now.rule !== rule;
  });
  return { known, structure, settled, moved, withdrawn, latest: shelf.latest() };
};

/** What is named is read; its whole component only if there is news of it. */
const readKnown = async <Told extends Attributed>(
  shelf: Shelf<Told>,
  added: Evidence,
  { nodes, whole: wanted, reopened }: Reach,
): Promise<{ known: Known; news: News }> => {
  const touched = new Map((await shelf.lock([...nodes.values()])).map((node) => [node.id, node]));
  const between = await shelf.linksAmong(added.links.filter(({ a, b }) => touched.has(a) && touched.has(b)));
  const links = new Map(between.map((link) => [linkKey(link), link]));
  const news = newsIn(added, { nodes: touched, links });
  for (const id of newlyAliased(news, links)) reopened.add(id);
  const components = new Set<string>();
  for (const { id, component } of touched.values()) if (news.nodes.has(id) || wanted.has(id)) components.add(component);
  for (const id of reopened) components.add(touched.get(id)?.component ?? id);
  const others = [...touched.values()].filter(({ component }) => !components.has(component));
  const read = await shelf.read({ components, customers: new Set(others.map(({ customer }) => customer)), reopened });
  const whole = new Set(nodes.keys());
  const locked = new Set(nodes.keys());
  const lockedComponents = new Set([...touched.values()].map(({ component }) => component));
  for (const { id, component } of read.nodes.values()) {
    if (lockedComponents.has(component)) locked.add(id);
    if (components.has(component)) whole.add(id);
    else whole.delete(id);
  }
  for (const [key, link] of read.links) links.set(key, link);
  return { known: { ...read, links, whole, locked, reopened }, news };
};

/** Named together before, and one by another name now: they may be shared no longer, since one is counted less. */
const newlyAliased = ({ evidence }: News, known: ReadonlyMap<string, LinkState>): string[] =>
  evidence.links.flatMap((link) => (link.alias && known.has(linkKey(link)) ? [link.a, link.b] : []));

const whatIsLeft = async <Told extends Attributed>(
  shelf: Shelf<Told>,
  known: Known,
  withdrawn: readonly Told[],
  retracted: readonly Decided[],
): Promise<Left> => {
  if (withdrawn.length === 0 && retracted.length === 0) return nothingLost;
  const lost = { facts: withdrawn.map(({ fact }) => fact), decisions: retracted };
  const gone = new Set([...lost.facts.map(({ key }) => key), ...retracted.map(({ id }) => id)]);
  const told = [
    ...(await shelf.factsOf(subjectsThatTell(known, lost))),
    ...(await shelf.factsByKey(originsThatTell(known, lost))),
  ];
  const facts = [...new Map(told.map(({ fact }) => [fact.key, fact])).values()].filter(({ key }) => !gone.has(key));
  const named = [...lost.facts.flatMap((fact) => fact.nodes), ...retracted.flatMap(({ evidence }) => evidence.nodes)];
  const decisions = await shelf.decisionsNaming(named.map(({ id }) => id));
  return leftOf(known, lost, { facts, decisions: decisions.filter(({ id }) => !gone.has(id)) });
};
