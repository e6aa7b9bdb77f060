/**
 * Posts at a steady rate, whatever the answers take (an open loop): each request has its moment, evenly spaced, and is
 * measured from it. A process of its own, so that nothing else delays the moments.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';
import { cpuSeconds } from './figures.ts';

export type SteadyLoad = {
  url: string;
  path: string;
  key: string;
  bodies: string[];
  connections: number;
  requestsPerSecond: number;
  seconds: number;
  /** The process that answers. */
  pid: number;
};

/** In milliseconds for each request: until it was answered, and until it was sent, both from its moment. */
export type SteadyMeasured = { latencies: number[]; lateness: number[]; refused: number; cpuSeconds: number };

const warmUpSeconds = 0.5;

process.once('message', async (load: SteadyLoad) => {
  const { url, path, key, bodies, connections, requestsPerSecond, seconds, pid } = load;
  const pool = new Pool(url, { connections, pipelining: 1 });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
  const measured: SteadyMeasured = { latencies: [], lateness: [], refused: 0, cpuSeconds: 0 };
  let sent = 0;

  const post = async (moment: number, counts: boolean): Promise<void> => {
    const late = performance.now() - moment;
    sent += 1;
    const answer = await pool.request({ path, method: 'POST', headers, body: bodies[sent % bodies.length] ?? '' });
    await answer.body.dump();
    if (answer.statusCode >= 300) measured.refused += 1;
    if (!counts) return;
    measured.latencies.push(performance.now() - moment);
    measured.lateness.push(late);
  };
  const postFor = async (duration: number, counts: boolean): Promise<void> => {
    const under = new Set<Promise<void>>();
    const began = performance.now();
    const total = Math.round(duration * requestsPerSecond);
    const momentOf = (n: number): number => began + (n * 1000) / requestsPerSecond;
    for (let n = 0; n < total; ) {
      for (; n < total && momentOf(n) <= performance.now(); n += 1) {
        const posted = post(momentOf(n), counts);
        under.add(posted);
        void posted.then(() => under.delete(posted));
      }
      // It sleeps as long as it can: it shares the processors with what it measures.
      await delay(Math.max(1, momentOf(n) - performance.now()));
    }
    await Promise.all(under);
  };

  await postFor(warmUpSeconds, false);
  const before = cpuSeconds(pid);
  await postFor(seconds, true);
  measured.cpuSeconds = cpuSeconds(pid) - before;
  await pool.close();
  // Who disconnects before all of it is written takes the rest with it.
  process.send?.(measured, () => process.disconnect?.());
});
