export type Scores = { precision: number; recall: number; f1: number };

/** How the pairs of two records of one entity are told: within one file, or across two. */
export type Truth = {
  truePairs: number;
  isTrue(a: string, b: string): boolean;
  /** Whether the pair counts: across two files, only pairs with one record of each do. */
  counts(a: string, b: string): boolean;
};

export const truthOf = (
  entityOf: ReadonlyMap<string, string>,
  sourceOf: (id: string) => string,
  across: boolean,
): Truth => {
  const sizes = new Map<string, number>();
  const sizesInSource = new Map<string, number>();
  for (const [id, entity] of entityOf) {
    sizes.set(entity, (sizes.get(entity) ?? 0) + 1);
    const key = `${sourceOf(id)} ${entity}`;
    sizesInSource.set(key, (sizesInSource.get(key) ?? 0) + 1);
  }
  return {
    truePairs: pairsIn(sizes.values()) - (across ? pairsIn(sizesInSource.values()) : 0),
    isTrue: (a, b) => entityOf.get(a) === entityOf.get(b),
    counts: (a, b) => !across || sourceOf(a) !== sourceOf(b),
  };
};

const pairsIn = (sizes: Iterable<number>): number => {
  let pairs = 0;
  for (const size of sizes) pairs += (size * (size - 1)) / 2;
  return pairs;
};

/** Precision, recall and F1 of pairs against all true pairs, found or not. */
export const scorePairs = (pairs: Iterable<readonly [string, string]>, truth: Truth): Scores => {
  let [right, all] = [0, 0];
  for (const [a, b] of pairs) {
    if (!truth.counts(a, b)) continue;
    all += 1;
    if (truth.isTrue(a, b)) right += 1;
  }
  const [precision, recall] = [all === 0 ? 1 : right / all, right / truth.truePairs];
  return { precision, recall, f1: right === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
};

/** Every pair within a cluster. */
export function* pairsWithin(clusters: readonly (readonly string[])[]): Generator<[string, string]> {
  for (const members of clusters) {
    for (const [at, a] of members.entries()) for (const b of members.slice(at + 1)) yield [a, b];
  }
}

/** The share of found clusters that are exactly one entity, and of the entities with several records that were found. */
export const scoreClusters = (
  clusters: readonly (readonly string[])[],
  entityOf: ReadonlyMap<string, string>,
): Scores => {
  const sizes = new Map<string, number>();
  for (const entity of entityOf.values()) sizes.set(entity, (sizes.get(entity) ?? 0) + 1);
  const entities = [...sizes.values()].filter((size) => size > 1).length;
  const right = clusters.filter((members) => {
    const entity = entityOf.get(members[0] ?? '');
    return members.length === sizes.get(entity ?? '') && members.every((id) => entityOf.get(id) === entity);
  }).length;
  const [precision, recall] = [clusters.length === 0 ? 1 : right / clusters.length, right / Math.max(1, entities)];
  return { precision, recall, f1: right === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
};
