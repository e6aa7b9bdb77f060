import { writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { type PolarityHead, shippedHead } from '../src/head.ts';
import { judgeByWords, judgeVersion, type Verbatim } from '../src/judgement.ts';
import { openJudges } from '../src/thread/judging.ts';

const texts: Verbatim[] = [
  { text: 'My bag never arrived and nobody at the desk could tell me where it is.', language: 'en' },
  { text: '¡¡Muchísimas GRACIAS!! 👏👏 El personal, encantador', language: 'es' },
  { text: 'x'.repeat(100_000), language: 'en' },
];

it('is asleep until it is first asked; the words answer at once while the encoder is loaded, and the encoder from then on', async () => {
  const judging = openJudges({ patienceMs: 0 });
  // Told before there is a thread, and of one language alone.
  judging.useHeads({ en: { version: 'own', head: shippedHead } });
  expect(judging.state()).toBe('asleep');
  expect(await judging.judge([])).toEqual([]);
  expect(judging.state()).toBe('asleep');
  expect(await judging.judge(texts)).toEqual(texts.map(judgeByWords));
  expect(judging.state()).toBe('starting');
  expect(await judging.isReadyToJudge()).toBe(false);
  await expect.poll(judging.state, { timeout: 60_000 }).toBe('ready');
  expect(await judging.isReadyToJudge()).toBe(true);
  const judged = await Promise.all([judging.judge(texts), judging.judge(texts.slice(0, 2))]);
  expect(judged.map((some) => some.map(({ by }) => by))).toEqual([Array(3).fill('encoder'), Array(2).fill('encoder')]);
  expect(judged[0]?.slice(0, 2).map(({ polarity }) => polarity)).toEqual(['negative', 'positive']);
  expect(judged[0]?.map(({ version }) => version)).toEqual(['own', judgeVersion, 'own']);
  const always: PolarityHead = { ...shippedHead, b: [-100, -100, 100] };
  judging.useHeads({ es: { version: 'glad', head: always } });
  expect(await judging.judge(texts.slice(0, 2))).toMatchObject([
    { polarity: 'negative', version: judgeVersion },
    { polarity: 'positive', version: 'glad' },
  ]);
  await judging.close();
  expect(await judging.judge(texts)).toEqual(texts.map(judgeByWords));
});

it('has the words answer where the thread cannot be started, or ends while it is asked, and says why once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hilo-judging-'));
  const ends = join(folder, 'ends.mjs');
  writeFileSync(
    ends,
    `import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => process.exit(1)); parentPort.postMessage('ready');`,
  );
  for (const file of [pathToFileURL(join(folder, 'missing.mjs')), pathToFileURL(ends)]) {
    const away: unknown[] = [];
    const judging = openJudges({ patienceMs: 60_000, file, onAway: (error) => away.push(error) });
    expect(await judging.judge(texts)).toEqual(texts.map(judgeByWords));
    expect(await judging.judge(texts)).toEqual(texts.map(judgeByWords));
    expect(judging.state()).toBe('away');
    expect(await judging.isReadyToJudge()).toBe(true);
    expect(away).toHaveLength(1);
    await judging.close();
  }
});

it('never loads the encoder where it is told to judge by words', async () => {
  const judging = openJudges({ by: 'words' });
  expect(await judging.judge(texts)).toEqual(texts.map(judgeByWords));
  expect(await judging.isReadyToJudge()).toBe(true);
  expect(judging.state()).toBe('asleep');
  await judging.close();
});
