import type { Consent } from '@hilo/contracts';
import { contactPointConsents, latestConsents } from './aggregate.ts';
import type { Decided } from './decision.ts';
import { evidenceOf, isEarlierAlias, joinEvidence, type Link, linkKey } from './evidence.ts';
import type { Fact } from './fact.ts';
import type { KnownGraph, LinkState } from './state.ts';

/**
 * What the remaining facts still say about the evidence that was withdrawn: when each node was seen first, each link and its
 * alias; `undefined` where no remaining fact or decision says it.
 */
export type Remaining = {
  nodes: ReadonlyMap<string, number | undefined>;
  links: ReadonlyMap<string, Pick<Link, 'firstSeen' | 'alias'> | undefined>;
  withoutOrigins: ReadonlySet<string>;
  /** What is consented to for contact points of which a statement is gone. */
  consents: ReadonlyMap<string, readonly Consent[]>;
};

/** The facts and the decisions that no longer count. */
export type Lost = { facts: readonly Fact[]; decisions: readonly Decided[] };

export const nothingLost: Remaining = {
  nodes: new Map(),
  links: new Map(),
  withoutOrigins: new Set(),
  consents: new Map(),
};

/** The links of a node that an interaction or a decision said, refused ones too, each with the node at its other end. */
const linksOf = (known: Pick<KnownGraph, 'links'>, node: string): [LinkState, string][] =>
  [...known.links.values()].flatMap((link): [LinkState, string][] => {
    if (link.automatic !== undefined || (link.a !== node && link.b !== node)) return [];
    return [[link, link.a === node ? link.b : link.a]];
  });

export const neighboursOf = (known: Pick<KnownGraph, 'links'>, node: string): string[] =>
  linksOf(known, node).map(([, other]) => other);

/**
 * Whose facts have to be read to know what is left. A fact that names an identifier is attributed to it or to one linked
 * with it, and one that names two, to either or to one linked with both: so no fact of anybody else can matter.
 */
export const subjectsThatTell = (known: KnownGraph, { facts, decisions }: Lost): Set<string> => {
  const subjects = new Set<string>();
  const first = (id: string, at: number): boolean => (known.nodes.get(id)?.firstSeen ?? 0) >= at;
  for (const fact of facts) {
    for (const { id } of fact.nodes) if (first(id, fact.at)) subjects.add(id);
    for (const link of evidenceOf(fact).links) {
      if (!isFirstToSay(link, known.links.get(linkKey(link)))) continue;
      const others = new Set(neighboursOf(known, link.b));
      for (const id of [link.a, link.b, ...neighboursOf(known, link.a).filter((id) => others.has(id))])
        subjects.add(id);
    }
    for (const id of statedAndKept(known, fact)) {
      for (const subject of [id, ...neighboursOf(known, id)]) subjects.add(subject);
    }
  }
  for (const { at, evidence } of decisions) for (const { id } of evidence.nodes) if (first(id, at)) subjects.add(id);
  return subjects;
};

/** Whether nobody is known to have said all of it before. */
const isFirstToSay = (link: Link, known: Link | undefined): boolean =>
  (known?.firstSeen ?? 0) >= link.firstSeen || (link.alias !== undefined && !isEarlierAlias(known?.alias, link.alias));

/** Interactions that said of a contact point that it is the wrong person's are attributed to somebody else. */
export const originsThatTell = (known: KnownGraph, { facts }: Lost): Set<string> => {
  const stated = new Set(facts.flatMap((fact) => statedAndKept(known, fact)));
  return new Set([...known.denials.values()].filter(({ node }) => stated.has(node)).map(({ origin }) => origin));
};

/** Contact points for which a statement of this fact is among the latest. */
const statedAndKept = (known: KnownGraph, fact: Fact): string[] =>
  contactPointConsents(fact).flatMap(([id]) =>
    known.nodes.get(id)?.consents.some(({ source, interaction }) => source === fact.source && interaction === fact.id)
      ? [id]
      : [],
  );

/** What is left, from all facts and decisions that still count and may say the same. */
export const whatRemains = (
  known: KnownGraph,
  lost: Lost,
  still: { facts: readonly Fact[]; decisions: readonly Decided[] },
): Remaining => {
  const withoutOrigins = new Set([...lost.facts.map(({ key }) => key), ...lost.decisions.map(({ id }) => id)]);
  const gone = joinLost(lost);
  const said = joinEvidence([...still.facts.map(evidenceOf), ...still.decisions.map(({ evidence }) => evidence)]);
  const saidLinks = new Map(said.links.map((link) => [linkKey(link), link]));
  const links = new Map<string, Pick<Link, 'firstSeen' | 'alias'> | undefined>();
  for (const link of gone.links) {
    const key = linkKey(link);
    links.set(key, linkLeft(link, known.links.get(key), saidLinks.get(key)));
  }
  const saidNodes = new Map(said.nodes.map(({ id, firstSeen }) => [id, firstSeen]));
  const nodes = new Map<string, number | undefined>();
  for (const { id, firstSeen } of gone.nodes) {
    const before = known.nodes.get(id);
    const linked = linksOf(known, id).flatMap(([link]) => {
      const key = linkKey(link);
      return (links.has(key) ? links.get(key)?.firstSeen : link.firstSeen) ?? [];
    });
    const denied = [...known.denials.values()]
      .filter(({ node, origin }) => node === id && !withoutOrigins.has(origin))
      .map(({ at }) => at);
    const times = [...linked, ...denied, ...(saidNodes.has(id) ? [saidNodes.get(id) ?? 0] : [])];
    const earlier = before !== undefined && before.firstSeen < firstSeen;
    nodes.set(id, earlier ? before.firstSeen : times.length > 0 ? Math.min(...times) : undefined);
  }
  return { nodes, links, withoutOrigins, consents: consentsLeft(known, lost, still.facts) };
};

/** What is left of a link: what was known to be said before, else what others still say. */
const linkLeft = (
  gone: Link,
  before: Link | undefined,
  said: Link | undefined,
): Pick<Link, 'firstSeen' | 'alias'> | undefined => {
  const earlier = before !== undefined && before.firstSeen < gone.firstSeen;
  const firstSeen = earlier ? before.firstSeen : said?.firstSeen;
  if (firstSeen === undefined) return undefined;
  const isAliasElsewhere = gone.alias === undefined || isEarlierAlias(before?.alias, gone.alias);
  const alias = isAliasElsewhere ? before?.alias : said?.alias;
  return { firstSeen, ...(alias && { alias }) };
};

const joinLost = ({ facts, decisions }: Lost) =>
  joinEvidence([...facts.map(evidenceOf), ...decisions.map(({ evidence }) => evidence)]);

const consentsLeft = (known: KnownGraph, lost: Lost, still: readonly Fact[]): Map<string, readonly Consent[]> => {
  const stated = new Set(lost.facts.flatMap((fact) => statedAndKept(known, fact)));
  const statements = still.flatMap(contactPointConsents);
  return new Map(
    [...stated].map((id) => [
      id,
      latestConsents(statements.flatMap(([node, consent]) => (node === id ? [consent] : []))),
    ]),
  );
};
