import { Erasure, topics } from '@hilo/contracts';
import type { Batch } from '@hilo/log';
import {
  type ErasureList,
  type Handled,
  noteErasureDone,
  parseRecords,
  type Transaction,
  transaction,
  Unreachable,
} from '@hilo/runtime';
import type { Pool } from 'pg';
import { beginAnew } from '../store/erasure/begin-anew.ts';
import { findErasure } from '../store/erasure/erasures.ts';

/** With a list for the first time, all erasures that there ever were are heard again: the log has them all. */
export const hearAllForList = (pool: Pool, group: string): Promise<void> =>
  transaction(pool, (tx) => beginAnew(tx, group, topics.erasures.name));

/** Notes in the list what was erased without it: before there was one, and by instances of a version that knows of none. */
export const noteInList = async (
  tx: Transaction,
  list: ErasureList | undefined,
  { records }: Pick<Batch, 'records'>,
): Promise<Handled> => {
  const { parsed, deadLetters } = parseRecords(Erasure, records);
  if (list === undefined) return { deadLetters };
  try {
    const listed = new Set(await list.ids());
    for (const { message } of parsed) if (!listed.has(message.id)) await note(tx, list, message);
  } catch (cause) {
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause;
    // Nothing is wrong with the message.
    throw new Unreachable('the list of erasures cannot be reached', { cause });
  }
  return { deadLetters };
};

/** One that is not in the database either was made in another life of it: it is done here as soon as the list is looked at. */
const note = async (tx: Transaction, list: ErasureList, erasure: Erasure): Promise<void> => {
  const found = await findErasure(tx, erasure.id);
  const { key, source } = found?.status.by ?? { key: 'unknown', source: 'unknown' };
  await list.append({
    erasure,
    requestedAt: erasure.at,
    request: found?.request ?? erasure.id,
    by: { key, source },
  });
  if (found) await noteErasureDone(tx, erasure.id);
};
