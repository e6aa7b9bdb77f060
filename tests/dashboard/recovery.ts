import { IngestResult } from '@hilo/contracts';
import { openDatabase } from '@hilo/runtime';
import type { TestDatabase } from '@hilo/testing';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { apiKey } from '../../scripts/api/hilo-process.ts';
import { untilThrough } from '../../scripts/replay/settle.ts';
import { type Opened, patience } from './opened.ts';

type Given = () => Opened;
type WithDatabase = () => Opened & { database: TestDatabase };

const Cases = z.object({
  cases: z.array(
    z.looseObject({ id: z.string(), interaction: z.object({ id: z.string() }), recovery: z.number().optional() }),
  ),
});
const touchpoint = 'loop.desk';

type Score = { who: number; value: number; touchpoint: string };

/** Someone says how likely they are to recommend us, now. */
export const score = async (opened: Given, { who, value, touchpoint: place }: Score): Promise<void> => {
  const one = {
    ...{ id: `loop-${who}-${value}`, channel: 'store', touchpoint: place, kind: 'answered', direction: 'inbound' },
    occurredAt: new Date().toISOString(),
    identifiers: [{ kind: 'customer_number', value: `DASH-LOOP-${who}` }],
    answers: [{ question: 'recommend', scale: 'nps', value }],
  };
  await opened().hilo.client.post('/v1/interactions', one, IngestResult);
};

/** The cases of a place, however they stand. */
export const casesHere = async (opened: Given, place: string) =>
  (await opened().hilo.client.get(`/v1/cases?state=any&touchpoint=${place}`, Cases)).cases;

/** Resolves a case, as a colleague does. */
export const resolve = async (opened: Given, id: string, rootCause: string): Promise<void> => {
  const { status } = await fetch(`${opened().hilo.url}/v1/cases/${id}/resolve`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', 'if-match': '*' },
    body: JSON.stringify({ rootCause, resolution: 'explained' }),
  });
  expect(status).toBe(200);
};

/** Four are unhappy, three are taken care of, and all are happier afterwards: a low score would have opened the case again. */
const closeLoops = async (opened: Given): Promise<void> => {
  for (const who of [1, 2, 3, 4]) await score(opened, { who, value: 3, touchpoint });
  await expect.poll(async () => (await casesHere(opened, touchpoint)).length, patience).toBe(4);
  const caseOf = new Map((await casesHere(opened, touchpoint)).map(({ id, interaction }) => [interaction.id, id]));
  for (const who of [1, 2, 3])
    await resolve(opened, caseOf.get(`loop-${who}-3`) ?? '', who === 1 ? 'third-party' : 'staff');
  for (const [n, value] of [9, 8, 7].entries()) await score(opened, { who: n + 1, value, touchpoint });
  await untilThrough(opened().hilo.client);
  const recovered = async () =>
    (await casesHere(opened, touchpoint)).filter(({ recovery }) => recovery !== undefined).length;
  await expect.poll(recovered, patience).toBe(3);
};

const Figure = z.looseObject({ value: z.number().nullable(), n: z.int() });
const Answer = z.object({ rows: z.array(z.looseObject({ ...Figure.shape, inTime: Figure.optional() })) });
const Told = z.object({ opened: z.coerce.number(), resolved: z.coerce.number(), in_time: z.coerce.number() });

/** What came of the cases of this place, as plain SQL over the cases themselves counts it. */
const told = async (opened: WithDatabase) => {
  const pool = openDatabase({ connectionString: opened().database.url, schema: 'survey', logger: { warn: () => {} } });
  try {
    const { rows } = await pool.query(`
      SELECT count(*) AS opened, count(*) FILTER (WHERE state = 'resolved') AS resolved,
             count(*) FILTER (WHERE state = 'resolved' AND (resolution_due_at IS NULL OR resolved_at <= resolution_due_at)) AS in_time
        FROM cases WHERE touchpoint = '${touchpoint}'`);
    return Told.parse(rows[0]);
  } finally {
    await pool.end();
  }
};

/** What closing the loop achieved, on the Hilo that the other tests look at. */
export const lookAtRecovery = (opened: WithDatabase): void =>
  it('says what closing the loop achieved, in the figures of the API and of plain SQL', async () => {
    const { hilo, look } = opened();
    await closeLoops(opened);
    const ask = async (metric: string) =>
      (await hilo.client.post('/v1/query', { metric, filters: { touchpoint } }, Answer)).rows[0];
    await expect.poll(async () => (await ask('recovery'))?.n, patience).toBe(3);
    const { opened: cases, resolved, in_time } = await told(opened);
    expect((await ask('resolution-time'))?.inTime).toMatchObject({ value: (100 * in_time) / resolved, n: resolved });
    expect([(await ask('cases'))?.value, (await ask('recovery'))?.value]).toEqual([cases, 5]);

    await look(`/cases/recovery?touchpoint=${touchpoint}`, {}, async (page) => {
      const figure = (name: string) => page.locator(`[data-figure="${name}"]`).textContent();
      await page.locator('[data-figure="inTime"]').waitFor();
      expect([await figure('inTime'), await figure('opened'), await figure('recovery')]).toEqual([
        `${(100 * in_time) / resolved}%`,
        String(cases),
        '+5',
      ]);
      const afterwards = await page.locator('[data-afterwards]').allTextContents();
      expect(afterwards).toEqual(['3 100%', '0 0%', '0 0%']);
      const row = (name: string) => page.locator(`[data-part="${name}"] td`).allTextContents();
      expect((await row('staff')).slice(0, 3)).toEqual(['2', '2', '100%']);
      await page.getByRole('combobox', { name: 'By' }).selectOption('severity');
      await expect.poll(() => page.url(), patience).toContain('by=severity');
      await page.locator('tr[data-part="normal"]').waitFor();
      expect((await row('normal')).slice(0, 2)).toEqual([String(cases), String(resolved)]);
      await page.getByRole('link', { name: 'Inbox' }).click();
      await page.locator('[data-case]').first().waitFor();
    });
  });
