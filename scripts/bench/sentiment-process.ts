/** survey-trigger alone, to which texts are told: what the first of them, and each, costs this process. Told to whoever forked it. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type ResolvedInteraction, topics } from '@hilo/contracts';
import { startProcess } from '@hilo/runtime';
import { surveyTrigger } from '@hilo/survey-trigger';

const [by = '', count = '', url = ''] = process.argv.slice(2);
const hilo = await startProcess([surveyTrigger], {
  ...{ DATABASE_URL: url, HILO_API_KEY: 'the-key-of-the-operator', HILO_ID_SECRET: 'a secret of the bench' },
  ...{ HILO_SENTIMENT: by, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'error' },
});

const texts = [
  (n: number) => `My bag ${n} never arrived and nobody at the desk could tell me where it is. Two hours on the phone!`,
  (n: number) => `Thank you for flight ${n}, the crew was wonderful and so very helpful with our two children`,
  (n: number) => `Can you tell me how to change the seat of my reservation ${n} to one by the window?`,
  (n: number) => `Tres horas de retraso en el vuelo ${n} y nadie nos dijo nada en la puerta. Pésimo servicio`,
  (n: number) => `¿Me podéis decir cómo cambiar mi reserva ${n}? La web no me deja elegir el asiento`,
];

const told = (n: number): ResolvedInteraction => {
  const subject = randomUUID();
  const at = new Date().toISOString();
  const identifier = { kind: 'customer_number' as const, value: String(n) };
  return {
    interaction: {
      ...{ id: `i-${n}`, source: 'bench', occurredAt: at, receivedAt: at, channel: 'web', touchpoint: 'form' },
      ...{ kind: 'wrote', identifiers: [identifier], text: texts[n % texts.length]?.(n) ?? '' },
    },
    ...{ subject, customer: subject, version: 1, recordVersion: 1 },
    why: { rule: 'strongest-identifier', identifier, registryVersion: 1 },
  };
};

const tell = async (from: number, to: number): Promise<void> => {
  const some = Array.from({ length: to - from }, (_, n) => told(from + n));
  await hilo.log.append(
    topics.resolved.name,
    some.map((one) => ({ key: one.customer, value: JSON.stringify(one), headers: {} })),
  );
};

const untilTold = async (wanted: number, everyMs: number): Promise<void> => {
  const isTold = async () =>
    (await hilo.log.endOffsets(topics.verbatims.name)).reduce((sum, end) => sum + end, 0) >= wanted;
  while (!(await isTold())) await delay(everyMs);
};

const began = performance.now();
await tell(0, 1);
await untilTold(1, 10);
const firstMs = performance.now() - began;
const warm = 200;
await tell(1, warm);
await untilTold(warm, 100);
const cpu = process.cpuUsage();
await tell(warm, warm + Number(count));
await untilTold(warm + Number(count), 500);
const { user, system } = process.cpuUsage(cpu);
await delay(3000);
const memoryKb = Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
process.send?.({ firstMs, cpuMs: (user + system) / 1000 / Number(count), memoryMb: memoryKb / 1000 });
await hilo.close();
process.disconnect?.();
