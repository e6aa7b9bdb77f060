import { expect, it } from 'vitest';
import { type Opened, patience } from './opened.ts';

/** Views that somebody saves, and the search from everywhere, on the Hilo that the other tests look at. */
export const keepViews = (opened: () => Opened): void => {
  it('keeps the filters of a page under a name, and opens them there and from the palette, without those of now', async () => {
    const { hilo, look, keep } = opened();
    await look('/?channel=call_centre&range=7d', {}, async (page) => {
      await page.locator('[data-figure="nps"]').waitFor();
      await page.getByRole('button', { name: 'Views' }).click();
      await page.getByText('No view of this page was saved yet.').waitFor();
      await page.getByRole('textbox', { name: 'Save what is shown as' }).fill('Morning meeting');
      await page.keyboard.press('Enter');
      await page.locator('[data-view-saved="Morning meeting"]').waitFor();
      await keep(page, 'views');
      await page.goto(`${hilo.url}/cases?severity=high`);
      await page.locator('[data-case]').first().waitFor();
      await page.getByRole('button', { name: 'Views' }).click();
      await page.getByText('No view of this page was saved yet.').waitFor();
      await page.keyboard.press('Escape');
      await page.keyboard.press('ControlOrMeta+k');
      await page.getByRole('dialog').getByRole('textbox').fill('morning');
      await page.getByRole('dialog').getByText('Morning meeting').waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      const address = () => new URL(page.url());
      await expect.poll(() => address().pathname, patience).toBe('/');
      expect([...address().searchParams.entries()].toSorted()).toEqual([
        ['channel', 'call_centre'],
        ['range', '7d'],
      ]);
      await page.getByRole('button', { name: 'Views' }).click();
      await page.getByRole('button', { name: 'Forget the view Morning meeting' }).click();
      await page.getByText('No view of this page was saved yet.').waitFor();
    });
  });

  it.each(['/', '/cases', '/customers', '/surveys', '/quality'])('goes to the search by / from %s', async (path) => {
    await opened().look(path, {}, async (page) => {
      await page.getByRole('heading', { level: 1 }).waitFor();
      // The search of customers has the focus there, and / is a character in it.
      if (path === '/customers') await page.locator('h1').click();
      await page.keyboard.press('/');
      const field = page.getByRole('dialog').getByRole('textbox');
      await field.waitFor();
      await expect.poll(() => field.evaluate((one) => one === one.ownerDocument.activeElement), patience).toBe(true);
      expect(await field.inputValue()).toBe('');
    });
  });
};
