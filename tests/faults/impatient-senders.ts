import { setTimeout as delay } from 'node:timers/promises';
import { apiKey } from '../../scripts/api/hilo-process.ts';

/** What the senders saw. */
export type Posted = {
  accepted: number;
  /** Every other answer, and how often: the status, and how long to wait. */
  refused: Record<string, number>;
  requests: number;
  slowestMs: number;
  p99Ms: number;
};

const together = 5;

/**
 * Senders that post five interactions at a time, one request after the other, each about a customer of its own. None tries
 * again. An id is the sender's with a number that rises.
 */
export const startSenders = (url: string, count: number, pauseMs = 10) => {
  const ids = new Set<string>();
  const refused: Record<string, number> = {};
  const took: number[] = [];
  let going = true;

  const post = async (sender: string): Promise<void> => {
    for (let n = 0; going; n += together) {
      const interactions = Array.from({ length: together }, (_, i) => interactionOf(sender, n + i));
      const begun = performance.now();
      const answer = await fetch(`${url}/v1/interactions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify(interactions),
      });
      await answer.text();
      took.push(performance.now() - begun);
      if (answer.status === 202) for (const { id } of interactions) ids.add(id);
      else {
        const seen = `${answer.status}, retry after ${answer.headers.get('retry-after')}`;
        refused[seen] = (refused[seen] ?? 0) + 1;
      }
      await delay(pauseMs);
    }
  };
  const posting = Promise.all(Array.from({ length: count }, (_, n) => post(`sender-${n}`)));
  return {
    /** How many requests were refused so far. */
    countRefused: (): number => Object.values(refused).reduce((sum, times) => sum + times, 0),
    stop: async (): Promise<Posted & { ids: ReadonlySet<string> }> => {
      going = false;
      await posting;
      const ordered = took.toSorted((a, b) => a - b).map(Math.round);
      const p99Ms = ordered[Math.floor(ordered.length * 0.99)] ?? 0;
      const slowestMs = ordered.at(-1) ?? 0;
      return { accepted: ids.size, ids, refused, requests: took.length, slowestMs, p99Ms };
    },
  };
};

const interactionOf = (sender: string, n: number) => ({
  id: `${sender}/${n}`,
  occurredAt: new Date().toISOString(),
  channel: 'web',
  touchpoint: 'checkout',
  kind: 'bought',
  identifiers: [{ kind: 'customer_number', value: sender }],
});
