/**
 * Says on `hilo.resolved.v1` what happens, so much in a second, until it is told to stop; of those that are marked, when the log had them.
 * A process of its own, so that nothing that is measured delays it.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { type ResolvedInteraction, topics } from '@hilo/contracts';
import { openLog } from '@hilo/log';
import { kindOf, resolvedFrom } from './history.ts';
import { type Coming, markAt, sayMark } from './marks.ts';

const everyMs = 50;

process.once('message', async ({ logUrl, perSecond, subjects, steps, marksPerSecond, run }: Coming) => {
  let isOver = false;
  process.once('message', () => {
    isOver = true;
  });
  await using log = await openLog(logUrl);
  const began = performance.now();
  const behind: number[] = [];
  let [sent, marked] = [0, 0];
  const append = (all: readonly { key: string; one: ResolvedInteraction }[]): Promise<void> =>
    log.append(
      topics.resolved.name,
      all.map(({ key, one }) => ({ key, value: JSON.stringify(one) })),
    );
  const happening = () => {
    sent++;
    const [subject, step] = [1 + ((sent * 7919) % subjects), 1 + ((sent * 31) % steps.length)];
    const where = steps[step - 1] ?? { channel: 'web', touchpoint: 'touchpoint-1', kind: kindOf(step) };
    const score = sent % 10 === 0 ? sent % 11 : -1;
    return {
      key: String(subject),
      one: resolvedFrom({ id: `live-${run}-${sent}`, at: Date.now(), subject }, where, score),
    };
  };
  while (!isOver) {
    const seconds = (performance.now() - began) / 1000;
    const due = Math.floor(seconds * perSecond) - sent;
    if (due > 0) await append(Array.from({ length: due }, happening));
    behind.push(performance.now() - began - seconds * 1000);
    if (marked < Math.floor(seconds * marksPerSecond)) {
      marked++;
      await append([
        { key: 'mark', one: resolvedFrom({ id: `${run}-${marked}`, at: Date.now(), subject: marked }, markAt(run)) },
      ]);
      process.send?.(sayMark(marked));
    }
    await delay(Math.max(1, everyMs - (performance.now() - began - seconds * 1000)));
  }
  process.send?.({ sent, perSecond: (sent * 1000) / (performance.now() - began), longestMs: Math.max(...behind) }, () =>
    process.disconnect?.(),
  );
});
