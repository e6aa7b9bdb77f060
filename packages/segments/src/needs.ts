import type { SegmentCondition, SegmentLeaf } from './condition.ts';

/** What kinds of facts there are to know of a customer. */
export type FactKind = 'traits' | 'interactions' | 'answers';

const kinds: Readonly<Record<SegmentLeaf['type'], FactKind>> = {
  trait: 'traits',
  interactions: 'interactions',
  'last-interaction': 'interactions',
  answers: 'answers',
  'last-answer': 'answers',
};

type Placed = { leaf: SegmentLeaf; path: PropertyKey[] };

/** What of a condition asks for facts, each with its place in it. */
export const segmentLeaves = (condition: SegmentCondition, path: PropertyKey[] = []): Placed[] => {
  if (condition.type === 'all' || condition.type === 'any')
    return condition.of.flatMap((one, index) => segmentLeaves(one, [...path, 'of', index]));
  if (condition.type === 'not') return segmentLeaves(condition.of, [...path, 'of']);
  return [{ leaf: condition, path }];
};

/** What of a condition cannot be judged by whoever knows these kinds of facts alone. */
export const unknownIn = (condition: SegmentCondition, known: readonly FactKind[]): (Placed & { kind: FactKind })[] =>
  segmentLeaves(condition).flatMap(({ leaf, path }) => {
    const kind = kinds[leaf.type];
    return known.includes(kind) ? [] : [{ leaf, path, kind }];
  });
