import { z } from 'zod';
import type { Drivers } from './drivers.ts';

const Line = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('refused'), at: z.number(), status: z.number(), text: z.string() }),
  z.object({
    kind: z.literal('second'),
    at: z.number(),
    posted: z.number(),
    accepted: z.number(),
    waiting: z.number(),
  }),
  z.object({
    kind: z.literal('done'),
    at: z.number(),
    posted: z.number(),
    accepted: z.number(),
    refused: z.number(),
    repeated: z.number(),
    longestMs: z.number(),
    failures: z.record(z.string(), z.number()),
    lastFailure: z.object({ at: z.number(), reason: z.string() }).optional(),
  }),
]);

/** What became of everything that was posted; a failure is any answer but a 202, also if the next attempt went well. */
export type Traffic = Extract<z.infer<typeof Line>, { kind: 'done' }>;

const url = 'http://ingest.hilo:8080';

/** Posts so many interactions a second, each until it is accepted, while the work goes on; then ends when it has. */
export const withTraffic = async (
  drivers: Drivers,
  { name, rate, seconds }: { name: string; rate: number; seconds: number },
  work: () => Promise<void>,
): Promise<Traffic> => {
  const driver = await drivers.start(name, ['/programs/driver.mjs', url, String(rate), String(seconds), name]);
  const flowing = async (): Promise<boolean> => (await driver.lines()).some((line) => line.includes('"second"'));
  for (let tries = 0; tries < 300 && !(await flowing()); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 200));
  await work();
  const lines = (await driver.ended(seconds * 1000 + 120_000)).map((line) => Line.parse(JSON.parse(line)));
  const done = lines.find((line) => line.kind === 'done');
  if (done === undefined) throw new Error(`${name} did not end: ${JSON.stringify(lines.at(-1))}`);
  return done;
};
