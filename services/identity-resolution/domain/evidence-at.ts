import { type Decision, instantOf } from '@hilo/contracts';
import type { Decided } from './decision.ts';
import { type Denial, type Evidence, joinEvidence, type Link, type SeenNode } from './evidence.ts';

/** A decision with the time until which it held. */
export type HeldNode = Decided & { until: number };

/** What is known around a customer: the evidence of interactions, and what people decided, in whatever time. */
export type Surroundings = {
  nodes: readonly SeenNode[];
  links: readonly Link[];
  denials: readonly Denial[];
  decisions: readonly HeldNode[];
};

export const held = (decided: Decided, { retracted }: Decision): HeldNode => ({
  ...decided,
  until: retracted === undefined ? Number.POSITIVE_INFINITY : instantOf(retracted.at),
});

/** The evidence of what had happened and was decided until this moment. */
export const evidenceAt = ({ nodes, links, denials, decisions }: Surroundings, at: number): Evidence => {
  const holding = decisions.filter((one) => one.at <= at && at < one.until).map(({ evidence }) => evidence);
  const seen = seenAt(nodes, holding, at);
  return {
    nodes: [...seen.values()],
    links: [...links, ...joinEvidence(holding).links]
      .filter(({ a, b, firstSeen }) => firstSeen <= at && seen.has(a) && seen.has(b))
      .map((link) => asSaidUntil(link, at)),
    denials: [...denials.filter((denial) => denial.at <= at), ...holding.flatMap((one) => one.denials)],
  };
};

const asSaidUntil = (link: Link, at: number): Link => {
  if (link.alias === undefined || link.alias.at <= at) return link;
  const { alias: _later, ...rest } = link;
  return rest;
};

/** A decision makes an identifier known for as long as it holds, whether anything else ever names it or not. */
const seenAt = (nodes: readonly SeenNode[], holding: readonly Evidence[], at: number): Map<string, SeenNode> => {
  const seen = new Map(nodes.map((node) => [node.id, node]));
  for (const node of holding.flatMap((one) => one.nodes)) {
    const known = seen.get(node.id);
    if (known === undefined || node.firstSeen < known.firstSeen) seen.set(node.id, { ...known, ...node });
  }
  for (const [id, { firstSeen }] of seen) if (firstSeen > at) seen.delete(id);
  return seen;
};

/** The moments at which something was seen or decided first, in order. */
export const momentsIn = ({ nodes, links, denials, decisions }: Surroundings): number[] =>
  [
    ...new Set([
      ...nodes.map(({ firstSeen }) => firstSeen),
      ...links.flatMap(({ firstSeen, alias }) => (alias === undefined ? [firstSeen] : [firstSeen, alias.at])),
      ...denials.map(({ at }) => at),
      ...decisions.flatMap(({ at, until }) => (Number.isFinite(until) ? [at, until] : [at])),
    ]),
  ].sort((a, b) => a - b);
