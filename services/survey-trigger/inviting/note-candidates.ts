import type { ResolvedInteraction } from '@hilo/contracts';
import type { Transaction } from '@hilo/runtime';
import type { Candidate } from '../domain/candidate.ts';
import { isHistorical } from '../domain/historical.ts';
import { findNoted } from '../store/historical.ts';
import { savePending } from '../store/invitations.ts';

/** An interaction, and when the log heard of it. */
export type Told = { message: ResolvedInteraction; record: { appendedAt: number } };

/**
 * Notes these candidates, but those that are history: of these, only what is noted already follows its interaction. Gives those that
 * are heard of for the first time, which are to be counted.
 */
export const noteNewCandidates = async (
  tx: Transaction,
  candidates: readonly Candidate[],
  told: readonly Told[],
): Promise<Candidate[]> => {
  const heardAt = told.reduce((latest, { record }) => Math.max(latest, record.appendedAt), 0);
  const historical = candidates.filter((one) => isHistorical(one, heardAt));
  if (historical.length === 0) {
    await savePending(tx, candidates);
    return [];
  }
  const isHistory = new Set(historical);
  const noted = await findNoted(tx, historical);
  await savePending(
    tx,
    candidates.filter((one) => !isHistory.has(one) || noted.has(one.id)),
  );
  const first = new Set(told.flatMap(({ message }) => (message.version === 1 ? keyOf(message) : [])));
  return historical.filter((one) => !noted.has(one.id) && first.has(keyOf(one.resolved)));
};

const keyOf = ({ interaction: { source, id } }: ResolvedInteraction): string => JSON.stringify([source, id]);
