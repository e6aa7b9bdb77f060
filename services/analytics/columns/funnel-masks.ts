import type { FunnelQuestion } from './funnel-question.ts';
import { type RowMasks, rowMasks } from './row-masks.ts';

/** The bit of each step; of exclusions those above; and one for whatever else is looked at. */
export const stepBit = (place: number): number => 1 << place;
export const exclusionBit = (place: number): number => 1 << (place + 15);
const otherBit = 1 << 30;

/** Which steps and exclusions of a funnel an interaction may be. */
export const funnelMasks = ({ steps, exclusions = [], filter, order }: FunnelQuestion): RowMasks =>
  rowMasks(
    [
      ...steps.map((what, place) => ({ what, bit: stepBit(place) })),
      ...exclusions.map(({ what, after }) => ({ what, bit: exclusionBit(after) })),
      // Whatever happens in between ends a strict chain.
      ...(order === 'strict' ? [{ what: {}, bit: otherBit }] : []),
    ],
    filter,
  );
