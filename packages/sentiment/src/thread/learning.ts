import { Worker } from 'node:worker_threads';
import type { Champion, NotedExample, Trial } from '../learning/trial.ts';

/** Examples are numbers, and lie beside this. */
const resourceLimits = { maxOldGenerationSizeMb: 256 };

/**
 * Learns a challenger of these and tries it, in a thread that is started for it and gives way to all others. Rejects if that ends, and when
 * it is to be given up.
 */
export const tryInThread = async (
  examples: readonly NotedExample[],
  champion: Champion | undefined,
  signal?: AbortSignal,
): Promise<Trial> => {
  signal?.throwIfAborted();
  const thread = new Worker(new URL('./learning-thread.ts', import.meta.url), { resourceLimits });
  const { promise, resolve, reject } = Promise.withResolvers<Trial>();
  thread.once('message', resolve);
  thread.once('error', reject);
  thread.once('exit', () => reject(new Error('the thread that learns has ended')));
  signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  thread.postMessage({ examples, champion });
  try {
    return await promise;
  } finally {
    await thread.terminate();
  }
};
