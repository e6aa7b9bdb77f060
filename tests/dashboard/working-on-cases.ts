import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { apiKey, type HiloProcess } from '../../scripts/api/hilo-process.ts';
import { type Look, patience } from './opened.ts';

export type Given = {
  hilo(): HiloProcess;
  /** The case of Ana, who complained in words. */
  caseOfAna(): string;
  look: Look;
};

const Case = z.looseObject({
  id: z.string(),
  customer: z.string(),
  state: z.string(),
  owner: z.string().optional(),
  nextDueAt: z.string().optional(),
  contactedAt: z.string().optional(),
  rootCause: z.string().optional(),
  etag: z.string(),
});
const Counts = z.looseObject({ open: z.int(), waiting: z.int(), overdue: z.int(), unassigned: z.int() });
const Cases = z.object({ cases: z.array(Case), counts: Counts });
const Whole = Case.extend({ history: z.array(z.looseObject({ step: z.string() })) });

export const caseOf = ({ hilo }: Given, id: string) => hilo().client.get(`/v1/cases/${id}`, Whole);
const listOf = ({ hilo }: Given, query = '') => hilo().client.get(`/v1/cases?limit=50${query}`, Cases);

/** Does what a colleague does meanwhile. */
const meanwhile = async (given: Given, id: string, body: object): Promise<void> => {
  const { status } = await fetch(`${given.hilo().url}/v1/cases/${id}/assign`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', 'if-match': '*' },
    body: JSON.stringify(body),
  });
  expect(status).toBe(200);
};

/** Presses a key once what it stands for can be done. */
export const press = async (page: Page, key: string, name: RegExp): Promise<void> => {
  await expect.poll(() => page.getByRole('button', { name }).first().isEnabled(), patience).toBe(true);
  await page.keyboard.press(key);
};

/** Goes down the list by j until that case has the focus. */
const goTo = async (page: Page, id: string): Promise<void> => {
  const row = page.locator(`[data-case="${id}"]`);
  await row.waitFor();
  const count = await page.locator('[data-case]').count();
  const hasFocus = () => row.evaluate((one) => one === one.ownerDocument.activeElement);
  for (let n = 0; n < count && !(await hasFocus()); n++) await page.keyboard.press('j');
  expect(await hasFocus()).toBe(true);
};

/** The page of cases, on the Hilo that the other tests look at. */
export const workOnCases = (given: Given): void => {
  listsThem(given);
  worksByKeyboard(given);
  showsItsKeys(given);
  saysWhoWasQuicker(given);
  asksBeforeCalling(given);
};

const listsThem = (given: Given): void => {
  it('lists the cases in hand, what is due first at the top, as many as the API counts, by what the address says', async () => {
    await given.look('/cases', {}, async (page) => {
      const ids = () =>
        page.locator('[data-case]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-case')));
      const dueAt = ({ nextDueAt = '9999-01-01' }: z.infer<typeof Case>) => Date.parse(nextDueAt);
      // What was told last may open one while somebody looks.
      const isSame = async () => {
        await page.reload();
        await page.locator('[data-case]').first().waitFor();
        const sorted = (await listOf(given)).cases.toSorted((one, other) => dueAt(one) - dueAt(other));
        return (await ids()).join() === sorted.map(({ id }) => id).join();
      };
      await expect.poll(isSame, patience).toBe(true);
      const { counts } = await listOf(given);
      const shown = (view: string) => page.locator(`[data-view="${view}"]`);
      await expect.poll(() => shown('hand').textContent(), patience).toBe(`In hand${counts.open + counts.waiting}`);
      expect(await shown('unassigned').textContent()).toBe(`Nobody’s${counts.unassigned}`);
      await page.getByRole('combobox', { name: 'Severity' }).click();
      await page.getByRole('option', { name: 'High' }).click();
      await expect.poll(() => page.url(), patience).toContain('severity=high');
      const high = (await listOf(given, '&severity=high')).cases.length;
      await expect.poll(async () => (await ids()).length, patience).toBe(high);
      await shown('resolved').click();
      await page.getByText('No case was resolved yet.').waitFor();
      expect(page.url()).toMatch(/cases=resolved.*severity=high|severity=high.*cases=resolved/);
    });
  });
};

const worksByKeyboard = (given: Given): void => {
  it('is worked on by the keyboard alone: taken, given back, commented on, resolved, and opened again', async () => {
    await given.look('/cases', {}, async (page) => {
      const id = given.caseOfAna();
      const stands = () => caseOf(given, id);
      await goTo(page, id);
      await page.keyboard.press('Enter');
      await page.locator(`[data-open-case="${id}"]`).waitFor();
      await page.getByText('Mi maleta llegó rota y nadie me ayudó.').waitFor();
      await page.getByText(/^Words that decided: /).waitFor();

      await press(page, 'a', /^Assign to me/);
      await page.getByText('It is yours now.').waitFor();
      await expect.poll(async () => (await stands()).owner, patience).toBe('local');
      await press(page, 'z', /^Undo/);
      await expect.poll(async () => (await stands()).owner, patience).toBeUndefined();

      await press(page, 'c', /^Comment/);
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox', { name: 'Comment' }).fill('The bag is in Lisbon.');
      await page.keyboard.press('ControlOrMeta+Enter');
      await dialog.waitFor({ state: 'detached' });
      await page.locator('[data-step="commented"]').getByText('The bag is in Lisbon.').waitFor();

      await press(page, 'r', /^Resolve/);
      await dialog.getByRole('combobox', { name: 'Root cause' }).selectOption('delay');
      await dialog.getByRole('combobox', { name: 'Resolution' }).selectOption('compensated');
      await page.keyboard.press('ControlOrMeta+Enter');
      await dialog.waitFor({ state: 'detached' });
      expect(await stands()).toMatchObject({ state: 'resolved', rootCause: 'delay' });

      await press(page, 'o', /^Open again/);
      await dialog.getByRole('textbox', { name: 'Why' }).fill('It is not in Lisbon.');
      await page.keyboard.press('ControlOrMeta+Enter');
      await dialog.waitFor({ state: 'detached' });
      expect((await stands()).state).toBe('open');
      await page.keyboard.press('u');
      await page.getByText('No case is open here.').waitFor();
    });
  });
};

const showsItsKeys = (given: Given): void => {
  it('shows its keys, and has them by name in the palette', async () => {
    await given.look(`/cases/${given.caseOfAna()}`, {}, async (page) => {
      await page.getByRole('button', { name: /^Comment/ }).waitFor();
      await page.keyboard.press('?');
      await page.getByRole('dialog').getByRole('row', { name: 'c Comment …' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.keyboard.press('ControlOrMeta+k');
      await page.getByRole('dialog').getByRole('textbox').fill('pause');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      const why = page.getByRole('dialog', { name: 'Pause' }).getByRole('textbox', { name: 'Why' });
      await why.waitFor();
      await expect.poll(() => why.evaluate((one) => one === one.ownerDocument.activeElement), patience).toBe(true);
    });
  });
};

const saysWhoWasQuicker = (given: Given): void => {
  it('says that somebody else was quicker, what was done meanwhile, and keeps what was written', async () => {
    const id = given.caseOfAna();
    await given.look(`/cases/${id}`, {}, async (page, looking) => {
      await page.route(
        `**/v1/cases/${id}/comment`,
        async (route) => {
          await meanwhile(given, id, { defender: 'eva.ruiz' });
          await route.continue();
        },
        { times: 1 },
      );
      await press(page, 'c', /^Comment/);
      const dialog = page.getByRole('dialog');
      const text = dialog.getByRole('textbox', { name: 'Comment' });
      await text.fill('I take it.');
      await page.keyboard.press('ControlOrMeta+Enter');
      const alert = dialog.getByRole('alert');
      await alert.getByText('Somebody else was quicker').waitFor();
      await alert.getByText('Defender: eva.ruiz').waitFor();
      expect(await text.inputValue()).toBe('I take it.');
      expect((await caseOf(given, id)).history.at(-1)?.step).toBe('assigned');
      await text.press('ControlOrMeta+Enter');
      await dialog.waitFor({ state: 'detached' });
      expect((await caseOf(given, id)).history.at(-1)?.step).toBe('commented');
      // The browser says by itself what was refused.
      looking.said.length = 0;
    });
  });

  it('names the field that is wrong', async () => {
    await given.look(`/cases/${given.caseOfAna()}`, {}, async (page, looking) => {
      await press(page, 'p', /^Pause/);
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox', { name: 'Why' }).fill('Waits for the receipt.');
      await dialog.getByLabel('Until').fill('2020-01-01T10:00');
      await dialog.getByRole('button', { name: 'Pause' }).click();
      await expect.poll(() => dialog.getByLabel('Until').getAttribute('aria-invalid'), patience).toBe('true');
      await dialog.getByText('is over', { exact: true }).waitFor();
      looking.said.length = 0;
    });
  });
};

const asksBeforeCalling = (given: Given): void => {
  it('asks whether the customer may be contacted, and notes only what was permitted', async () => {
    await given.look(`/cases/${given.caseOfAna()}`, {}, async (page) => {
      await press(page, 't', /^Contact/);
      const dialog = page.getByRole('dialog');
      await dialog.getByText('You may contact the customer: Call centre, +34600000001.').waitFor();
      await dialog.getByRole('combobox', { name: 'How it ended' }).selectOption('no_answer');
      await dialog.getByRole('checkbox', { name: /^It waits for the customer now/ }).check();
      await page.keyboard.press('ControlOrMeta+Enter');
      await dialog.waitFor({ state: 'detached' });
      const { state, contactedAt } = await caseOf(given, given.caseOfAna());
      expect([state, contactedAt]).toEqual(['waiting', expect.any(String)]);
      await page.locator('[data-state="waiting"]').waitFor();
    });
    const { customer } = await caseOf(given, given.caseOfAna());
    const unknown = (await listOf(given, '&severity=normal')).cases.find((one) => one.customer !== customer);
    await given.look(`/cases/${unknown?.id}`, {}, async (page) => {
      await press(page, 't', /^Contact/);
      const dialog = page.getByRole('dialog');
      await dialog.getByText('Do not contact the customer: Call centre.').waitFor();
      await dialog.getByText('no number or address is known for it').waitFor();
      expect(await dialog.getByRole('button', { name: 'Note it' }).isDisabled()).toBe(true);
      expect(await dialog.getByRole('combobox', { name: 'How it ended' }).count()).toBe(0);
    });
  });
};
