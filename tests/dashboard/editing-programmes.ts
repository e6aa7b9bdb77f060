import { expect, it } from 'vitest';
import { z } from 'zod';
import type { Opened } from './opened.ts';

type Given = () => Opened;

const Published = z.object({
  version: z.int(),
  why: z.string(),
  programme: z.looseObject({
    title: z.string(),
    askAfterMinutes: z.int(),
    questions: z.array(z.looseObject({ question: z.string() })),
  }),
});

const edit = (opened: Given) =>
  it('says what is wrong with a programme while it is written, at the field; shows its pages; and publishes it with why', async () => {
    const { look, hilo, keep } = opened();
    await look('/surveys', {}, async (page) => {
      await page.getByRole('link', { name: 'New programme' }).press('Enter');
      await page.getByRole('heading', { level: 1, name: 'New programme' }).waitFor();
      await page.locator('[data-faults]:not([data-faults="0"])').waitFor();
      const publish = page.getByRole('button', { name: 'Publish …' });
      expect(await publish.isDisabled()).toBe(true);
      await page.getByRole('textbox', { name: 'Name' }).first().fill('belt');
      await page.getByRole('textbox', { name: 'Title' }).fill('How was the belt?');
      await page.getByRole('combobox', { name: 'Touchpoints' }).fill('airport.belt');
      await page.keyboard.press('Enter');
      const question = page.getByRole('group', { name: 'Question 1' });
      await question.getByRole('textbox', { name: 'Name' }).fill('recommend_belt');
      await question.getByRole('textbox', { name: 'Text (en)' }).fill('Would you recommend our belts?');
      await page.getByRole('textbox', { name: 'Not before (minutes after it)' }).fill('4000');
      await question.getByText('has no text in').waitFor({ state: 'detached' });
      // What is wrong stands at its field, in the words of the API, and leads there from the list.
      const wrong = 'ends before askWithinHours';
      await page.getByRole('button', { name: wrong }).press('Enter');
      const field = page.getByRole('textbox', { name: 'Not before (minutes after it)' });
      expect(await page.evaluate('document.activeElement.id')).toBe(await field.getAttribute('id'));
      expect(await field.getAttribute('aria-invalid')).toBe('true');
      await keep(page, 'survey-editor-wrong-1440-light-en');
      await field.fill('15');
      await page.locator('[data-faults="0"]').waitFor();
      await page.getByText('There is no text in es').waitFor();
      await question.getByRole('textbox', { name: 'Text (es)' }).fill('¿Recomendaría nuestras cintas?');
      await page.getByText('There is no text in es').waitFor({ state: 'detached' });

      const telephone = page.frameLocator('[data-preview]');
      await telephone.getByRole('heading', { name: 'Would you recommend our belts?' }).waitFor();
      await page.getByRole('combobox', { name: 'Language', exact: true }).selectOption('es');
      await telephone.getByRole('heading', { name: '¿Recomendaría nuestras cintas?' }).waitFor();
      // It looks as the page does on a telephone: eleven cells in two rows.
      const cells = telephone.locator('.scale label');
      const rows = await cells.evaluateAll((all) => new Set(all.map((one) => one.getBoundingClientRect().top)).size);
      expect([await cells.count(), rows]).toEqual([11, 2]);
      await keep(page, 'survey-editor-1440-light-en');

      await publish.click();
      const dialog = page.getByRole('dialog', { name: 'Publish' });
      await dialog.getByRole('textbox', { name: /^Why/ }).fill('The belts are new.');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'How was the belt?' }).waitFor();
      await page.getByText('The belts are new.').waitFor();
    });
    const belt = await hilo.client.get('/v1/programmes/belt', Published);
    expect(belt).toMatchObject({ version: 1, why: 'The belts are new.', programme: { askAfterMinutes: 15 } });
    expect(belt.programme.questions).toMatchObject([{ question: 'recommend_belt', scale: 'nps' }]);
  });

const editAtOnce = (opened: Given) =>
  it('changes what is in force as fields and as JSON, loses nothing that has no field, and says that somebody else was quicker', async () => {
    const { look, hilo } = opened();
    const put = (programme: object, headers: Record<string, string>) =>
      fetch(`${hilo.url}/v1/programmes/belt`, {
        method: 'PUT',
        headers: { authorization: 'Bearer the-key-of-the-operator', 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ programme, why: 'A quota.' }),
      });
    const { programme } = await hilo.client.get('/v1/programmes/belt', Published);
    const limited = { ...programme, quota: { max: 50, per: 'programme' } };
    expect((await put(limited, { 'if-match': '"1"' })).status).toBe(200);
    await look('/surveys/belt/edit', {}, async (page, looking) => {
      await page.getByText('It is in force as it stands here.').waitFor();
      await page.getByRole('button', { name: 'Add a question' }).click();
      const second = page.getByRole('group', { name: 'Question 2' });
      await second.getByRole('textbox', { name: 'Name' }).fill('why_belt');
      await second.getByRole('combobox', { name: 'Scale' }).selectOption('text');
      await second.getByRole('textbox', { name: 'Text (en)' }).fill('Why?');
      await second.getByRole('textbox', { name: 'Text (es)' }).fill('¿Por qué?');
      await second.getByRole('button', { name: 'Ask only if …' }).click();
      await second.getByRole('textbox', { name: 'this' }).fill('-1');
      await page.locator('[data-faults="1"]').waitFor();
      await second.getByRole('textbox', { name: 'this' }).fill('6');
      await page.locator('[data-faults="0"]').waitFor();
      await page.getByText('JSON', { exact: true }).click();
      const json = page.getByRole('textbox', { name: 'The programme as JSON' });
      const written = JSON.parse(await json.inputValue());
      expect(written).toMatchObject({ quota: { max: 50, per: 'programme' } });
      expect(written.questions[1].showIf).toEqual({ question: 'recommend_belt', operator: 'at-most', value: 6 });
      await json.fill('{"title":');
      await page.getByText('This is no JSON').waitFor();
      await json.fill(JSON.stringify({ ...written, title: 'How were the belts?' }));
      await page.locator('[data-faults="0"]').waitFor();

      // Meanwhile somebody publishes another version.
      expect((await put({ ...limited, restDays: 31 }, { 'if-match': '"2"' })).status).toBe(200);
      await page.getByRole('button', { name: 'Publish …' }).click();
      const dialog = page.getByRole('dialog', { name: 'Publish' });
      await dialog.getByRole('textbox', { name: /^Why/ }).fill('Two belts.');
      await page.keyboard.press('Enter');
      await dialog.getByRole('alert').getByText('Somebody else has published meanwhile').waitFor();
      // The browser says by itself what was refused.
      looking.said.length = 0;
    });
    expect(await hilo.client.get('/v1/programmes/belt', Published)).toMatchObject({ version: 3, why: 'A quota.' });
  });

const bringBack = (opened: Given) =>
  it('brings an earlier version back as the next, with why', async () => {
    const { look, hilo, keep } = opened();
    await look('/surveys/belt', {}, async (page) => {
      await page.getByRole('button', { name: 'Bring back version 1' }).press('Enter');
      const dialog = page.getByRole('dialog', { name: 'Bring back version 1' });
      await dialog.getByRole('textbox', { name: /^Why/ }).fill('No quota after all.');
      await page.keyboard.press('Enter');
      await dialog.waitFor({ state: 'detached' });
      await page.locator('[data-version="4"]').getByText('brings back version 1').waitFor();
      await keep(page, 'survey-restored-1440-light-en');
    });
    const belt = await hilo.client.get('/v1/programmes/belt', Published);
    expect(belt).toMatchObject({ version: 4, why: 'No quota after all.', programme: { restDays: 30 } });
    expect(belt.programme).not.toHaveProperty('quota');
  });

/** The editor of programmes; the second test changes what the first has published. */
export const editProgrammes = (opened: Given): void => {
  edit(opened);
  editAtOnce(opened);
  bringBack(opened);
};
