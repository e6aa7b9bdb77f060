import { type Resources, repeat, snapshot, type Transaction } from '@hilo/runtime';
import { catchUp, type LoadedColumns, loadColumns } from './load-columns.ts';

/** What is read of the columns, and of the tables in the same transaction. */
type ReadNow<Found> = (tx: Transaction, loaded: LoadedColumns) => Promise<Found>;

/**
 * Keeps the columns in memory as the tables have them: looks every second, and whenever it is asked. What is told of in one transaction is
 * taken in as a whole.
 */
export const followColumns = async ({
  pool,
  logger,
  health,
  use,
}: Pick<Resources, 'pool' | 'logger' | 'health' | 'use'>): Promise<{
  /** Reads of them as they are at this moment; `undefined` while they are made. */
  now<Found>(read: ReadNow<Found>): Promise<Found | undefined>;
}> => {
  let loaded: LoadedColumns | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const look = <Found>(read: ReadNow<Found>): Promise<Found | undefined> => {
    const looked = last.then(() =>
      snapshot(pool, async (tx) => {
        const isFollowed = loaded !== undefined && (await catchUp(tx, loaded));
        if (!isFollowed) loaded = await loadColumns(tx);
        return loaded === undefined ? undefined : await read(tx, loaded);
      }),
    );
    last = looked.catch(() => {});
    return looked;
  };
  use(
    repeat({
      everyMs: 1000,
      health: { health, part: 'following the columns' },
      work: async () => {
        await look(async () => {});
        return false;
      },
      onError: (error) => logger.warn({ err: error }, 'the columns could not be followed, and are tried again'),
    }),
  );
  return { now: look };
};
