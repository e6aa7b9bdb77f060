import type { Outgoing, Transaction } from '@hilo/runtime';
import { situationStanding, toldOf } from '../domain/guidance/situation.ts';
import { type ReviewedGuidance, saveGuidance } from '../store/guidance.ts';
import { readGuidanceNow } from '../store/guidance-now.ts';
import { type GuidanceTold, tellGuidance } from './tell.ts';

/** What came of it: what is to be told, and of how much. */
export type Reviewed = { outbox: readonly Outgoing[]; told: readonly GuidanceTold[] };

/** Brings situations that are locked to how they stand by all that is known of them, and tells what came of it: each once. */
export const reviewGuidance = async (
  tx: Transaction,
  locked: readonly ReviewedGuidance[],
  now: number,
): Promise<Reviewed> => {
  const changed = locked
    .map((one) => ({ one, standing: situationStanding(one, one.endedAt ?? undefined, now) }))
    .filter(({ one, standing }) => one.state !== standing.state);
  await saveGuidance(
    tx,
    changed.map(({ one, standing }) => ({ id: one.id, ...standing })),
    now,
  );
  const steps = new Map(changed.map(({ one, standing }) => [one.id, toldOf(one.state, standing)]));
  const stand = await readGuidanceNow(
    tx,
    [...steps].flatMap(([id, step]) => (step === undefined ? [] : id)),
  );
  const told = stand.flatMap((one): GuidanceTold[] => {
    const step = steps.get(one.id);
    return step === undefined ? [] : [{ one, step }];
  });
  return { outbox: await tellGuidance(tx, told, now), told };
};
