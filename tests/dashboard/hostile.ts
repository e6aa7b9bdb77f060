import { CustomerRecord, IngestResult } from '@hilo/contracts';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { untilCounted, untilThrough } from '../../scripts/replay/settle.ts';
import { hostileTexts } from './hostile-texts.ts';
import { type Look, type Opened, patience } from './opened.ts';
import { lookAtTables } from './tables.ts';

const texts = hostileTexts(10_000);
const perName = 20;
const perThread = 250;
/** A tenth of the names and a twentieth of the texts are looked at in the browser; by hand, all. */
const { HILO_TEST_FULL: isFull } = process.env;
const namesLookedAt = isFull === undefined ? texts.length / 10 : texts.length;
const threadsLookedAt = isFull === undefined ? 2 : texts.length / perThread;
const batch = 1000;
const telephone = { width: 390, height: 844 };

type Given = () => Opened;

const at = (n: number) => new Date(Date.now() - 3_600_000 - n * 1000).toISOString();
/** By what those are found who have the names of these numbers: spread over all, so that a part of them has some of everything. */
const groupOf = (n: number) => `Zz${String(n % (texts.length / perName)).padStart(4, '0')}`;
const threadOf = (n: number) => `EVIL-THREAD-${n % (texts.length / perThread)}`;

const named = texts.map((familyName, n) => ({
  ...{ id: `evil-name-${n}`, channel: 'web', touchpoint: 'account', kind: 'signed_up', occurredAt: at(n) },
  identifiers: [{ kind: 'customer_number', value: `EVIL-NAME-${n}` }],
  traits: { givenName: groupOf(n), familyName },
  properties: { said: familyName },
}));
/** What is looked at on threads: the first on each is a complaint, which opens a case; and each is called by what another wrote. */
const wrote = texts.flatMap((text, n) => {
  const thread = n % (texts.length / perThread);
  if (thread >= threadsLookedAt) return [];
  const isFirst = n === thread;
  return {
    ...{ id: `evil-text-${n}`, channel: 'chat', touchpoint: 'chat.help', direction: 'inbound', occurredAt: at(n) },
    kind: isFirst ? 'complained' : 'wrote',
    identifiers: [{ kind: 'customer_number', value: threadOf(n) }],
    ...(isFirst && { traits: { fullName: texts.at(-1 - n) } }),
    properties: { said: text },
    text,
  };
});

/** Looks at a page, and holds that nothing of what is on it was taken for anything but text. */
const lookUnharmed = (given: Given, path: string, work: Parameters<Look>[2]): Promise<void> => {
  const { hilo, look } = given();
  return look(path, {}, async (page, looking) => {
    const dialogs: string[] = [];
    page.on('dialog', async (dialog) => {
      dialogs.push(dialog.message());
      await dialog.dismiss();
    });
    await work(page, looking);
    const done = await page.evaluate(`[document.querySelectorAll('[data-hostile]').length, globalThis.hostile ?? 0]`);
    const elsewhere = looking.asked.filter((url) => !url.startsWith(hilo.url) && !url.startsWith('data:image/'));
    expect({ done, dialogs, elsewhere, path: page.url().startsWith(hilo.url) }).toEqual({
      ...{ done: [0, 0], dialogs: [], elsewhere: [], path: true },
    });
  });
};

const tell = (given: Given) =>
  it(`takes in ${texts.length} names of who means harm, and ${wrote.length} texts`, async () => {
    const { client } = given().hilo;
    const all = [...named, ...wrote];
    for (let n = 0; n < all.length; n += batch)
      await client.post('/v1/interactions', all.slice(n, n + batch), IngestResult);
    await untilThrough(client);
    await untilCounted(client);
    // A name can be searched a second or two after it was told.
    const found = (n: number) => client.post('/v1/customers/search', { query: groupOf(n), limit: 50 }, Found);
    for (let n = 0; n < namesLookedAt / perName; n += 1)
      await expect.poll(async () => (await found(n)).customers.length, patience).toBe(perName);
  });

const textsOf = (page: Page, selector: string): Promise<(string | null)[]> =>
  page.locator(selector).evaluateAll((found) => found.map(({ textContent }) => textContent));

const showNames = (given: Given) =>
  it(`shows names as text to who searches: ${namesLookedAt} of them`, () =>
    lookUnharmed(given, '/customers', async (page) => {
      for (let group = 0; group < namesLookedAt / perName; group += 1) {
        const expected = named.flatMap(({ traits: { givenName, familyName } }) =>
          givenName === groupOf(group) ? [`${givenName} ${familyName} `] : [],
        );
        await page.getByRole('searchbox').fill(groupOf(group));
        const shown = async () => (await textsOf(page, 'main li a p:first-child')).toSorted();
        await expect.poll(shown, { ...patience, interval: 25 }).toEqual(expected.toSorted());
      }
    }));

const showThreads = (given: Given) =>
  it(`shows what they wrote as text on a thread: ${threadsLookedAt * perThread} of it`, async () => {
    for (let thread = 0; thread < threadsLookedAt; thread += 1) {
      const identifier = { kind: 'customer_number', value: threadOf(thread) };
      const { id } = await given().hilo.client.post('/v1/customers/lookup', identifier, CustomerRecord);
      await lookUnharmed(given, `/customers/${id}`, async (page) => {
        const older = page.getByRole('button', { name: 'Show what was before' });
        for (let seen = 50; seen <= perThread; seen += 50) {
          await expect.poll(() => page.locator('main blockquote').count(), patience).toBe(seen);
          if (seen < perThread) await older.click();
        }
        const expected = texts.filter((_, n) => threadOf(n) === threadOf(thread));
        expect((await textsOf(page, 'main blockquote')).toSorted()).toEqual(expected.toSorted());
        expect(await textsOf(page, 'h1')).toEqual([texts.at(-1 - thread)]);
        await given().keep(page, `hostile-thread-${thread}-1440-light-en`);
        await page.setViewportSize(telephone);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(telephone.width);
        await page.evaluate('scrollTo(0, 0)');
        await given().keep(page, `hostile-thread-${thread}-390-light-en`);
      });
    }
  });

const Found = z.object({ customers: z.array(z.unknown()) });
const Cases = z.object({ cases: z.array(z.object({ id: z.string() })) });
const Quarantine = z.object({ quarantine: z.array(z.object({ id: z.int(), interaction: z.string().optional() })) });

const showElsewhere = (given: Given) =>
  it('shows it as text in a case, on the picture of who is who and in the quarantine, and harms no overview', async () => {
    const { hilo, keep } = given();
    const identifier = { kind: 'customer_number', value: threadOf(0) };
    const { id } = await hilo.client.post('/v1/customers/lookup', identifier, CustomerRecord);
    const ofThread = async () => (await hilo.client.get(`/v1/cases?customer=${id}&rule=complaint`, Cases)).cases;
    await expect.poll(async () => (await ofThread()).length, patience).toBe(1);
    await lookUnharmed(given, `/cases/${(await ofThread())[0]?.id}`, async (page) => {
      await expect.poll(() => textsOf(page, '[data-open-case] blockquote'), patience).toContain(texts[0]);
      await keep(page, 'hostile-case-1440-light-en');
    });
    await lookUnharmed(given, `/customers/${id}/identity`, (page) => page.locator('[data-place]').first().waitFor());
    // Something else under the same id is not stored, but set aside.
    const [first] = wrote;
    await hilo.client.post('/v1/interactions', { ...first, text: texts[1] }, IngestResult);
    const setAside = async () =>
      (await hilo.client.get('/v1/quarantine?state=waiting', Quarantine)).quarantine.find(
        ({ interaction }) => interaction === first?.id,
      );
    await expect.poll(setAside, patience).toBeDefined();
    await lookUnharmed(given, '/quality', async (page) => {
      await page.locator(`[data-entry="${first?.id}"]`).click();
      const posted = page.getByRole('dialog').getByRole('textbox', { name: 'What it should have been' });
      await expect.poll(async () => JSON.parse(await posted.inputValue()).text, patience).toBe(texts[1]);
    });
    await lookUnharmed(given, '/', (page) => page.locator('[data-figure="nps"]').waitFor());
  });

/** Whoever means harm is shown as what it is: text. Told after all else, since it is in every figure then. */
export const bearHostileTexts = (given: Given): void => {
  tell(given);
  showNames(given);
  showThreads(given);
  showElsewhere(given);
  lookAtTables(given, texts);
};
