import { fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@hilo/runtime/embedded-postgres';
import { makeDataFolder } from '@hilo/testing';
import { z } from 'zod';

export type SentimentBenchOptions = { texts: number };

const Measured = z.object({ firstMs: z.number(), cpuMs: z.number(), memoryMb: z.number() });
type Measured = z.infer<typeof Measured>;

/**
 * Prints what it costs survey-trigger to judge a text, from the log to the log: processor, how long the first one takes, and how much
 * more memory the process has than one that judges the same by lists of words.
 */
export const benchSentiment = async ({ texts }: SentimentBenchOptions): Promise<void> => {
  const words = await measure('words', texts);
  const encoder = await measure('encoder', texts);
  for (const [by, one] of Object.entries({ words, encoder }))
    console.log(
      `${by}: the first text is judged after ${Math.round(one.firstMs)} ms; ${one.cpuMs.toFixed(2)} ms of CPU a text; ${Math.round(one.memoryMb)} MB`,
    );
  console.log(
    `the encoder: ${(encoder.cpuMs - words.cpuMs).toFixed(2)} ms of CPU a text, ${Math.round(encoder.memoryMb - words.memoryMb)} MB`,
  );
  console.log(JSON.stringify({ name: 'sentiment', texts, load: loadavg()[0], words, encoder }));
};

/** In a process of its own, over a database of its own. */
const measure = async (by: 'encoder' | 'words', texts: number): Promise<Measured> => {
  await using opened = new AsyncDisposableStack();
  const dataDir = makeDataFolder('hilo-bench-');
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const postgres = await startEmbeddedPostgres({ dataDir });
  opened.defer(() => postgres.stop());
  const child = fork(join(import.meta.dirname, 'sentiment-process.ts'), [by, String(texts), postgres.url]);
  const [measured] = await once(child, 'message');
  await once(child, 'exit');
  return Measured.parse(measured);
};
