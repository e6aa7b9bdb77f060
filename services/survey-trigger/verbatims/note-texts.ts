import type { ResolvedInteraction } from '@hilo/contracts';
import { type Transaction, versionOfResolved } from '@hilo/runtime';
import { saidIn } from '../domain/verbatims/said.ts';
import { removeVerbatimsOf } from '../store/erased-verbatims.ts';
import { noteTexts } from '../store/heard-texts.ts';

type Told = {
  latest: readonly ResolvedInteraction[];
  erased: readonly ResolvedInteraction[];
  told: readonly { record: { appendedAt: number } }[];
  isRebuild: boolean;
};

/** Notes what customers wrote in these; it is judged when it is due. What was withdrawn, or is of somebody erased, is forgotten. */
export const noteWritten = async (tx: Transaction, { latest, erased, told, isRebuild }: Told): Promise<void> => {
  const heardAt = told.reduce((most, { record }) => Math.max(most, record.appendedAt), 0);
  await removeVerbatimsOf(tx, erased.map(versionOfResolved));
  const written = latest.filter((one) => one.withdrawn || saidIn(one).length > 0);
  await noteTexts(tx, written, { heardAt, isPast: isRebuild });
};
