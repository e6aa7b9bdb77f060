import { holdOffErasures, type Transaction } from '@hilo/runtime';
import { readGuidanceNow } from '../store/guidance-now.ts';
import { lockPushed, type NewRead, noteGuidanceRead } from '../store/guidance-reads.ts';
import type { Reviewed } from './review.ts';
import { tellGuidance } from './tell.ts';

/** Notes that somebody read a card, or was not helped, and tells it, once for each; gives nothing, where no such card was pushed. */
export const noteCardRead = async (tx: Transaction, read: NewRead): Promise<Reviewed | undefined> => {
  await holdOffErasures(tx);
  if (!(await lockPushed(tx, read.guidance))) return undefined;
  if (!(await noteGuidanceRead(tx, read))) return { outbox: [], told: [] };
  const told = (await readGuidanceNow(tx, [read.guidance])).map((one) => ({ one, step: read.what }));
  return { outbox: await tellGuidance(tx, told, read.at), told };
};
