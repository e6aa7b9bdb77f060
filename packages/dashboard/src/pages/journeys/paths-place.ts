import type { PathsNode } from '../../api/journeys.ts';

/** Of which figure somebody wants to see who is behind it. */
export type PathsPlace =
  | { path: PathsNode[] }
  | { others: true }
  | { place: number; step: PathsNode; next?: PathsNode };
