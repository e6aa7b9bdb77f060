import type { Decided } from '../domain/decision.ts';
import { type Evidence, evidenceOf, joinEvidence, linkKey, type SeenNode } from '../domain/evidence.ts';
import type { Fact } from '../domain/fact.ts';
import { arrivalsOf, withLeads } from '../domain/former-ids.ts';
import { type NewEvidence, newEvidenceIn } from '../domain/new-evidence.ts';
import { type OutOfReach, outOfReach } from '../domain/out-of-reach.ts';
import type { IdentityReader } from '../domain/reader.ts';
import { type Reattributed, reattribute, subjectsToAddUp } from '../domain/reattribute.ts';
import type { Registry } from '../domain/registry.ts';
import { restructure, type Structure } from '../domain/restructure.ts';
import type { Attributed, KnownGraph, LinkState } from '../domain/state.ts';
import { nothingLost, originsThatTell, type Remaining, subjectsThatTell, whatRemains } from '../domain/what-remains.ts';

/** What begins to count, and what no longer does. */
export type Change = {
  facts: readonly Fact[];
  decided?: readonly Decided[];
  withdrawn?: readonly Fact[];
  retracted?: readonly Decided[];
};

export type Changed<Stored extends Attributed> = {
  known: KnownGraph;
  structure: Structure;
  settled: Reattributed;
  /** Facts that are somebody else's than before. */
  moved: readonly Stored[];
  /** Facts that counted until now. */
  withdrawn: readonly Stored[];
  /** When any of the records that it may concern changed last, in milliseconds since the epoch. */
  latest: number;
};

/** What is locked; of this, what is read as a whole whatever the news; and of this, of what every link is read. */
type Reach = { nodes: Map<string, SeenNode>; whole: Set<string>; reopened: Set<string> };

/**
 * Who is who after a change, whose the facts are, and what that makes of the records. Where a change concerns somebody
 * whose component is not locked yet (an identifier is shared, or no longer), all are locked together and looked at again.
 */
export const applyChange = async <Stored extends Attributed>(
  reader: IdentityReader<Stored>,
  registry: Registry,
  change: Change,
): Promise<Changed<Stored>> => {
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
    const attempt = await tryChange(reader, registry, change, { added, reach });
    if ('settled' in attempt) return attempt;
    for (const node of attempt.nodes) {
      reach.nodes.set(node.id, node);
      reach.whole.add(node.id);
    }
    for (const id of attempt.reopened) reach.reopened.add(id);
  }
  throw new Error('the nodes that a change touches have no end');
};

const tryChange = async <Stored extends Attributed>(
  reader: IdentityReader<Stored>,
  registry: Registry,
  change: Change,
  { added, reach }: { added: Evidence; reach: Reach },
): Promise<Changed<Stored> | OutOfReach> => {
  const { known, news } = await readKnown(reader, added, reach);
  const withdrawn = await reader.factsByKey(new Set(change.withdrawn?.map(({ key }) => key)));
  const left = await whatIsLeft(reader, known, withdrawn, change.retracted ?? []);
  const restructured =
    news.nodes.size === 0 && left === nothingLost
      ? { ...known, newlyShared: [], noLongerShared: [] }
      : restructure(registry, known, news.evidence, left);
  const arrivals = arrivalsOf(known, restructured);
  const leads = await reader.leads([...arrivals.come, ...arrivals.gone]);
  const structure = withLeads(restructured, leads, arrivals);
  const subjects = subjectsToAddUp(structure, withdrawn);
  const gone = new Set(withdrawn.map(({ fact }) => fact.key));
  const addedUp = (await reader.factsOf(subjects)).filter(({ fact }) => !gone.has(fact.key));
  const further = outOfReach(known, structure, { addedUp, leads });
  if (further.nodes.length > 0 || further.reopened.length > 0) return further;
  const settled = reattribute(registry, known, structure, { facts: change.facts, subjects, addedUp, left });
  const moved = addedUp.filter(({ fact, subject, rule }) => {
    const now = settled.attributions.get(fact);
    return now?.node.id !== subject || now.rule !== rule;
  });
  return { known, structure, settled, moved, withdrawn, latest: reader.latest() };
};

/** What is named is read; its whole component only if there is news of it. */
const readKnown = async <Stored extends Attributed>(
  reader: IdentityReader<Stored>,
  added: Evidence,
  { nodes, whole: wanted, reopened }: Reach,
): Promise<{ known: KnownGraph; news: NewEvidence }> => {
  const touched = new Map((await reader.lock([...nodes.values()])).map((node) => [node.id, node]));
  const between = await reader.linksAmong(added.links.filter(({ a, b }) => touched.has(a) && touched.has(b)));
  const links = new Map(between.map((link) => [linkKey(link), link]));
  const news = newEvidenceIn(added, { nodes: touched, links });
  for (const id of newlyAliased(news, links)) reopened.add(id);
  const components = new Set<string>();
  for (const { id, component } of touched.values()) if (news.nodes.has(id) || wanted.has(id)) components.add(component);
  for (const id of reopened) components.add(touched.get(id)?.component ?? id);
  const others = [...touched.values()].filter(({ component }) => !components.has(component));
  const read = await reader.read({ components, customers: new Set(others.map(({ customer }) => customer)), reopened });
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
const newlyAliased = ({ evidence }: NewEvidence, known: ReadonlyMap<string, LinkState>): string[] =>
  evidence.links.flatMap((link) => (link.alias && known.has(linkKey(link)) ? [link.a, link.b] : []));

const whatIsLeft = async <Stored extends Attributed>(
  reader: IdentityReader<Stored>,
  known: KnownGraph,
  withdrawn: readonly Stored[],
  retracted: readonly Decided[],
): Promise<Remaining> => {
  if (withdrawn.length === 0 && retracted.length === 0) return nothingLost;
  const lost = { facts: withdrawn.map(({ fact }) => fact), decisions: retracted };
  const gone = new Set([...lost.facts.map(({ key }) => key), ...retracted.map(({ id }) => id)]);
  const stored = [
    ...(await reader.factsOf(subjectsThatTell(known, lost))),
    ...(await reader.factsByKey(originsThatTell(known, lost))),
  ];
  const facts = [...new Map(stored.map(({ fact }) => [fact.key, fact])).values()].filter(({ key }) => !gone.has(key));
  const named = [...lost.facts.flatMap((fact) => fact.nodes), ...retracted.flatMap(({ evidence }) => evidence.nodes)];
  const decisions = await reader.decisionsNaming(named.map(({ id }) => id));
  return whatRemains(known, lost, { facts, decisions: decisions.filter(({ id }) => !gone.has(id)) });
};
