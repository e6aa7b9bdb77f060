import type { Decided } from './decision.ts';
import { endOfTime } from './end-of-time.ts';
import type { Link } from './evidence.ts';
import { compare } from './fact.ts';
import type { Node } from './node.ts';
import { pairOf } from './suggestion.ts';

/** A link that a model finds probable, with its weight. */
export type AutomaticLink = Link & { automatic: number };

export const isAutomatic = (link: Link): link is AutomaticLink => link.automatic !== undefined;

/**
 * Makes one of those who are customers by themselves, the most probable pairs first: only where every pair of those who would
 * be one is probable, and nothing forbids it. So which come to be one follows from the set of links, in whatever order they
 * were found.
 */
export const uniteAutomatically = (
  links: readonly AutomaticLink[],
  customerOf: (id: string) => string | undefined,
  unite: (a: string, b: string) => boolean,
): void => {
  const probable = new Set<string>();
  const pairs = links.flatMap(({ a, b, automatic }) => {
    const [one, other] = [customerOf(a), customerOf(b)];
    if (one === undefined || other === undefined || one === other) return [];
    const pair = pairOf(one, other);
    probable.add(pair.id);
    return [{ ...pair, weight: automatic }];
  });
  pairs.sort((x, y) => compare(y.weight, x.weight) || compare(x.a, y.a) || compare(x.b, y.b));
  const together = new Map<string, readonly string[]>();
  for (const { a, b } of pairs) {
    const [mine, theirs] = [together.get(a) ?? [a], together.get(b) ?? [b]];
    const isProbable = mine.every((one) => theirs.every((other) => probable.has(pairOf(one, other).id)));
    if (mine === theirs || !isProbable || !unite(a, b)) continue;
    const all = [...mine, ...theirs];
    for (const one of all) together.set(one, all);
  }
};

/** The link as what is said of two identifiers that are known: it makes neither known, and nothing is known by it. */
export const linkedAutomatically = (link: AutomaticLink, nodes: readonly Node[]): Decided => ({
  id: pairOf(link.a, link.b).id,
  at: endOfTime,
  evidence: { nodes: nodes.map((node) => ({ ...node, firstSeen: endOfTime })), links: [link], denials: [] },
});
