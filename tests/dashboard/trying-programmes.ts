import { openDatabase } from '@hilo/runtime';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { type Opened, patience } from './opened.ts';

type Given = () => Opened & { databaseUrl: string };

const Report = z.object({
  result: z.object({
    programmes: z.array(
      z.object({
        candidates: z.int(),
        asked: z.object({ count: z.int() }),
        withheld: z.object({ count: z.int(), by: z.array(z.object({ reason: z.string(), count: z.int() })) }),
      }),
    ),
  }),
});

/** What a programme in force would have done: tried on the page, and by the API. */
export const tryOnWhatHappened = (opened: Given): void => {
  it('tries a programme on what really happened, in the figures of the API, beside what really came of it', async () => {
    const { look, hilo, databaseUrl, keep } = opened();
    const pool = openDatabase({ connectionString: databaseUrl, schema: 'survey', logger: { warn: () => {} } });
    const { rows } = await pool.query(
      `SELECT count(*)::int AS all, (count(*) FILTER (WHERE state = 'invited'))::int AS asked, (count(*) FILTER (WHERE state = 'withheld'))::int AS withheld
         FROM invitations WHERE programme = 'lounge'`,
    );
    await pool.end();
    await look('/surveys/lounge', {}, async (page) => {
      await page.getByRole('button', { name: 'Try it' }).press('Enter');
      const run = page.locator('[data-dry-run="done"]');
      await run.waitFor();
      const asked = { programmes: ['lounge'] };
      const { id } = await hilo.client.post('/v1/programmes/dry-runs', asked, z.looseObject({ id: z.string() }));
      // Where there is much to do, it answers before it is done.
      const report = () => hilo.client.get(`/v1/programmes/dry-runs/${id}`, Report.partial());
      await expect.poll(async () => (await report()).result, patience).toBeDefined();
      const told = Report.parse(await report());
      const [result] = told.result.programmes;
      const countOf = (part: string) => run.locator(`[data-part="${part}"] [data-count]`).textContent();
      expect([await countOf('all'), await countOf('invited')]).toEqual([
        String(result?.candidates),
        String(result?.asked.count),
      ]);
      expect(result?.candidates).toBe(rows[0].all);
      for (const { reason, count } of result?.withheld.by ?? []) expect(await countOf(reason)).toBe(String(count));
      expect(await run.locator('[data-really]').textContent()).toBe(
        `In truth: ${rows[0].asked} asked, ${rows[0].withheld} not asked, 0 not decided yet, 0 never looked at.`,
      );
      await run.scrollIntoViewIfNeeded();
      await keep(page, 'survey-dry-run-1440-light-en');
    });
  });
};

const template = {
  id: 'gate-changed',
  title: 'The gate has changed',
  class: 'service',
  purpose: 'service',
  contacts: [{ channel: 'email', kind: 'email' }],
  texts: { en: { subject: 'Another gate', text: 'Your flight leaves from another gate.' } },
  defaultLanguage: 'en',
};

/** Templates are listed beside programmes. */
export const retireTemplates = (opened: Given): void => {
  it('shows what customers are told by a template, and retires it only by its name', async () => {
    const { look, hilo } = opened();
    await hilo.client.post('/v1/templates', { template, why: 'Gates change.' }, z.unknown());
    await look('/surveys', {}, async (page) => {
      const row = page.locator('[data-template="gate-changed"]');
      await row.getByText('What it says (en)').click();
      await row.getByText('Your flight leaves from another gate.').waitFor();
      await row.getByRole('button', { name: 'Retire' }).press('Enter');
      const dialog = page.getByRole('dialog', { name: 'Retire' });
      await dialog.getByRole('textbox', { name: /^Why/ }).fill('The app tells it.');
      const sure = dialog.getByRole('button', { name: 'Retire it for good' });
      expect(await sure.isDisabled()).toBe(true);
      await dialog.getByRole('textbox', { name: 'The name of the template' }).fill('gate-changed');
      await sure.press('Enter');
      await row.locator('[data-state="retired"]').waitFor();
    });
    const State = z.object({ state: z.string() });
    expect(await hilo.client.get('/v1/templates/gate-changed', State)).toEqual({ state: 'retired' });
  });
};
