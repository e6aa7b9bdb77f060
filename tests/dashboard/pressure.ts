import { openDatabase } from '@hilo/runtime';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { type Opened, patience } from './opened.ts';
import { policyOf, publishByApi, reports, thrice, Versions } from './pressed.ts';

type Given = () => Opened & { databaseUrl: string };

const Count = z.looseObject({ contacts: z.int(), refused: z.int(), wrongPerson: z.int() });
const Counts = z.object({
  total: Count.extend({ bounced: z.int(), reserved: z.int() }),
  objections: z.int(),
  sources: z.array(Count.extend({ name: z.string().optional() })),
  classes: z.array(Count.extend({ name: z.string().optional() })),
});
const Pressed = z.object({
  spread: z.array(z.object({ contacts: z.int(), customers: z.int() })),
  customers: z.array(z.object({ customer: z.string(), state: z.string() })),
});
const inLedger = async (databaseUrl: string) => {
  const pool = openDatabase({ connectionString: databaseUrl, schema: 'survey', logger: { warn: () => {} } });
  const { rows } = await pool.query(
    `SELECT count(*)::int AS contacts, (count(*) FILTER (WHERE outcome = 'refused'))::int AS refused,
            (count(*) FILTER (WHERE outcome = 'wrong_person'))::int AS "wrongPerson" FROM contacts
      WHERE direction = 'outbound' AND (expires_at IS NULL OR expires_at > now()) AND at > now() - interval '29 days'`,
  );
  await pool.end();
  return Count.parse(rows[0]);
};

const textsOf = (page: Page, selector: string) => page.locator(selector).allTextContents();

const showFigures = (opened: Given) =>
  it('says who contacts whom too much, in the figures of the API and of plain SQL', async () => {
    const { hilo, look, databaseUrl } = opened();
    const { version, policy } = await policyOf(opened);
    await publishByApi(opened, { version, policy: { ...policy, rules: [...policy.rules, thrice] } });
    await hilo.client.post('/v1/contacts', reports(), z.unknown());
    const number = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
    await look('/pressure', {}, async (page) => {
      await page.locator('[data-figure="contacts"]').waitFor();
      const told = async () => {
        const { total, objections, sources } = await hilo.client.get('/v1/contacts/counts', Counts);
        const { spread, customers } = await hilo.client.get('/v1/contacts/pressed', Pressed);
        const sql = await inLedger(databaseUrl);
        expect(total).toMatchObject(sql);
        expect(sources.reduce((sum, { contacts }) => sum + contacts, 0)).toBe(sql.contacts);
        return [
          [sql.contacts, sql.refused, sql.wrongPerson, total.bounced, objections, total.reserved].map(number.format),
          sources.map(({ name, contacts }) => `${name} ${number.format(contacts)}`),
          spread.map(({ contacts, customers: n }) => `${contacts} ${number.format(n)}`),
          customers.map(({ customer, state }) => `${customer} ${state}`),
        ];
      };
      const shown = async () => [
        await textsOf(page, '[data-figure]'),
        await rowsOf(page, 'data-press', 'contacts'),
        await rowsOf(page, 'data-spread', 'customers'),
        await page
          .locator('[data-pressed]')
          .evaluateAll((all) =>
            all.map((one) => `${one.getAttribute('data-pressed')} ${one.getAttribute('data-state')}`),
          ),
      ];
      // Invitations are contacts as well, and come about meanwhile: looked at again until both are of one moment.
      await expect
        .poll(async () => {
          await page.reload();
          await page.locator('[data-pressed]').first().waitFor();
          await page.locator('[data-press]').first().waitFor();
          const [there, here] = [await told(), await shown()];
          return JSON.stringify(there) === JSON.stringify(here) ? [] : [there, here];
        }, patience)
        .toEqual([]);
      const pressed = page.locator('[data-pressed][data-state="over"]').first();
      await pressed.getByText('over the limit').waitFor();
      await pressed.getByRole('link', { name: 'Luis Ortega' }).waitFor();
      await pressed.getByText(/thrice-a-week/).waitFor();
      await page.getByText('Kind', { exact: true }).click();
      await expect.poll(() => page.url(), patience).toContain('split=classes');
      const { classes } = await hilo.client.get('/v1/contacts/counts', Counts);
      const sales = classes.find(({ name }) => name === 'commercial');
      expect(await textsOf(page, '[data-press="commercial"] [data-count="contacts"]')).toEqual([
        number.format(sales?.contacts ?? 0),
      ]);
    });
  });

const rowsOf = (page: Page, row: string, count: string): Promise<string[]> =>
  page
    .locator(`[${row}]`)
    .evaluateAll(
      (all, [name, what]) =>
        all.map((one) => `${one.getAttribute(name ?? '')} ${one.querySelector(`[data-count="${what}"]`)?.textContent}`),
      [row, count],
    );

const Hours = z.object({
  days: z.array(
    z.object({
      date: z.string(),
      open: z.array(z.object({ from: z.string(), to: z.string() })),
      closedBy: z.array(z.object({ rule: z.string() })),
      holidays: z.array(z.string()),
    }),
  ),
});

const showHours = (opened: Given) =>
  it('shows when contacts are permitted, as a picture of a week with its holidays', async () => {
    const { hilo, look } = opened();
    await look('/pressure?week=2026-11-04&place=ES-MD', {}, async (page, looking) => {
      const hoursOf = async (from: string, channel: string): Promise<string[]> => {
        const asked = { place: 'ES-MD', channel, class: 'commercial', from };
        const { days } = await hilo.client.post('/v1/contact-policy/hours', asked, Hours);
        return days.map(({ open }) => open.map((one) => `${one.from}–${one.to}`).join(', ') || 'none');
      };
      await expect
        .poll(() => textsOf(page, '[data-open]'), patience)
        .toEqual(await hoursOf('2026-11-02', 'call_centre'));
      expect(await page.locator('[data-day]').first().getAttribute('data-day')).toBe('2026-11-02');
      await page
        .locator('[data-day="2026-11-02"]')
        .getByText(/^Holiday: /)
        .waitFor();
      await page.getByRole('button', { name: 'The week after' }).press('Enter');
      await expect.poll(() => page.url(), patience).toContain('week=2026-11-09');
      await page.getByRole('combobox', { name: 'Channel' }).click();
      await page.getByRole('option', { name: 'E-mail' }).click();
      await expect.poll(() => textsOf(page, '[data-open]'), patience).toEqual(await hoursOf('2026-11-09', 'email'));
      await page.getByRole('combobox', { name: 'Where' }).fill('XX');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').getByText('There is no such country or region.').waitFor();
      // The browser says by itself that it was refused.
      looking.said.length = 0;
    });
  });

const Trial = z.object({
  dryRuns: z.array(z.object({ id: z.string(), state: z.string() })),
});
const Side = z.object({ atOnce: z.int(), later: z.int(), withheld: z.int(), undecided: z.int() });
const Result = z.object({ result: z.object({ inForce: Side, proposed: Side }) });

const changePolicy = (opened: Given) =>
  it('tries a change of the policy on what happened, and publishes it by its number, unless somebody else was faster', async () => {
    const { hilo, look, keep } = opened();
    const before = await policyOf(opened);
    await look('/pressure?week=2026-11-02&place=ES-MD', {}, async (page, looking) => {
      expect(await page.getByRole('button', { name: 'Try it' }).isDisabled()).toBe(true);
      await page.getByRole('checkbox', { name: /^ES · Spain/ }).press('Space');
      await page.locator('[data-hours="draft"]').getByText('By the draft below').waitFor();
      await page.getByRole('button', { name: 'Try it' }).press('Enter');
      await page.locator('[data-trial="done"]').waitFor();
      const { dryRuns } = await hilo.client.get('/v1/contact-policy/dry-runs', Trial);
      const { result } = await hilo.client.get(`/v1/contact-policy/dry-runs/${dryRuns[0]?.id}`, Result);
      for (const part of ['atOnce', 'later', 'withheld', 'undecided'] as const)
        expect(await textsOf(page, `[data-outcome="${part}"] td`)).toEqual([
          String(result.inForce[part]),
          String(result.proposed[part]),
        ]);
      await keep(page, 'pressure-tried-1440-light-en');

      const publish = async (version: number): Promise<void> => {
        await page.getByRole('button', { name: 'Publish …' }).press('Enter');
        const dialog = page.getByRole('dialog', { name: 'Publish the policy' });
        await dialog.getByRole('textbox', { name: /^Why/ }).fill('What Spain says is heeded.');
        const yes = dialog.getByRole('button', { name: 'Publish it' });
        expect(await yes.isDisabled()).toBe(true);
        await dialog.getByRole('textbox', { name: `Write ${version}` }).fill(String(version));
        await page.keyboard.press('Enter');
      };
      await publishByApi(opened, before);
      await publish(before.version + 1);
      await page.getByRole('alert').getByText('Somebody else published another version meanwhile').waitFor();
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
      await page.locator(`[data-version="${before.version + 1}"]`).waitFor();
      await publish(before.version + 2);
      await page
        .locator(`[data-version="${before.version + 2}"]`)
        .getByText('What Spain says is heeded.')
        .waitFor();
      await page.getByText('It says what is in force.').waitFor();
      // The browser says by itself what was refused.
      looking.said.length = 0;
    });
    const after = await policyOf(opened);
    expect(after).toMatchObject({ version: before.version + 2, why: 'What Spain says is heeded.' });
    expect(after.policy).toEqual({ ...before.policy, packs: [...before.policy.packs, 'ES'] });
    const first = await hilo.client.get('/v1/contact-policy/versions', Versions);
    await publishByApi(opened, { version: after.version, policy: first.versions.at(-1)?.policy ?? before.policy });
  });

const showTheRest = (opened: Given) =>
  it('shows who presses where the policy is not for a role, and the policy where nobody can say who presses', async () => {
    await opened().look('/pressure', {}, async (page, looking) => {
      const answer = (path: string, status: number, body: object) =>
        page.route(path, (route) =>
          route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify(body) }),
        );
      await answer('**/v1/contact-policy', 403, { title: 'Not allowed' });
      await answer('**/v1/contacts/pressed', 422, { title: 'Not now', detail: 'It takes too long.' });
      await page.reload();
      await page.getByText('Your role may not see this.').waitFor();
      await page.getByRole('alert').getByText('It takes too long.').waitFor();
      await page.locator('[data-press]').first().waitFor();
      await page.unroute('**/v1/contacts/pressed');
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.locator('[data-pressed]').first().waitFor();
      looking.said.length = 0;
    });
  });

/** The page of contact pressure. */
export const tryPressure = (opened: Given): void => {
  showFigures(opened);
  showHours(opened);
  changePolicy(opened);
  showTheRest(opened);
};
