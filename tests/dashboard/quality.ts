import { ErasureStatus, IngestResult } from '@hilo/contracts';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { LedgerAnswer } from '../../scripts/api/ledger.ts';
import { untilThrough } from '../../scripts/replay/settle.ts';
import { type Opened, patience } from './opened.ts';

const Quarantine = z.object({
  quarantine: z.array(z.object({ id: z.int(), interaction: z.string().optional() })),
  counts: z.array(z.object({ reason: z.string(), count: z.int() })),
});
const Entry = z.object({
  state: z.string(),
  actions: z.array(z.object({ action: z.string(), note: z.string().optional() })),
});
const Lag = z.object({ services: z.array(z.object({ service: z.string() })) });
const Count = z.object({ open: z.int() });

const occurredAt = new Date(Date.now() - 3_600_000).toISOString();
const interaction = (id: string, touchpoint: string, who = 'DASH-QUALITY') => ({
  ...{ id, touchpoint, channel: 'web', kind: 'bought', occurredAt },
  identifiers: [{ kind: 'customer_number', value: who }],
});

type Given = () => Opened;

const waiting = (opened: Given) => opened().hilo.client.get('/v1/quarantine?state=waiting', Quarantine);
const idOf = async (opened: Given, name: string): Promise<number> => {
  const found = (await waiting(opened)).quarantine.find((one) => one.interaction === name);
  return found?.id ?? expect.fail(`${name} is not in the quarantine`);
};
const textOf = (page: Page, selector: string) => page.locator(selector).textContent();

const showFigures = (opened: Given) =>
  it('says whether anything is lost, stuck or wrong, in the numbers of the API', async () => {
    const { hilo, look } = opened();
    const first = ['quality-1', 'quality-2', 'quality-3'];
    await hilo.client.post(
      '/v1/interactions',
      first.map((id) => interaction(id, 'checkout')),
      IngestResult,
    );
    await hilo.client.post('/v1/interactions', interaction('quality-gone', 'checkout', 'DASH-GONE'), IngestResult);
    await untilThrough(hilo.client);
    // Something else under the same id is not stored: that is how something comes into the quarantine.
    await hilo.client.post(
      '/v1/interactions',
      first.map((id) => interaction(id, 'elsewhere')),
      IngestResult,
    );
    await expect.poll(async () => (await waiting(opened)).quarantine.length, patience).toBe(first.length);
    const gone = { identifier: { kind: 'customer_number', value: 'DASH-GONE' } };
    const { id: erasure } = await hilo.client.post('/v1/erasures', gone, ErasureStatus);
    const { services } = await hilo.client.get('/v1/lag', Lag);
    const number = new Intl.NumberFormat('en');

    await look('/quality', {}, async (page) => {
      const told = async () => {
        const ledger = await hilo.client.get('/v1/ledger', LedgerAnswer);
        const { accepted, stored, duplicate, quarantined, inFlight } = ledger;
        const parts = [stored, duplicate, quarantined, inFlight].map((part) => number.format(part));
        return [
          `It balances: ${number.format(accepted)} = ${parts.join(' + ')}.`,
          ...[accepted, ...[stored, duplicate, quarantined, inFlight]].map((part) => number.format(part)),
          String((await waiting(opened)).counts.reduce((sum, { count }) => sum + count, 0)),
          String((await hilo.client.get('/v1/identity/suggestions/counts', Count)).open),
        ];
      };
      const shown = async () => [
        (await textOf(page, 'p[data-tone]:has-text("balance")')) ?? '',
        ...(await page.locator('dd[data-count]').allTextContents()),
        await page.locator('[data-count="waiting"]').getAttribute('data-value'),
        await page.locator('[data-count="suggestions"]').getAttribute('data-value'),
      ];
      // Asked again until both are of one moment.
      await expect
        .poll(
          async () => ((await shown()).join() === (await told()).join() ? [] : [await shown(), await told()]),
          patience,
        )
        .toEqual([]);
      for (const { service } of services) await page.locator(`[data-lag="${service}"]`).waitFor();
      await page
        .locator(`[data-erasure="${erasure}"]`)
        .getByText(/^\d of \d places have erased/)
        .waitFor();
      await page.locator('[data-model="linkage"]').getByText('No figure').waitFor();
      const english = await textOf(page, '[data-model="sentiment-en"]');
      expect(english).toMatch(/macro-F1 0\.\d+.*[\d,]+ texts/);
    });
  });

const mend = (opened: Given) =>
  it('lets somebody look at what could not be processed, fix it and replay it, by the keyboard', async () => {
    const { hilo, look, keep } = opened();
    const id = await idOf(opened, 'quality-1');
    await look('/quality', {}, async (page, looking) => {
      await page.getByRole('button', { name: /^conflicting-duplicate · \d+$/ }).click();
      await page.locator('[data-entry="quality-1"]').press('Enter');
      const dialog = page.getByRole('dialog', { name: `Message ${id}` });
      await dialog.getByText('Something else is stored under its id').waitFor();
      expect(await dialog.getByRole('button', { name: 'Replay' }).isDisabled()).toBe(true);
      const text = dialog.getByRole('textbox', { name: 'What it should have been' });
      const posted = JSON.parse(await text.inputValue());
      expect(posted).toEqual(interaction('quality-1', 'elsewhere'));

      await text.fill('{"id":');
      await dialog.getByRole('button', { name: 'Save the fix' }).press('Enter');
      await dialog.getByRole('alert').getByText('This is no JSON').waitFor();
      await text.fill(JSON.stringify({ ...posted, channel: 'pigeon' }));
      await dialog.getByRole('button', { name: 'Save the fix' }).press('Enter');
      await dialog.getByRole('alert').getByText('channel').waitFor();
      await text.fill(JSON.stringify({ ...posted, id: 'quality-1-fixed' }));
      await dialog.getByRole('textbox', { name: /^Why/ }).fill('both happened');
      await keep(page, 'quality-entry-1440-light-en');
      await dialog.getByRole('button', { name: 'Replay' }).press('Enter');
      await dialog.getByText('That cannot be taken back').waitFor();
      await page.keyboard.press('Enter');
      await dialog.getByText(/replayed · .* · both happened$/).waitFor();
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await page.locator('[data-entry="quality-1"]').waitFor({ state: 'detached' });
      // The browser says by itself what was refused.
      looking.said.length = 0;
    });
    const Receipt = z.object({ state: z.string() });
    const fixed = async () => (await hilo.client.get('/v1/interactions/quality-1-fixed', Receipt)).state;
    await expect.poll(() => fixed().catch(() => 'not there yet'), patience).toBe('stored');
    expect((await hilo.client.get(`/v1/quarantine/${id}`, Entry)).state).toBe('replayed');
  });

const discard = (opened: Given) =>
  it('discards only what somebody names who was asked', async () => {
    const { hilo, look } = opened();
    const id = await idOf(opened, 'quality-2');
    await look('/quality', {}, async (page) => {
      await page.locator('[data-entry="quality-2"]').click();
      const dialog = page.getByRole('dialog', { name: `Message ${id}` });
      await dialog.getByRole('button', { name: 'Discard' }).click();
      const sure = dialog.getByRole('button', { name: 'Discard it for good' });
      expect(await sure.isDisabled()).toBe(true);
      await dialog.getByRole('textbox', { name: 'The number of the message' }).fill(String(id));
      await sure.click();
      await dialog.getByText(/discarded · /).waitFor();
      await dialog.getByRole('button', { name: 'Close' }).click();
      await page.getByText('Discarded', { exact: true }).click();
      await page.locator('[data-entry="quality-2"]').waitFor();
    });
    expect(await hilo.client.get(`/v1/quarantine/${id}`, Entry)).toMatchObject({ state: 'discarded' });
  });

const showTheRest = (opened: Given) =>
  it('shows the rest where one part cannot be read, is wrong, or is not for a role', async () => {
    await opened().look('/quality', {}, async (page, looking) => {
      const answer = (path: string, status: number, body: object) =>
        page.route(path, (route) =>
          route.fulfill({ status, contentType: 'application/json', body: JSON.stringify(body) }),
        );
      await answer('**/v1/lag', 422, { title: 'Not now', detail: 'The log is away.' });
      await answer('**/v1/erasures?*', 403, { title: 'Not allowed' });
      await answer('**/v1/ledger', 200, { accepted: 9, stored: 10, duplicate: 0, quarantined: 0, inFlight: -1 });
      await page.reload();
      await page.getByRole('alert').getByText('The log is away.').waitFor();
      await page.getByText('Your role may not see this.').waitFor();
      await page.getByText('It does not balance: 1 more were decided than accepted.').waitFor();
      await page.locator('[data-model="linkage"]').waitFor();
      await page.unroute('**/v1/lag');
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.locator('[data-lag="analytics"]').waitFor();
      looking.said.length = 0;
    });
  });

/** The page of quality: what is there to be looked at is told by its first test. */
export const tryQuality = (opened: Given): void => {
  showFigures(opened);
  mend(opened);
  discard(opened);
  showTheRest(opened);
};
