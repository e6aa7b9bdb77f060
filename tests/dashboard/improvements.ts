import { expect, it } from 'vitest';
import { z } from 'zod';
import { apiKey } from '../../scripts/api/hilo-process.ts';
import { type Opened, patience } from './opened.ts';
import { casesHere, resolve, score } from './recovery.ts';

type Given = () => Opened;

const touchpoint = 'loop.gate';
const dayMs = 86_400_000;
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

const Improvement = z.looseObject({ id: z.string(), state: z.string(), due: z.string(), etag: z.string() });
const Side = z.object({ value: z.number(), n: z.int() });
const Whole = Improvement.extend({
  doneOn: z.string().optional(),
  effect: z
    .looseObject({
      verdict: z.string(),
      difference: z.object({ value: z.number(), low: z.number(), high: z.number() }),
      here: z.object({ before: Side, after: Side, change: z.number() }),
    })
    .optional(),
});
const Candidates = z.object({ candidates: z.array(z.looseObject({ touchpoint: z.string(), cases: z.int() })) });
const improvementOf = (opened: Given, id: string) => opened().hilo.client.get(`/v1/improvements/${id}`, Whole);

/** Five are unhappy at one place, for one reason, and each is taken care of. */
const letItRecur = async (opened: Given): Promise<void> => {
  for (const who of [11, 12, 13, 14, 15]) await score(opened, { who, value: 2, touchpoint });
  await expect.poll(async () => (await casesHere(opened, touchpoint)).length, patience).toBe(5);
  for (const { id } of await casesHere(opened, touchpoint)) await resolve(opened, id, 'delay');
  const recurring = async () =>
    (await opened().hilo.client.get('/v1/improvements/candidates', Candidates)).candidates.find(
      (one) => one.touchpoint === touchpoint,
    )?.cases;
  await expect.poll(recurring, patience).toBe(5);
};

/** Improvements, on the Hilo that the other tests look at. */
export const improve = (opened: Given): void => {
  takesOn(opened);
  showsTheEffect(opened);
};

const takesOn = (opened: Given): void => {
  it('shows what recurs, lets somebody take it on, change it and say that it works: what is final only by writing where', async () => {
    await letItRecur(opened);
    await opened().look('/cases/improvements', {}, async (page) => {
      const row = page.locator(`[data-candidate="${touchpoint} delay"]`);
      await row.waitFor();
      expect((await row.locator('td').allTextContents()).slice(0, 2)).toEqual(['5', '5']);
      await row.getByRole('button', { name: 'Take on …' }).click();
      const dialog = page.getByRole('dialog');
      expect(await dialog.getByRole('textbox', { name: 'Touchpoint' }).inputValue()).toBe(touchpoint);
      await dialog.getByRole('textbox', { name: 'What is to be otherwise' }).fill('Screens say why a flight is late');
      await dialog.getByLabel('Due').fill(dayOf(Date.now() + 30 * dayMs));
      await page.keyboard.press('ControlOrMeta+Enter');
      await page.getByRole('heading', { level: 2, name: 'Screens say why a flight is late' }).waitFor();
      const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
      expect(await improvementOf(opened, id)).toMatchObject({ state: 'open', touchpoint, cause: 'delay' });

      await page.keyboard.press('e');
      await dialog.getByLabel('Due').fill(dayOf(Date.now() + 60 * dayMs));
      await page.keyboard.press('ControlOrMeta+Enter');
      await dialog.waitFor({ state: 'detached' });
      expect((await improvementOf(opened, id)).due).toBe(dayOf(Date.now() + 60 * dayMs));

      await page.keyboard.press('d');
      const save = dialog.getByRole('button', { name: 'It works' });
      await save.waitFor();
      expect(await save.isDisabled()).toBe(true);
      await dialog.getByRole('textbox', { name: `Write ${touchpoint}, to be sure` }).fill(touchpoint);
      await page.keyboard.press('ControlOrMeta+Enter');
      await page.locator('[data-state="done"]').waitFor();
      await page.getByText('Nothing can be said yet.').waitFor();
      expect((await improvementOf(opened, id)).state).toBe('done');
      await page.keyboard.press('u');
      await page.getByRole('link', { name: 'Done', exact: true }).click();
      await page.locator(`[data-improvement="${id}"]`).waitFor();
      await row.getByRole('link', { name: 'One improvement' }).waitFor();
    });
  });
};

const showsTheEffect = (opened: Given): void => {
  it('shows what came of one, in the figures of the API, and drops another for good only by its place', async () => {
    const { hilo, look, keep } = opened();
    const plan = { title: 'Calls are answered by people', owner: 'ana', due: dayOf(Date.now() + dayMs), why: 'Trial' };
    const post = (at: string, body: object) => hilo.client.post(at, body, Improvement);
    const one = await post('/v1/improvements', { ...plan, touchpoint: 'call.support' });
    const other = await post('/v1/improvements', { ...plan, touchpoint: 'web.checkout' });
    const done = await fetch(`${hilo.url}/v1/improvements/${one.id}/done`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', 'if-match': one.etag },
      body: JSON.stringify({ on: dayOf(Date.now() - 30 * dayMs) }),
    });
    expect(done.status).toBe(200);
    const { effect } = await improvementOf(opened, one.id);
    await look(`/cases/improvements/${one.id}`, {}, async (page) => {
      await page.locator(`[data-verdict="${effect?.verdict}"]`).waitFor();
      const signed = new Intl.NumberFormat('en', { maximumFractionDigits: 1, signDisplay: 'exceptZero' });
      const { before, after, change } = effect?.here ?? expect.fail('there is no effect');
      expect(await page.locator('[data-side="here"] td').allTextContents()).toEqual([
        `${signed.format(before.value)} (${before.n} answers)`,
        `${signed.format(after.value)} (${after.n} answers)`,
        signed.format(change),
      ]);
      const difference = await page.locator('[data-difference]').getAttribute('data-difference');
      expect(difference).toBe(String(effect?.difference.value));
      await keep(page, 'improvement-1440-light-en');
    });
    await look(`/cases/improvements/${other.id}`, {}, async (page) => {
      await page.getByRole('button', { name: /^Drop/ }).waitFor();
      await page.keyboard.press('x');
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox', { name: 'Why' }).fill('The shop closes.');
      const save = dialog.getByRole('button', { name: 'Drop' });
      expect(await save.isDisabled()).toBe(true);
      await dialog.getByRole('textbox', { name: /^Write/ }).fill('web.checkout');
      await save.click();
      await page.locator('[data-state="dropped"]').waitFor();
      expect((await improvementOf(opened, other.id)).state).toBe('dropped');
    });
  });
};
