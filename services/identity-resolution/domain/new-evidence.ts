import { type Evidence, isEarlierAlias, type Link, linkKey, type SeenNode } from './evidence.ts';

export type NewEvidence = {
  evidence: Evidence;
  /** Whose components have to be looked at as a whole. */
  nodes: ReadonlySet<string>;
};

/** What of this evidence is not known yet: most interactions say again what others have said before. */
export const newEvidenceIn = (
  { nodes, links, denials }: Evidence,
  known: { nodes: ReadonlyMap<string, SeenNode>; links: ReadonlyMap<string, Link> },
): NewEvidence => {
  const newNodes = nodes.filter((node) => isEarlier(node, known.nodes.get(node.id)));
  const newLinks = links.filter((link) => isNews(link, known.links.get(linkKey(link))));
  return {
    evidence: { nodes: newNodes, links: newLinks, denials },
    nodes: new Set([
      ...newNodes.map(({ id }) => id),
      ...newLinks.flatMap(({ a, b }) => [a, b]),
      ...denials.flatMap(({ node, from }) => [node, ...from]),
    ]),
  };
};

const isNews = (link: Link, known: Link | undefined): boolean =>
  isEarlier(link, known) || isEarlierAlias(link.alias, known?.alias);

const isEarlier = (one: { firstSeen: number }, known: { firstSeen: number } | undefined): boolean =>
  known === undefined || one.firstSeen < known.firstSeen;
