import { type SegmentCondition, segmentLeaves } from '@hilo/segments';

/** What is wrong with a score of the customers whom this condition chooses: `undefined` unless it chooses them by their answers on that scale. */
export const chosenByScore = (condition: SegmentCondition, scale: string): string | undefined =>
  segmentLeaves(condition).some(
    ({ leaf }) => (leaf.type === 'answers' || leaf.type === 'last-answer') && leaf.which.scale === scale,
  )
    ? `is chosen by answers on ${scale}: a score of it would say how it was chosen. Ask for another figure of it, or for this one of a segment that says nothing of ${scale}`
    : undefined;
