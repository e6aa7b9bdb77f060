import { expect, it } from 'vitest';
import { apiKey } from '../../scripts/api/hilo-process.ts';
import { patience } from './opened.ts';
import { caseOf, type Given, press } from './working-on-cases.ts';

/** What was done last with a case, taken back. */
export const takeBack = (given: Given): void =>
  it('takes back who it was given to and that it was paused, until anything else is done with it', async () => {
    const id = given.caseOfAna();
    // It may wait for something that was tried before.
    await fetch(`${given.hilo().url}/v1/cases/${id}/resume`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', 'if-match': '*' },
      body: '{}',
    });
    await given.look(`/cases/${id}`, {}, async (page) => {
      const stands = () => caseOf(given, id);
      const dialog = page.getByRole('dialog');
      await press(page, 'e', /^Assign …/);
      await dialog.getByRole('textbox', { name: 'Owner' }).fill('eva.ruiz');
      await page.keyboard.press('ControlOrMeta+Enter');
      await page.getByText('It is assigned.').waitFor();
      expect((await stands()).owner).toBe('eva.ruiz');
      await press(page, 'z', /^Undo/);
      await expect.poll(async () => (await stands()).owner, patience).toBeUndefined();

      await press(page, 'p', /^Pause/);
      await dialog.getByRole('textbox', { name: 'Why' }).fill('Waits for the receipt.');
      await page.keyboard.press('ControlOrMeta+Enter');
      await page.locator('[data-state="waiting"]').waitFor();
      await press(page, 'z', /^Undo/);
      await page.locator('[data-state="open"]').waitFor();
      expect((await stands()).state).toBe('open');
      await press(page, 'p', /^Pause/);
      await page.keyboard.press('Escape');
      expect(await page.getByRole('button', { name: /^Undo/ }).count()).toBe(0);
    });
  });
