import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { type Opened, patience } from './opened.ts';

/** What plain SQL counts, in its column `n`. */
type Given = () => Opened & { countFacts(sql: string): Promise<number> };

const Count = z.looseObject({ value: z.number().nullable() });
const Funnel = z.object({
  rows: z.array(
    Count.extend({ began: z.int(), converted: z.int(), steps: z.array(z.looseObject({ reached: z.int() })) }),
  ),
});
const Paths = z.object({ n: z.int(), rows: z.array(z.looseObject({ count: z.int() })), others: z.int() });
const Retention = z.object({
  rows: z.array(z.looseObject({ began: z.int(), periods: z.array(z.looseObject({ back: z.int() })) })),
});
const Behind = z.object({ customers: z.array(z.string()), nextCursor: z.string().optional() });

const kiosk = { channel: ['store'], touchpoint: ['check-in.kiosk'], kind: ['answered'] };
const call = { channel: ['call_centre'], touchpoint: ['call.support'], kind: ['answered'] };
const address = 'step=store,check-in.kiosk,answered&step=call_centre,call.support,answered';

const listed = (page: Page) => page.locator('[data-who]').count();

const showFunnel = (opened: Given) =>
  it('shows a funnel of which each part opens who is in it, in the numbers of the API and of the facts', async () => {
    const { hilo, look, countFacts } = opened();
    const asked = { steps: [kiosk, call] };
    const { rows } = await hilo.client.post('/v1/journeys/funnels', asked, Funnel);
    const [row] = rows;
    const facts = await countFacts(`
      SELECT count(DISTINCT subjects.customer) AS n FROM analytics.facts
        JOIN analytics.steps ON steps.no = facts.step JOIN analytics.subjects ON subjects.no = facts.subject
       WHERE NOT withdrawn AND customer <> 0 AND touchpoint = 'check-in.kiosk' AND kind = 'answered'
         AND occurred_at >= date_trunc('day', now(), 'UTC') - interval '29 days'`);
    expect(row?.began).toBe(facts);
    await look(`/journeys?${address}`, {}, async (page) => {
      const reached = () =>
        page
          .locator('[data-step]')
          .evaluateAll((steps) => steps.map((step) => Number(step.getAttribute('data-reached'))));
      await expect.poll(reached, patience).toEqual(row?.steps.map((step) => step.reached));
      await page
        .getByRole('button', { name: /^check-in\.kiosk · answered · Store, Went on: \d+\. See who$/ })
        .press('Enter');
      const body = { question: asked, step: 2, state: 'reached', limit: 20 };
      const { customers } = await hilo.client.post('/v1/journeys/funnels/customers', body, Behind);
      await expect.poll(() => listed(page), patience).toBe(customers.length);
      await page.getByRole('dialog').getByRole('link').first().press('Enter');
      await page
        .getByRole('heading', { level: 1 })
        .getByText(/Ana|Luis|Zoë/)
        .waitFor();
      await page.goBack();
      await page.getByText('Table', { exact: true }).click();
      await expect.poll(() => page.getByRole('row').count(), patience).toBe(3);
      const saved = page.waitForEvent('download');
      await page.getByRole('button', { name: 'CSV' }).click();
      expect((await saved).suggestedFilename()).toBe('funnel.csv');
      await page.getByRole('button', { name: 'Add a step' }).click();
      await expect.poll(() => new URL(page.url()).searchParams.getAll('step').length, patience).toBe(3);
    });
  });

const showPaths = (opened: Given) =>
  it('shows paths from a step as a flow, whose boxes open who is in them and lead on', async () => {
    const { hilo, look } = opened();
    const asked = { anchor: kiosk, direction: 'from', length: 5, top: 8 };
    const { n, rows, others } = await hilo.client.post('/v1/journeys/paths', asked, Paths);
    expect(rows.reduce((sum, { count }) => sum + count, others)).toBe(n);
    await look('/journeys?journeys=paths&anchor=store,check-in.kiosk,answered', {}, async (page) => {
      await page.locator(`[data-paths="${n}"]`).waitFor();
      await expect
        .poll(() => page.getByRole('list', { name: 'The most frequent paths' }).getByRole('listitem').count())
        .toBe(rows.length + (others > 0 ? 1 : 0));
      await page
        .getByRole('button', { name: new RegExp(`^check-in\\.kiosk · answered · Store: ${n}\\. See who$`) })
        .press('Enter');
      await expect.poll(() => listed(page), patience).toBe(Math.min(n, 20));
      await page.getByRole('button', { name: 'Paths to here' }).click();
      await expect.poll(() => page.url(), patience).toContain('direction=to');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    });
  });

const showRetention = (opened: Given) =>
  it('shows who comes back, by when they began', async () => {
    const { hilo, look } = opened();
    const { rows } = await hilo.client.post('/v1/journeys/retention', { start: kiosk, interval: 'week' }, Retention);
    const cohorts = rows.filter(({ began }) => began > 0);
    await look('/journeys?journeys=retention&anchor=store,check-in.kiosk,answered', {}, async (page) => {
      const first = page.getByRole('row').nth(2);
      await first.getByRole('button', { name: String(cohorts[0]?.began), exact: true }).click();
      await expect.poll(() => listed(page), patience).toBe(Math.min(cohorts[0]?.began ?? 0, 20));
      await page.keyboard.press('Escape');
      await page.getByText('Table', { exact: true }).click();
      const cells = cohorts.reduce((sum, { periods }) => sum + periods.length, 0);
      await expect.poll(() => page.getByRole('row').count(), patience).toBe(cells + 1);
    });
  });

const showMoments = (opened: Given) =>
  it('says of moments of truth that nothing can be compared yet, or by how much', async () => {
    const { hilo, look } = opened();
    const Moments = z.object({ n: z.int(), rows: z.array(z.looseObject({ n: z.int() })) });
    const { n, rows } = await hilo.client.post('/v1/journeys/moments', { of: 'csat' }, Moments);
    await look('/journeys?journeys=moments&score=csat', {}, async (page) => {
      await page.getByText(`${n} answers.`).waitFor();
      expect(rows.length).toBeGreaterThan(0);
      await expect.poll(() => page.locator('[data-moment]').count(), patience).toBe(rows.length);
      await page.locator('[data-moment] button').first().press('Enter');
      await expect.poll(() => listed(page), patience).toBeGreaterThan(0);
    });
  });

/** The page of journeys. */
export const followJourneys = (opened: Given): void => {
  showFunnel(opened);
  showPaths(opened);
  showRetention(opened);
  showMoments(opened);
};
