import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { apiKey, type HiloProcess } from '../../scripts/api/hilo-process.ts';

export type SigtermOutcome = { answered: number; failures: string[]; exitCode: number | null; exitMs: number };

/** Posts over as many connections as fast as it is answered, and says stop in the midst of it. */
export const sigtermUnderLoad = async (hilo: HiloProcess, connections: number): Promise<SigtermOutcome> => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const failures: string[] = [];
  let answered = 0;
  const askOn = async (): Promise<void> => {
    for (;;) {
      const outcome = await post(hilo.url, agent);
      // Nobody listens any more: a load balancer has sent it elsewhere.
      if (outcome === 'ECONNREFUSED') return;
      if (outcome === 202) answered += 1;
      else failures.push(String(outcome));
    }
  };
  const asking = Array.from({ length: connections }, askOn);
  await delay(2000);
  const began = Date.now();
  const exitCode = await hilo.stop();
  const exitMs = Date.now() - began;
  await Promise.all(asking);
  agent.destroy();
  return { answered, failures, exitCode, exitMs };
};

const post = (url: string, agent: Agent): Promise<number | string> =>
  new Promise((resolve) => {
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
    const asked = request(`${url}/v1/interactions`, { agent, method: 'POST', headers });
    asked.on('response', (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
      answer.on('error', (error) => resolve(error.message));
    });
    asked.on('error', (error) => resolve('code' in error ? String(error.code) : error.message));
    asked.end(
      JSON.stringify({
        id: randomUUID(),
        occurredAt: new Date().toISOString(),
        channel: 'web',
        touchpoint: 'checkout',
        kind: 'bought',
        identifiers: [{ kind: 'user_id', value: randomUUID() }],
      }),
    );
  });
