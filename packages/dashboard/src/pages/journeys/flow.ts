import { sankey } from 'd3-sankey';
import type { PathsAnswer, PathsNode } from '../../api/journeys.ts';

/** What stands at a place, as a box. */
export type FlowNode = {
  place: number;
  step: PathsNode;
  n: number;
  x: number;
  y: number;
  width: number;
  height: number;
};
/** How many go from one box to the next, as a band from a height to a height. */
export type FlowLink = { place: number; from: PathsNode; to: PathsNode; n: number; path: string; width: number };
export type Flow = { nodes: FlowNode[]; links: FlowLink[]; height: number };

type Node = { key: string; place: number; step: PathsNode; n: number };
type Link = { source: string; target: string; value: number; from: PathsNode; to: PathsNode; place: number };

const keyOf = (place: number, step: PathsNode): string => `${place} ${JSON.stringify(step)}`;

/** Nothing goes on from an end, and nothing leads to a beginning: what stands there to fill a place is not drawn. */
const isOver = (step: PathsNode): boolean => step === 'end' || step === 'open' || step === 'start';

const boxWidth = 12;
const between = 14;

/** So much height for each box of the column that has most of them. */
const forEach = 56;

/** The boxes and bands of paths, as wide as that, laid out by d3-sankey; each place is a column. */
export const flowOf = ({ links }: Pick<PathsAnswer, 'links'>, width: number): Flow => {
  const real: Link[] = links
    .filter(({ from, to, n }) => n > 0 && !(isOver(from) && isOver(to)))
    .map(({ place, from, to, n }) => ({
      ...{ source: keyOf(place, from), target: keyOf(place + 1, to), value: n },
      ...{ from, to, place },
    }));
  if (real.length === 0) return { nodes: [], links: [], height: 0 };
  const nodes = nodesOf(real);
  const columns = [...Map.groupBy(nodes, ({ place }) => place).values()];
  const height = forEach * Math.max(2, ...columns.map(({ length }) => length));
  const first = Math.min(...nodes.map(({ place }) => place));
  const laidOut = sankey<Node, Link>()
    .nodeId(({ key }) => key)
    .nodeAlign(({ place }) => place - first)
    .nodeWidth(boxWidth)
    .nodePadding(between)
    .extent([
      [0, 4],
      [width, height - 4],
    ])({ nodes, links: real });
  return {
    height,
    nodes: laidOut.nodes.map(({ place, step, n, x0 = 0, x1 = 0, y0 = 0, y1 = 0 }) => ({
      ...{ place, step, n, x: x0, y: y0, width: x1 - x0, height: y1 - y0 },
    })),
    links: laidOut.links.map(({ place, from, to, value, source, target, y0 = 0, y1 = 0, width = 0 }) => {
      const [left, right] = [edgeOf(source).x1 ?? 0, edgeOf(target).x0 ?? 0];
      const middle = (left + right) / 2;
      const path = `M${left},${y0}C${middle},${y0} ${middle},${y1} ${right},${y1}`;
      return { place, from, to, n: value, path, width };
    }),
  };
};

const nodesOf = (links: readonly Link[]): Node[] => {
  const nodes = new Map<string, Node & { in: number; out: number }>();
  const at = (key: string, place: number, step: PathsNode) => {
    const known = nodes.get(key) ?? { key, place, step, n: 0, in: 0, out: 0 };
    nodes.set(key, known);
    return known;
  };
  for (const { source, target, from, to, place, value } of links) {
    at(source, place, from).out += value;
    at(target, place + 1, to).in += value;
  }
  return [...nodes.values()].map((node) => ({ ...node, n: Math.max(node.in, node.out) }));
};

/** Once it is laid out, what a link goes from and to is a node. */
const edgeOf = (end: unknown): { x0?: number; x1?: number } => (typeof end === 'object' && end !== null ? end : {});
