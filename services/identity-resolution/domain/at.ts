import { type Decision, instantOf } from '@hilo/contracts';
import type { Decided } from './decision.ts';
import type { Denial, Evidence, Link, SeenNode } from './evidence.ts';

/** A decision with the time until which it held. */
export type Held = Decided & { until: number };

/** What is known around a customer: the evidence of interactions, and what people decided, in whatever time. */
export type Surroundings = {
  nodes: readonly SeenNode[];
  links: readonly Link[];
  denials: readonly Denial[];
  decisions: readonly Held[];
};

export const held = (decided: Decided, { retracted }: Decision): Held => ({
  ...decided,
  until: retracted === undefined ? Number.POSITIVE_INFINITY : instantOf(retracted.at),
});

/** The evidence of what had happened and was decided until this moment. */
export const evidenceAt = ({ nodes, links, denials, decisions }: Surroundings, at: number): Evidence => {
  const seen = nodes.filter(({ firstSeen }) => firstSeen <= at);
  const ids = new Set(seen.map(({ id }) => id));
  const holding = decisions.filter((one) => one.at <= at && at < one.until).map(({ evidence }) => evidence);
  return {
    nodes: seen,
    links: [...links, ...holding.flatMap((one) => one.links)].filter(
      ({ a, b, firstSeen }) => firstSeen <= at && ids.has(a) && ids.has(b),
    ),
    denials: [...denials.filter((denial) => denial.at <= at), ...holding.flatMap((one) => one.denials)],
  };
};

/** The moments at which something was seen or decided first, in order. */
export const momentsIn = ({ nodes, links, denials, decisions }: Surroundings): number[] =>
  [
    ...new Set([
      ...nodes.map(({ firstSeen }) => firstSeen),
      ...links.map(({ firstSeen }) => firstSeen),
      ...denials.map(({ at }) => at),
      ...decisions.flatMap(({ at, until }) => (Number.isFinite(until) ? [at, until] : [at])),
    ]),
  ].sort((a, b) => a - b);
