import { Session } from 'node:inspector/promises';

/**
 * Gives back what starting took: to compile its modules, a thread of V8 fills a young generation of up to 64 MB, and keeps
 * it for as long as it runs, though what is left of that is a third. Call it once, when the start is over; takes 0.1 s.
 *
 * By the inspector: the `gc` of `--expose-gc` is to be had from a second context alone, which stays for as long as the thread runs.
 */
export const giveBackStartMemory = async (): Promise<void> => {
  const session = new Session();
  session.connect();
  try {
    await session.post('HeapProfiler.collectGarbage');
  } finally {
    session.disconnect();
  }
};
