/** A pair that was compared, by the ids of its records; the weight is log2 of the odds that both are one person. */
export type ScoredPair = { a: string; b: string; weight: number };

export type ClusterOptions = {
  /** Pairs below this weight join nothing. */
  edge: number;
  /** Two groups become one if the mean weight over all pairs between them is above this. */
  merge: number;
  /** A single pair says no more than this for, and no more than that against. */
  most: number;
  least: number;
  /** A pair that merely says too little for one person, and nothing against it, counts no more than this against. */
  unsaid: number;
  /** The weight of a pair of which nothing is known. */
  prior: number;
  /** Components with more records than this are first cut at heavier edges. */
  largest: number;
};

export const defaultClusterOptions: ClusterOptions = {
  edge: -4,
  merge: 0,
  most: 8,
  least: -8,
  unsaid: -3,
  prior: -12,
  largest: 200,
};

/**
 * Groups of records that are one person: average linkage (Sokal & Michener 1958) within each connected component, over
 * every pair in it, whether it was compared before or not, so that a chain of likely pairs does not join strangers.
 * Records in no group stand alone and are left out. The result does not depend on the order of the pairs.
 */
export const clusterPairs = (
  pairs: readonly ScoredPair[],
  weightBetween: (a: string, b: string) => number,
  options: ClusterOptions = defaultClusterOptions,
): string[][] => {
  const edges = pairs.filter(({ weight }) => weight >= options.edge);
  return components(edges)
    .flatMap(({ members, edges }) => splitComponent(members, edges, weightBetween, options))
    .filter((members) => members.length > 1)
    .sort(([x = ''], [y = '']) => (x < y ? -1 : 1));
};

type Component = { members: string[]; edges: ScoredPair[] };

const components = (edges: readonly ScoredPair[]): Component[] => {
  const parent = new Map<string, string>();
  const rootOf = (id: string): string => {
    let root = id;
    for (let above = parent.get(root); above !== undefined && above !== root; above = parent.get(root)) root = above;
    parent.set(id, root);
    return root;
  };
  for (const { a, b } of edges) parent.set(rootOf(a), rootOf(b));
  const found = new Map<string, Component>();
  for (const id of parent.keys()) {
    const root = rootOf(id);
    const component = found.get(root) ?? { members: [], edges: [] };
    component.members.push(id);
    found.set(root, component);
  }
  for (const edge of edges) found.get(rootOf(edge.a))?.edges.push(edge);
  return [...found.values()];
};

const splitComponent = (
  members: readonly string[],
  edges: readonly ScoredPair[],
  weightBetween: (a: string, b: string) => number,
  options: ClusterOptions,
): string[][] => {
  if (members.length === 2) return edges.some(({ weight }) => weight > options.merge) ? [members.toSorted()] : [];
  if (members.length <= options.largest) return averageLinkage(members.toSorted(), weightBetween, options);
  const edge = Math.max(options.edge + 1, aboveLightestEighth(edges));
  return components(edges.filter(({ weight }) => weight >= edge)).flatMap((component) =>
    splitComponent(component.members, component.edges, weightBetween, { ...options, edge }),
  );
};

/** The weight below which an eighth of the edges lie: they are cut first. */
const aboveLightestEighth = (edges: readonly ScoredPair[]): number => {
  const weights = edges.map(({ weight }) => weight).sort((x, y) => x - y);
  return (weights[Math.floor(weights.length / 8)] ?? 0) + 1e-9;
};

const averageLinkage = (
  members: readonly string[],
  weightBetween: (a: string, b: string) => number,
  options: ClusterOptions,
): string[][] => {
  const groups: (string[] | undefined)[] = members.map((id) => [id]);
  const between = members.map((a, i) =>
    members.map((b, j) => (i === j ? 0 : counted(i < j ? weightBetween(a, b) : weightBetween(b, a), options))),
  );
  for (;;) {
    const best = heaviest(groups, between);
    if (best === undefined || best.mean <= options.merge) break;
    join(groups, between, best.i, best.j);
  }
  return groups.flatMap((group) => (group === undefined ? [] : [group.sort()]));
};

/** What a pair counts in the mean: what says nothing either way is no evidence against. */
const counted = (weight: number, { most, least, unsaid, prior }: ClusterOptions): number =>
  weight >= 0 ? Math.min(most, weight) : Math.max(least, Math.max(unsaid, weight) + Math.min(0, weight - prior));

type Best = { i: number; j: number; mean: number };

/** `between` holds sums of weights; the first of equals wins, so that ids decide. */
const heaviest = (
  groups: readonly (readonly string[] | undefined)[],
  between: readonly number[][],
): Best | undefined => {
  let best: Best | undefined;
  for (const [i, group] of groups.entries()) {
    if (group === undefined) continue;
    for (let j = i + 1; j < groups.length; j += 1) {
      const other = groups[j];
      if (other === undefined) continue;
      const mean = (between[i]?.[j] ?? 0) / (group.length * other.length);
      if (best === undefined || mean > best.mean + 1e-9) best = { i, j, mean };
    }
  }
  return best;
};

const join = (groups: (string[] | undefined)[], between: number[][], i: number, j: number): void => {
  groups[i]?.push(...(groups[j] ?? []));
  groups[j] = undefined;
  for (const [k, row] of between.entries()) {
    const added = (between[i]?.[k] ?? 0) + (between[j]?.[k] ?? 0);
    if (k === i) continue;
    row[i] = added;
    const rowOfI = between[i];
    if (rowOfI) rowOfI[k] = added;
  }
};
