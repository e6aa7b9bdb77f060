import type { Transaction } from '@hilo/runtime';
import { type SituationStanding, situationStanding, toldOf } from '../domain/guidance/situation.ts';
import { type ReviewedGuidance, saveGuidance } from '../store/guidance.ts';
import { type ToldGuidance, tellGuidance } from './tell.ts';

/** Brings situations that are locked to how they stand by all that is known of them, and tells what came of it: each once. */
export const reviewGuidance = async (
  tx: Transaction,
  locked: readonly ReviewedGuidance[],
  now: number,
): Promise<readonly ToldGuidance[]> => {
  const reviewed = locked.map((one) => ({ one, standing: situationStanding(one, one.endedAt ?? undefined, now) }));
  const changed = reviewed.filter(({ one, standing }) => one.state !== standing.state);
  await saveGuidance(
    tx,
    changed.map(({ one, standing }) => ({ id: one.id, ...standing })),
    now,
  );
  const told = changed.flatMap(({ one, standing }) => eventOf(one, standing));
  await tellGuidance(tx, told, now);
  return told;
};

const eventOf = (one: ReviewedGuidance, standing: SituationStanding): ToldGuidance[] => {
  const state = toldOf(one.state, standing);
  return state === undefined ? [] : [{ ...one, state, by: standing.state === 'ended' ? standing.by : undefined }];
};
