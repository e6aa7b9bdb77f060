import { type Logger, type Resources, repeat } from '@hilo/runtime';
import { insertReads, type Read } from '../store/reads.ts';

export type Audit = {
  /** Notes a read; it is written within a second. */
  note(read: Read): void;
  /** Writes what is noted and not written yet. */
  flush(): Promise<void>;
  close(): Promise<void>;
};

const everyMs = 1000;
const atOnce = 5000;

/** Who read which record: noted in memory and written together, so that no reader waits for it. */
export const openAudit = ({
  pool,
  health,
  logger,
}: Pick<Resources, 'pool' | 'health'> & { logger: Pick<Logger, 'warn'> }): Audit => {
  let noted: Read[] = [];
  let writing: Promise<void> = Promise.resolve();
  const write = async (): Promise<void> => {
    while (noted.length > 0) {
      const some = noted.slice(0, atOnce);
      await insertReads(pool, some);
      noted = noted.slice(some.length);
    }
  };
  const flush = (): Promise<void> => {
    writing = writing.catch(() => {}).then(write);
    return writing;
  };
  const writer = repeat({
    everyMs,
    health: { health, part: 'noting who read what' },
    work: async () => {
      await flush();
      return false;
    },
    onError: (error) => logger.warn({ err: error }, 'who read what could not be written and will be tried again'),
  });
  return {
    note: (read) => {
      noted.push(read);
    },
    flush,
    close: async () => {
      await writer.close();
      await flush();
    },
  };
};
