import { randomUUID } from 'node:crypto';
import { topics } from '@hilo/contracts';
import { obeyRebuildStep, runHeader, transaction } from '@hilo/runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { removeUntold } from '../erase.ts';
import { handlers } from '../pipeline.ts';
import { makeStaleChunks } from '../projecting/make-chunks.ts';
import { openAnalyticsTables } from './database.ts';
import { keep, resolvedOf } from './interactions.ts';
import { contradictions, openFollower } from './truth.ts';

let tables: Awaited<ReturnType<typeof openAnalyticsTables>>;
beforeAll(async () => {
  tables = await openAnalyticsTables();
});
afterAll(() => tables.drop());

const all = Array.from({ length: 40 }, (_, n) => ({
  id: `i-${n}`,
  occurredAt: `2026-0${1 + (n % 3)}-15T10:00:00.000Z`,
  answers: [{ question: 'q', scale: 'nps' as const, value: n % 11 }],
}));

it('gives figures of the old or of the new whole while it is rebuilt, whatever was wrong', async () => {
  const { pool } = tables;
  await makeStaleChunks(pool);
  await keep(pool, ...all);
  const follower = openFollower(pool);
  const figures = async () => {
    const { rows } = await pool.query<{ line: string }>(
      'SELECT v::text AS line FROM volumes AS v UNION ALL SELECT s::text FROM scores AS s ORDER BY 1',
    );
    await follower.read();
    return { rollups: rows.map(({ line }) => line), columns: follower.lines() };
  };
  const right = await figures();
  await pool.query(
    "UPDATE volumes SET n = n + 7 WHERE day < '2026-02-01'; DELETE FROM scores; DELETE FROM facts WHERE filed = '2026-02-01'",
  );
  await pool.query(
    "INSERT INTO facts (source, id, filed, subject, version, occurred_at, step, why) VALUES (1, 'never', '-infinity', 1, 1, now(), 1, '{}')",
  );
  const wrong = await figures();
  expect(wrong.rollups).not.toEqual(right.rollups);

  const step = (message: { step: 'begin' } | { step: 'end'; run: string }) =>
    transaction(pool, (tx) =>
      obeyRebuildStep(
        tx,
        { rebuild: randomUUID(), service: 'analytics', at: '2026-05-01T00:00:00.000Z', ...message },
        { removeUntold, heartbeat: async () => {} },
      ),
    );
  const run = (await step({ step: 'begin' }))?.run ?? '';
  for (const one of all) {
    await transaction(pool, async (tx) => {
      const told = {
        key: '',
        value: JSON.stringify(resolvedOf(one)),
        headers: { [runHeader]: run },
        offset: 0,
        appendedAt: 0,
      };
      await handlers[topics.resolved.name]?.(tx, { records: [told], isRebuild: true });
    });
    expect(await figures()).toEqual(wrong);
  }
  expect(await step({ step: 'end', run })).toMatchObject({ state: 'ended', removed: { facts: 1 } });
  expect((await figures()).rollups).toEqual(right.rollups);
  await makeStaleChunks(pool);
  expect(await figures()).toEqual(right);
  const { found, inTruth } = await contradictions(pool, 'UTC', follower);
  expect(found).toEqual(inTruth);
});
