import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';
import type { Coming, SaidMark } from './marks.ts';

const Marked = z.object({ mark: z.int(), at: z.number() });
const Came = z.object({ sent: z.int(), perSecond: z.number(), longestMs: z.number() });

/** What came in. */
export type CameIn = z.infer<typeof Came>;

/** What comes in on the log from now on, until it is stopped. */
export type ComingIn = { marks: SaidMark[]; stop(): Promise<CameIn> };

export const comeIn = (coming: Coming): ComingIn => {
  const child = fork(join(import.meta.dirname, 'incoming.ts'));
  const marks: SaidMark[] = [];
  const came = Promise.withResolvers<CameIn>();
  child.on('message', (message) => {
    const mark = Marked.safeParse(message);
    if (mark.success) marks.push(mark.data);
    else came.resolve(Came.parse(message));
  });
  const ended = once(child, 'exit').then(() => came.reject(new Error('what comes in ended by itself')));
  came.promise.catch(() => {});
  child.send(coming);
  return {
    marks,
    stop: async () => {
      if (child.connected) child.send('stop');
      const found = await came.promise;
      await ended;
      return found;
    },
  };
};
