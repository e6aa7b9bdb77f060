import type { Explanation, HeldIdentifier, Identifier } from '../../api/identity.ts';

type Link = Explanation['links'][number];
type Refused = Explanation['refused'][number];

/** An identifier: one of the customer, which is held, or one of somebody else that is not linked to these. */
export type PictureNode = { key: string; identifier: Identifier; held?: HeldIdentifier };
/** What links two, or would and does not; by the rows of its ends. */
export type PictureEdge = { key: string; ends: readonly [number, number] } & ({ link: Link } | { refused: Refused });
export type Picture = { nodes: readonly PictureNode[]; edges: readonly PictureEdge[] };

/** Where somebody is in a picture: at an identifier, or at what links it to another. */
export type Place = { node: number; edge?: number };

export const keyOf = ({ kind, value }: Pick<Identifier, 'kind' | 'value'>): string => `${kind} ${value}`;

/** What two linked identifiers say. */
export const namesIn = ([one, other]: readonly Identifier[]): [string, string] => [
  one?.value ?? '',
  other?.value ?? '',
];

/** Why a customer is one, as rows of identifiers and arcs between them: those of the customer first, then those of others. */
export const pictureOf = ({ identifiers, links, refused }: Pick<Explanation, 'identifiers' | 'links' | 'refused'>) => {
  const nodes = new Map<string, PictureNode>();
  for (const held of identifiers) nodes.set(keyOf(held), { key: keyOf(held), identifier: held, held });
  for (const identifier of [...links, ...refused].flatMap(({ between }) => between)) {
    const key = keyOf(identifier);
    if (!nodes.has(key)) nodes.set(key, { key, identifier });
  }
  const rows = new Map([...nodes.keys()].map((key, row) => [key, row]));
  const endsOf = ([one, other]: readonly Identifier[]): [number, number] => {
    const row = (identifier: Identifier | undefined) => (identifier && rows.get(keyOf(identifier))) ?? 0;
    return [Math.min(row(one), row(other)), Math.max(row(one), row(other))];
  };
  const named = (is: string, ends: readonly number[]): string => `${is} ${ends.join(' ')}`;
  const edges: PictureEdge[] = [
    ...links.map((link) => ({ key: named('link', endsOf(link.between)), ends: endsOf(link.between), link })),
    ...refused.map((one) => ({ key: named('refused', endsOf(one.between)), ends: endsOf(one.between), refused: one })),
  ];
  return { nodes: [...nodes.values()], edges } satisfies Picture;
};

/** The edges of an identifier, from the top to the bottom, by where they lead. */
export const edgesOf = ({ edges }: Picture, node: number): number[] =>
  edges
    .flatMap(({ ends }, edge) => (ends.includes(node) ? [{ edge, to: otherEnd(ends, node) }] : []))
    .toSorted((one, other) => one.to - other.to)
    .map(({ edge }) => edge);

const otherEnd = ([one, other]: readonly [number, number], node: number): number => (one === node ? other : one);

/**
 * Where a key leads: up and down from identifier to identifier; right to what links it, there up and down from one to the next, right
 * again to the other end, and left back.
 */
export const walk = (picture: Picture, { node, edge }: Place, key: string): Place | undefined => {
  const own = edgesOf(picture, node);
  const last = picture.nodes.length - 1;
  if (key === 'Home') return { node: 0 };
  if (key === 'End') return { node: last };
  if (edge === undefined) {
    if (key === 'ArrowUp') return { node: Math.max(0, node - 1) };
    if (key === 'ArrowDown') return { node: Math.min(last, node + 1) };
    return key === 'ArrowRight' && own[0] !== undefined ? { node, edge: own[0] } : undefined;
  }
  const at = own.indexOf(edge);
  if (key === 'ArrowUp') return { node, edge: own[Math.max(0, at - 1)] ?? edge };
  if (key === 'ArrowDown') return { node, edge: own[at + 1] ?? edge };
  if (key === 'ArrowLeft') return { node };
  const ends = picture.edges[edge]?.ends;
  return key === 'ArrowRight' && ends ? { node: otherEnd(ends, node) } : undefined;
};

/** In pixels of the picture. */
export const rowHeight = 48;
export const arcsWidth = 132;
const room = { least: 26, most: arcsWidth - 18 };

/** The arc between two rows, and its middle, which no two arcs have in common: the further apart, the wider. */
export const arcOf = ([from, to]: readonly [number, number], rows: number) => {
  const [y1, y2] = [(from + 0.5) * rowHeight, (to + 0.5) * rowHeight];
  const width = room.least + ((room.most - room.least) * (to - from)) / Math.max(1, rows - 1);
  const [x, control] = [arcsWidth, arcsWidth - (width * 4) / 3];
  return {
    path: `M${x} ${y1}C${control} ${y1} ${control} ${y2} ${x} ${y2}`,
    middle: { x: x - width, y: (y1 + y2) / 2 },
  };
};
