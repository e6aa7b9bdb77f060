import { CustomerRecord } from '@hilo/contracts';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { type Opened, patience } from './opened.ts';
import { mixed } from './told.ts';

const Named = z.object({ kind: z.string(), value: z.string() });
const Explanation = z.looseObject({
  identifiers: z.array(Named),
  links: z.array(z.looseObject({ between: z.tuple([Named, Named]) })),
  refused: z.array(z.looseObject({ between: z.tuple([Named, Named]), reason: z.string() })),
  decisions: z.array(z.looseObject({ id: z.string(), kind: z.string(), retracted: z.unknown().optional() })),
});

const known = (opened: Opened) => opened.hilo.client.post('/v1/customers/lookup', mixed, CustomerRecord);
const explained = async (opened: Opened) =>
  opened.hilo.client.get(`/v1/customers/${(await known(opened)).id}/identity`, Explanation);
const values = (identifiers: readonly { value: string }[]) => identifiers.map(({ value }) => value);

/** What has the focus, as the picture names it. */
const here = (page: Page) => page.evaluate('document.activeElement.getAttribute("data-place")');
const texts = (page: Page, side: string) => page.locator(`[data-side="${side}"] [data-record]`).allTextContents();

/** The page of a customer's identity, on the Hilo that the other tests look at. */
export const decideWhoIsWho = (opened: () => Opened): void => {
  showsWhy(opened);
  splitsAfterADryRun(opened);
  holdsApart(opened);
};

const showsWhy = (opened: () => Opened): void => {
  it('shows why a customer is one, as a picture that one walks by keyboard, and says it in words', async () => {
    const { look, keep } = opened();
    const { identifiers, links, refused } = await explained(opened());
    expect([links.length, refused.map(({ reason }) => reason)]).toEqual([2, ['max-per-customer']]);
    await look(`/customers/${(await known(opened())).id}`, {}, async (page) => {
      await page.getByRole('link', { name: 'Why is this one customer?' }).click();
      await page.getByRole('heading', { level: 1, name: 'Who is Marta Etxeberria?' }).waitFor();
      const theirs = page.locator('[data-place^="node"][data-theirs="true"] [title]');
      await expect.poll(() => theirs.allTextContents(), patience).toEqual(values(identifiers));
      expect(await page.locator('[data-is="link"]').count()).toBe(links.length);
      expect(await page.locator('[data-is="refused"]').count()).toBe(refused.length);
      await page.locator('[data-place="node 0"]').focus();
      await page.keyboard.press('End');
      expect(await here(page)).toBe(`node ${identifiers.length}`);
      await page.keyboard.press('ArrowRight');
      expect(await here(page)).toBe(`edge ${links.length}`);
      await page.getByText('One customer would have too many of a kind.').waitFor();
      await page.getByText('maxPerCustomer of customer_number is 1').waitFor();
      await keep(page, 'identity-refused');
      await page.keyboard.press('ArrowRight');
      expect(await here(page)).toMatch(/^node \d$/);
    });
  });
};

const splitsAfterADryRun = (opened: () => Opened): void => {
  it('splits only after what would become of the record was shown, which is what becomes of it; and takes that back', async () => {
    const { look, keep } = opened();
    const before = await known(opened());
    await look(`/customers/${before.id}/identity`, {}, async (page) => {
      await page.getByRole('checkbox', { name: '+34600000777' }).check();
      await page.keyboard.press('s');
      const dialog = page.getByRole('dialog');
      await dialog.locator('[data-side="after"] [data-record]').nth(1).waitFor();
      expect(await texts(page, 'before')).toHaveLength(1);
      const foreseen = await texts(page, 'after');
      await keep(page, 'identity-split');
      expect((await known(opened())).version).toBe(before.version);
      await dialog.getByRole('textbox', { name: 'Why' }).fill('The telephone of her sister.');
      await page.keyboard.press('ControlOrMeta+Enter');
      await dialog.waitFor({ state: 'detached' });
      await page.getByText('It is decided, and in effect.').waitFor();
      const after = await known(opened());
      expect(values(after.identifiers)).toEqual(values(before.identifiers).filter((one) => !one.startsWith('+')));
      expect(foreseen.some((one) => one.includes(`interactions: ${after.interactions.total}`))).toBe(true);
      await page.getByText('(The telephone of her sister.)').waitFor();

      await page.getByRole('button', { name: 'Undo' }).click();
      await expect.poll(() => texts(page, 'before').then(({ length }) => length), patience).toBe(2);
      expect(await texts(page, 'after')).toHaveLength(1);
      await dialog.getByRole('button', { name: 'Take back' }).click();
      await page.getByText('The decision is taken back: everything is as if it had never been made.').waitFor();
      const { version: _v, updatedAt: _u, ...again } = await known(opened());
      const { version: _w, updatedAt: _x, ...once } = before;
      expect(again).toEqual(once);
    });
  });
};

const holdsApart = (opened: () => Opened): void => {
  it('holds two apart by what links them, and takes an identifier away, after a dry run each', async () => {
    const { look } = opened();
    const { id } = await known(opened());
    const { links } = await explained(opened());
    await look(`/customers/${id}/identity`, {}, async (page) => {
      await page.locator('[data-place="edge 0"]').focus();
      await page.keyboard.press('n');
      const dialog = page.getByRole('dialog', { name: 'Not the same person' });
      await dialog.getByText(values(links[0]?.between ?? []).join(' and ')).waitFor();
      await dialog.locator('[data-side="after"] [data-record]').nth(1).waitFor();
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await page.locator('[data-place="node 1"]').focus();
      await page.keyboard.press('w');
      const wrong = page.getByRole('dialog', { name: 'Wrong person' });
      await wrong.locator('[data-side="after"] [data-record]').nth(1).waitFor();
      await wrong.getByRole('button', { name: 'Take it away' }).click();
      await page.getByText('It is decided, and in effect.').waitFor();
      const { decisions } = await explained(opened());
      const made = decisions.find(({ kind, retracted }) => kind === 'dissociated' && retracted === undefined);
      await page.locator(`[data-decision="${made?.id}"]`).getByRole('button', { name: 'Take back' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
      await page.locator(`[data-decision="${made?.id}"]`).getByText('taken back by').waitFor();
    });
  });
};
