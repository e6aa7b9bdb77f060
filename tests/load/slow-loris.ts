import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { apiKey, type HiloProcess } from '../../scripts/api/hilo-process.ts';

export type SlowLorisOutcome = {
  /** How long the last of them held its socket, in milliseconds. */
  longestMs: number;
  /** The 99th percentile of what others waited, before and meanwhile, in milliseconds. */
  p99: { before: number; meanwhile: number };
  failed: number;
};

const head = `POST /v1/interactions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${apiKey}\r\n`;

/** What is said at once, and what is dripped after it. */
const manners: readonly [begin: string, drip: string][] = [
  ['', ''],
  [head, 'X'],
  [`${head}Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n`, ' '],
  [`${head}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`, '1\r\n \r\n'],
];

/** Opens sockets that say next to nothing, until all are cut, while others go on posting. */
export const slowLoris = async (hilo: HiloProcess, sockets: number): Promise<SlowLorisOutcome> => {
  await askFor(hilo, 1000);
  const before = await askFor(hilo, 6000);
  const held = Promise.all(Array.from({ length: sockets }, (_, n) => holdSocket(hilo.url, n)));
  const meanwhile = await askFor(hilo, 10_000);
  const longestMs = Math.max(...(await held));
  return {
    longestMs,
    p99: { before: p99(before.times), meanwhile: p99(meanwhile.times) },
    failed: before.failed + meanwhile.failed,
  };
};

const holdSocket = (url: string, n: number): Promise<number> => {
  const { hostname, port } = new URL(url);
  const [begin = '', drip = ''] = manners[n % manners.length] ?? [];
  const began = Date.now();
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.write(begin));
    const dripping = setInterval(() => socket.writable && socket.write(drip), 500);
    socket.on('error', () => {});
    socket.on('data', () => {});
    socket.on('close', () => {
      clearInterval(dripping);
      resolve(Date.now() - began);
    });
  });
};

/** Posts at a leisurely pace, as a channel system does; gives how long each answer took. */
const askFor = async (hilo: HiloProcess, ms: number): Promise<{ times: number[]; failed: number }> => {
  const times: number[] = [];
  let failed = 0;
  const until = Date.now() + ms;
  const ask = async (): Promise<void> => {
    while (Date.now() < until) {
      const began = performance.now();
      const answer = await fetch(`${hilo.url}/v1/track`, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}` },
        body: JSON.stringify({ userId: 'u', event: 'Clicked' }),
      });
      await answer.arrayBuffer();
      times.push(performance.now() - began);
      if (answer.status !== 200) failed += 1;
      await delay(10);
    }
  };
  await Promise.all(Array.from({ length: 4 }, ask));
  return { times, failed };
};

const p99 = (times: readonly number[]): number => {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.floor(sorted.length * 0.99)] ?? 0) * 10) / 10;
};
