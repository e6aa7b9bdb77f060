import { readFile } from 'node:fs/promises';
import { CustomerRecord, IngestResult } from '@hilo/contracts';
import { expect, it, vi } from 'vitest';
import { z } from 'zod';
import { apiKey } from '../../scripts/api/hilo-process.ts';
import { type Opened, patience } from './opened.ts';
import { ana, leaver } from './told.ts';

const dayMs = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * dayMs).toISOString().slice(0, 10);
const idOf = async ({ hilo }: Opened, identifier: object) =>
  (await hilo.client.post('/v1/customers/lookup', identifier, CustomerRecord)).id;

/** The page of a customer, on the Hilo that the other tests look at. */
export const tryCustomer = (opened: () => Opened): void => {
  showsThen(opened);
  saysWhatToDo(opened);
  saysTheBudget(opened);
  givesAndErases(opened);
};

const showsThen = (opened: () => Opened): void => {
  it('goes to a day: what had happened until then, and the consents as they were at its end', async () => {
    const { hilo, look } = opened();
    const id = await idOf(opened(), ana);
    await look(`/customers/${id}`, {}, async (page) => {
      await page.getByText('marketing, E-mail: may be asked').waitFor();
      const day = page.getByLabel('Until which day, and consents as of its end');
      await day.fill(daysAgo(100));
      const entries = page.locator('section[aria-labelledby="thread"] ol > li');
      await expect.poll(() => entries.count(), patience).toBe(1);
      await entries.getByText('signed_up').waitFor();
      await page.getByText('marketing, E-mail: may be asked').waitFor();
      await day.fill(daysAgo(200));
      await page.getByText('Nothing had happened until then.').waitFor();
      const Consents = z.object({ contacts: z.array(z.unknown()) });
      const at = `${daysAgo(199)}T00:00:00.000Z`;
      expect((await hilo.client.get(`/v1/customers/${id}/consents?at=${at}`, Consents)).contacts).toEqual([]);
      await page.getByText('No purpose was spoken of yet.').waitFor();
      await page.getByText('marketing, E-mail: may be asked').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'To now' }).click();
      await page.getByText('Mi maleta llegó rota y nadie me ayudó.').waitFor();
    });
  });
};

const saysWhatToDo = (opened: () => Opened): void => {
  it('says what to say and do while something goes on, notes who read it, and tells its author whom it did not help', async () => {
    const { hilo, look, keep } = opened();
    const card = {
      ...{ id: 'dash-bag', situation: { begins: { kinds: ['dash_bag_lost'] }, lastsMinutes: 600 } },
      roles: ['gate-agent'],
      wordings: { en: { title: 'A bag is missing', text: 'Say where it was seen last.' } },
    };
    await hilo.client.post('/v1/guidance/cards', { card, why: 'Bags.' }, z.unknown());
    const now = new Date().toISOString();
    const lost = { id: 'bag-1', channel: 'store', touchpoint: 'gate', kind: 'dash_bag_lost', occurredAt: now };
    await hilo.client.post('/v1/interactions', [{ ...lost, identifiers: [ana] }], IngestResult);
    const id = await idOf(opened(), ana);
    const Briefing = z.object({ guidance: z.array(z.object({ id: z.string() })) });
    const shown = async () => (await hilo.client.get(`/v1/customers/${id}/briefing`, Briefing)).guidance;
    await vi.waitFor(async () => expect(await shown()).toHaveLength(1), patience);
    await look(`/customers/${id}`, {}, async (page) => {
      const section = page.getByRole('region', { name: 'A bag is missing' });
      await section.getByText('Say where it was seen last.').waitFor();
      await section.getByRole('button', { name: 'I have read it' }).click();
      await section.getByText('Noted: you have read it.').waitFor();
      await section.getByRole('button', { name: 'It does not help' }).click();
      await page.keyboard.type('It does not say who pays.');
      await page.keyboard.press('Enter');
      await section.getByText('It goes back to its author.').waitFor();
      await keep(page, 'customer-guidance');
      const Feedback = z.object({ feedback: z.array(z.looseObject({ comment: z.string().optional() })) });
      const { feedback } = await hilo.client.get('/v1/guidance/cards/dash-bag/feedback', Feedback);
      expect(feedback.map(({ comment }) => comment)).toEqual(['It does not say who pays.']);
    });
  });
};

/** The policy in force, with a limit of the company. */
const capContacts = async ({ hilo }: Opened): Promise<void> => {
  const path = `${hilo.url}/v1/contact-policy`;
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  const before = await fetch(path, { headers });
  const { policy } = z
    .looseObject({ policy: z.looseObject({ rules: z.array(z.unknown()) }) })
    .parse(await before.json());
  const channels = ['call_centre', 'email', 'sms', 'whatsapp'];
  const cap = { id: 'dash-cap', jurisdiction: 'general', channels, classes: ['survey', 'commercial'] };
  const said = { source: 'A test', readOn: '2026-03-12', confidence: 'high' };
  const body = JSON.stringify({
    policy: { ...policy, rules: [...policy.rules, { ...cap, ...said, caps: [{ max: 7, windowHours: 168 }] }] },
    why: 'Seven a week.',
  });
  const etag = before.headers.get('etag') ?? '';
  const answer = await fetch(path, { method: 'PUT', headers: { ...headers, 'if-match': etag }, body });
  expect([answer.status, answer.status === 200 ? '' : await answer.text()]).toEqual([200, '']);
};

const saysTheBudget = (opened: () => Opened): void => {
  it('says what stops a contact, and how much of each limit is used, as the API counts it', async () => {
    const { hilo, look } = opened();
    const id = await idOf(opened(), ana);
    await capContacts(opened());
    const Budget = z.object({ rule: z.string(), used: z.number(), max: z.int(), of: z.string() });
    const Contacts = z.object({ brakes: z.array(z.unknown()), budgets: z.array(Budget) });
    const { brakes, budgets } = await hilo.client.get(`/v1/customers/${id}/contacts`, Contacts);
    expect([brakes, budgets.length > 0]).toEqual([[], true]);
    await look(`/customers/${id}`, {}, async (page) => {
      await page.getByText(/^Nothing stops a contact for good/).waitFor();
      for (const { rule, used, max, of } of budgets)
        await page.locator(`[data-budget="${rule}"]`).getByText(`${used} of ${max} ${of} in `).waitFor();
    });
    await look(`/customers/${id}`, { locale: 'es' }, async (page) => {
      await page.getByText(/^Nada impide del todo un contacto/).waitFor();
    });
  });
};

const givesAndErases = (opened: () => Opened): void => {
  it('gives all that is known as a file, erases only whom somebody names, and follows that until it is done', async () => {
    const { hilo, look, keep } = opened();
    const id = await idOf(opened(), leaver);
    await look(`/customers/${id}`, {}, async (page, looking) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Export everything' }).click(),
      ]);
      const Exported = z.looseObject({ customer: z.string(), interactions: z.array(z.unknown()) });
      const file = Exported.parse(JSON.parse(await readFile(await download.path(), 'utf8')));
      const answer = await hilo.client.get(`/v1/customers/${id}/export`, Exported);
      expect([file.customer, file.interactions]).toEqual([id, answer.interactions]);
      await page.getByText('The file is made: 1 interactions.').waitFor();

      await page.getByRole('button', { name: 'Erase …' }).click();
      const dialog = page.getByRole('dialog');
      const yes = dialog.getByRole('button', { name: 'Erase for good' });
      await dialog.getByRole('textbox', { name: /^Type / }).fill('Iker');
      expect(await yes.isDisabled()).toBe(true);
      await keep(page, 'customer-erase');
      await dialog.getByRole('textbox', { name: /^Type / }).fill('Iker Ansorena-Belaústegui');
      await dialog.getByRole('textbox', { name: 'Why' }).fill('Asked for in writing.');
      await yes.click();
      await page.getByRole('heading', { level: 1, name: 'An erasure' }).waitFor();
      await page.locator('[data-erasure-state="done"]').waitFor();
      await keep(page, 'erasure-done');
      const erasure = new URL(page.url()).pathname.split('/').at(-1);
      const Erasure = z.object({ state: z.string(), report: z.array(z.looseObject({ where: z.string() })) });
      const { state, report } = await hilo.client.get(`/v1/erasures/${erasure}`, Erasure);
      expect(state).toBe('done');
      expect(await page.locator('[data-where]').count()).toBe(report.length);
      await page.goto(`${hilo.url}/customers/${id}`);
      await page.getByText('There is no such customer.').waitFor();
      // The browser says by itself that nobody is there.
      looking.said.length = 0;
    });
  });
};
