import { gather, locks, type NameHashes, type Resources, retry, transaction } from '@hilo/runtime';
import { freesSlot } from '../domain/delivery/outcome.ts';
import type { Telling } from './telling.ts';
import { type Attempted, writeOutcome, writeOutcomes } from './write-outcome.ts';

/** Nobody is erased until the end. */
export const beginWriting = `BEGIN; SELECT pg_advisory_xact_lock_shared(${locks.erasing}, hashtext(current_schema()))`;

export type OutcomeWriting = {
  /**
   * Writes what became of an attempt, with its telling. Gives whether the attempt was open, and so nothing of it was written before. Of what
   * has left this never fails: where it cannot be written, nobody repeats it, and at the end of its lease it is unknown.
   */
  write(attempted: Attempted & { hasLeft: boolean }): Promise<boolean>;
  /** Resolves when all that was written is told. */
  close(): Promise<void>;
};

/** What comes while others are written is written together, so many at the most. */
const mostTogether = 64;
/** What comes within so long is written together. */
const waitMs = 3;
/** Of so many it may be told later what became of them. */
const mostUntold = 400;
/** What has left is written though the database is away for so long. */
const retryingMs = 5000;

type Written = { attempted: Attempted; isOpen: boolean };

export const openOutcomeWriting = (
  { pool, now, hashes }: Pick<Resources, 'pool' | 'now'> & { hashes: NameHashes },
  tell: Telling,
): OutcomeWriting => {
  const untold = new Set<Promise<void>>();
  const telling = async (done: Parameters<Telling>[0]): Promise<void> => {
    const told = tell(done).finally(() => untold.delete(told));
    untold.add(told);
    if (untold.size > mostUntold) await told;
  };
  const together = gather<Written>(
    async (items) => {
      const done = await transaction(
        pool,
        (tx) =>
          writeOutcomes(
            tx,
            items.map(({ attempted }) => attempted),
            now(),
          ),
        beginWriting,
      );
      for (const item of items) item.isOpen = done.open.has(item.attempted.message.id);
      return () => telling(done);
    },
    { most: mostTogether, mostWeight: mostTogether, weigh: () => 1, waitMs },
  );
  const alone = async (attempted: Attempted): Promise<boolean> => {
    const done = await transaction(pool, (tx) => writeOutcome(tx, attempted, hashes, now()), beginWriting);
    await telling(done);
    return done.ids.length > 0;
  };
  const writeSoon = async (attempted: Attempted): Promise<boolean> => {
    if (freesSlot(attempted.outcome)) return alone(attempted);
    const item = { attempted, isOpen: false };
    return together(item).then(
      () => item.isOpen,
      // Whatever was wrong with another that was written with it.
      () => alone(attempted),
    );
  };
  return {
    write: async ({ hasLeft, ...attempted }) => {
      if (!hasLeft) return writeSoon(attempted);
      return writeSoon(attempted).catch(() =>
        retry(() => writeSoon(attempted), { signal: AbortSignal.timeout(retryingMs) }).catch(() => false),
      );
    },
    close: async () => {
      await Promise.all(untold);
    },
  };
};
