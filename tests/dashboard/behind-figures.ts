import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { type Opened, patience } from './opened.ts';

/** What plain SQL counts, in its column `n`. */
type Given = () => Opened & { countFacts(sql: string): Promise<number> };

const Figure = z.looseObject({ value: z.number().nullable(), n: z.int() });
const Days = z.object({
  rows: z.array(Figure.extend({ group: z.record(z.string(), z.string()), from: z.string(), to: z.string() })),
});
const Gap = z.object({ total: z.looseObject({ customers: Figure, employees: Figure, management: Figure }) });

/** How many are listed, once all pages are open. */
const listed = async (page: Page): Promise<number> => {
  const more = page.getByRole('button', { name: 'Show more' });
  await page.locator('[data-who]').first().waitFor();
  while (await more.isVisible()) {
    const before = await page.locator('[data-who]').count();
    await more.click();
    await expect.poll(() => page.locator('[data-who]').count(), patience).toBeGreaterThan(before);
  }
  return page.locator('[data-who]').count();
};

const openFigure = (opened: Given) =>
  it('opens a figure over time: by the arrows from point to point, and behind each as many as the figure and the facts say', async () => {
    const { hilo, look, countFacts, keep } = opened();
    const { rows } = await hilo.client.post('/v1/query', { metric: 'nps', interval: 'day' }, Days);
    const [day] = rows.slice(-3);
    const facts = await countFacts(`
      SELECT count(*) AS n FROM analytics.answers
       WHERE scale = 'nps' AND occurred_at >= '${day?.from}'::timestamptz AND occurred_at < '${day?.to}'::timestamptz`);
    expect(day?.n).toBe(facts);
    await look('/', {}, async (page) => {
      await page.getByRole('button', { name: /^NPS .*Open over time$/ }).press('Enter');
      const dialog = page.getByRole('dialog', { name: 'NPS' });
      await dialog.getByText('How it is counted').waitFor();
      await dialog.locator('[data-point]').last().focus();
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('ArrowLeft');
      expect(await page.evaluate('document.activeElement.dataset.point')).toBe(day?.group.day);
      await keep(page, 'figure-1440-light-en');
      await page.keyboard.press('Enter');
      const who = page.getByRole('dialog', { name: /^NPS: / });
      await who.waitFor();
      expect(await listed(page)).toBe(facts);
      await keep(page, 'figure-who-1440-light-en');
      await page.keyboard.press('Escape');
      await who.waitFor({ state: 'detached' });
      await dialog.getByRole('button', { name: 'See who is behind it' }).click();
      await page.locator('[data-who]').first().waitFor();
      await page.keyboard.press('Escape');
      await page.locator('[data-who]').first().waitFor({ state: 'detached' });
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    });
  });

const takeAlong = (opened: Given) =>
  it('shows a figure as a table, which can be taken along, and has an address with the filters', async () => {
    const { hilo, look } = opened();
    const question = { metric: 'nps', interval: 'day', filters: { channel: ['call_centre'] } };
    const { rows } = await hilo.client.post('/v1/query', question, Days);
    const permissions = ['clipboard-read', 'clipboard-write'];
    await look('/?channel=call_centre', { permissions }, async (page) => {
      await page.getByRole('button', { name: /^NPS .*Open over time$/ }).click();
      const dialog = page.getByRole('dialog', { name: 'NPS' });
      await dialog.getByText('Table', { exact: true }).click();
      await expect.poll(() => dialog.getByRole('row').count(), patience).toBe(rows.length + 1);
      const saving = page.waitForEvent('download');
      await dialog.getByRole('button', { name: 'CSV' }).click();
      const saved = await saving;
      expect(saved.suggestedFilename()).toBe('nps.csv');
      const table: unknown[] = parse(await readFile(await saved.path()), { columns: true });
      expect(table).toHaveLength(rows.length);
      await dialog.getByRole('button', { name: 'Link' }).click();
      const link = z.string().parse(await page.evaluate('navigator.clipboard.readText()'));
      expect(link).toBe(`${hilo.url}/?channel=call_centre#nps`);
      await page.goto('about:blank');
      await page.goto(link);
      await dialog.locator('[data-point]').first().waitFor();
      await dialog.getByRole('button', { name: 'Close' }).click();
      await expect.poll(() => page.url(), patience).toBe(`${hilo.url}/?channel=call_centre`);
    });
  });

const openGap = (opened: Given) =>
  it('shows who is behind each side of the experience gap, and behind what moved', async () => {
    const { hilo, look } = opened();
    const { total } = await hilo.client.post('/v1/query', { metric: 'gap', groupBy: ['touchpoint'] }, Gap);
    const byTouchpoint = { metric: 'nps', groupBy: ['touchpoint'] };
    const { rows } = await hilo.client.post(
      '/v1/query',
      byTouchpoint,
      Days.partial().extend({ rows: z.array(Figure) }),
    );
    await look('/', {}, async (page) => {
      for (const [name, { n }] of [
        ['Employees believe', total.employees],
        ['Customers say', total.customers],
      ] as const) {
        await page.locator(`[data-dot="${name}"]`).press('Enter');
        expect(await listed(page)).toBe(n);
        await page.keyboard.press('Escape');
        await page.locator('[data-who]').first().waitFor({ state: 'detached' });
      }
      await page.getByRole('button', { name: /^NPS at call\.support fell .*See who$/ }).press('Enter');
      const support = rows.find(({ group }) => JSON.stringify(group).includes('call.support'));
      expect(await listed(page)).toBe(support?.n);
      await page.keyboard.press('Escape');
      const gap = page.getByRole('region', { name: 'The experience gap' });
      await gap.getByText('Table', { exact: true }).click();
      await expect.poll(() => gap.getByRole('row').count(), patience).toBe(rows.length + 1);
    });
  });

/** The figures of the overview: over time, as tables, and who is behind them. */
export const seeWhoIsBehindFigures = (opened: Given): void => {
  openFigure(opened);
  takeAlong(opened);
  openGap(opened);
};
