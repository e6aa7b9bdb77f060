import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';
import type { SteadyLoad, SteadyMeasured } from './steady-load.ts';

const Measured = z.object({
  latencies: z.array(z.number()),
  lateness: z.array(z.number()),
  refused: z.number(),
  cpuSeconds: z.number(),
});

/** Sends at a steady rate, from a process of its own; gives what `steady-load.ts` measured. Throws if a request was refused. */
export const sendSteadily = async (load: SteadyLoad): Promise<SteadyMeasured> => {
  const child = fork(join(import.meta.dirname, 'steady-load.ts'));
  child.send(load);
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('the sender ended without an answer')));
  const [answer] = await Promise.race([once(child, 'message'), ended]);
  const measured = Measured.parse(answer);
  const { refused, latencies } = measured;
  if (refused > 0) throw new Error(`${load.url} refused ${refused} of ${latencies.length} requests at a steady rate`);
  return measured;
};
