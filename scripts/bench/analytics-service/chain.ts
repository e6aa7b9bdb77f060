import { setTimeout as delay } from 'node:timers/promises';
import { IngestResult, type Interaction } from '@hilo/contracts';
import { apiKey, type HiloProcess } from '../../api/hilo-process.ts';
import { sendSteadily } from '../steadily.ts';
import { createTraffic } from '../traffic.ts';
import type { Asker } from './ask.ts';
import { type Lateness, watchMarks } from './freshness.ts';
import { markAt, type SaidMark, sayMark } from './marks.ts';

const marksPerSecond = 10;
const run = 'bench-chain';

/**
 * Posts so many interactions a second, and marks beside, one after the other of one person; gives how long after ingest's 202 each mark is
 * in a figure.
 */
export const measureChain = async (
  ingest: HiloProcess,
  asker: Asker,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<Lateness & { acceptMs: number[] }> => {
  const posting = sendSteadily({
    url: ingest.url,
    path: '/v1/interactions',
    key: apiKey,
    pid: ingest.pid,
    bodies: bodiesOf(perSecond * (seconds + 2)),
    connections: 8,
    requestsPerSecond: perSecond,
    seconds,
  });
  const marks: SaidMark[] = [];
  const acceptMs: number[] = [];
  let isOver = false;
  const watching = watchMarks(asker, { run, marks, inJourneys: false, isOver: () => isOver });
  const began = performance.now();
  for (let n = 1; n <= seconds * marksPerSecond; n++) {
    await delay(Math.max(0, began + (n * 1000) / marksPerSecond - performance.now()));
    const posted = performance.now();
    await ingest.client.post('/v1/interactions', [marked(n)], IngestResult);
    acceptMs.push(performance.now() - posted);
    marks.push(sayMark(n));
  }
  isOver = true;
  const late = await watching;
  await posting;
  return { ...late, acceptMs };
};

const marked = (n: number): Interaction => ({
  id: `${run}-${n}`,
  occurredAt: new Date().toISOString(),
  ...markAt(run),
  identifiers: [{ kind: 'email', value: 'marked@example.org' }],
});

const bodiesOf = (count: number): string[] => {
  const traffic = createTraffic(1);
  return Array.from({ length: count }, () => {
    const { source: _source, receivedAt: _receivedAt, ...interaction } = traffic.next();
    return JSON.stringify({ ...interaction, occurredAt: new Date().toISOString() });
  });
};
