import { IngestResult } from '@hilo/contracts';
import { openDatabase } from '@hilo/runtime';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { untilThrough } from '../../scripts/replay/settle.ts';
import { type Opened, patience } from './opened.ts';
import { retireTemplates, tryOnWhatHappened } from './trying-programmes.ts';

type Given = () => Opened & { databaseUrl: string };

const lounge = {
  title: 'How was the lounge?',
  when: { touchpoints: ['airport.lounge'], kinds: ['left'] },
  questions: [
    {
      question: 'recommend_lounge',
      scale: 'nps',
      text: { en: 'How likely are you to recommend the lounge?', es: '¿Recomendaría la sala VIP?' },
    },
    {
      question: 'what_was_wrong',
      scale: 'text',
      text: { en: 'What went wrong?', es: '¿Qué salió mal?' },
      showIf: { question: 'recommend_lounge', operator: 'at-most', value: 6 },
    },
  ],
  purpose: 'feedback',
  contacts: [{ channel: 'email', kind: 'email' }],
  askAfterMinutes: 0,
  askWithinHours: 48,
  restDays: 30,
};

/** Twelve have been in the lounge: five consented, of whom one did so twice and was asked once; three have no address; three did not consent. */
const visits = (now: number) => {
  const consents = [{ purpose: 'feedback', state: 'granted', channel: 'email' }];
  return Array.from({ length: 12 }, (_, n) => ({
    ...{ id: `lounge-${n}`, channel: 'other', touchpoint: 'airport.lounge', kind: 'left' },
    occurredAt: new Date(now - 60_000 * (20 - n)).toISOString(),
    identifiers:
      n < 9
        ? [{ kind: 'email', value: `lounge-${n === 5 ? 0 : n}@example.org` }]
        : [{ kind: 'customer_number', value: `LOUNGE-${n}` }],
    ...(n < 6 && { consents }),
  }));
};

const Counts = z.object({
  programmes: z.array(
    z.object({
      programme: z.string(),
      ...{ candidates: z.int(), pending: z.int(), invited: z.int(), withheld: z.int(), historical: z.int() },
      reasons: z.record(z.string(), z.int()),
      channels: z.array(z.object({ channel: z.string(), invited: z.int(), response: z.number().nullable() })),
    }),
  ),
});
const countsOf = async (opened: Given) =>
  (await opened().hilo.client.get('/v1/invitations/counts?programme=lounge', Counts)).programmes[0] ??
  expect.fail('nobody was in the lounge');

const Invitations = z.object({ invitations: z.array(z.object({ id: z.string() })) });
const Figure = z.looseObject({
  total: z.looseObject({ value: z.number().nullable(), n: z.int() }).optional(),
  rows: z.array(z.looseObject({ value: z.number().nullable(), n: z.int() })),
});

const tellOfLounge = async (opened: Given): Promise<void> => {
  const { hilo } = opened();
  const answered = await fetch(`${hilo.url}/v1/programmes/lounge`, {
    method: 'PUT',
    headers: { authorization: 'Bearer the-key-of-the-operator', 'content-type': 'application/json' },
    body: JSON.stringify({ programme: lounge, why: 'The lounge wants to know.' }),
  });
  expect(answered.status).toBe(200);
  await hilo.client.post('/v1/interactions', visits(Date.now()), IngestResult);
  await untilThrough(hilo.client);
  await expect.poll(async () => (await countsOf(opened)).pending, patience).toBe(0);
  const path = '/v1/invitations?programme=lounge&state=invited';
  const { invitations } = await hilo.client.get(path, Invitations);
  for (const { id } of invitations.slice(0, 2)) {
    const answers = [{ question: 'recommend_lounge', value: 9 }];
    await hilo.client.post(`/v1/invitations/${id}/answers`, { answers, channel: 'app' }, z.unknown());
  }
  await expect
    .poll(async () => {
      const asked = { metric: 'response-rate', groupBy: ['programme'], filters: { programme: 'lounge' } };
      const { total } = await hilo.client.post('/v1/query', asked, Figure);
      return [total?.sent, total?.answered];
    }, patience)
    .toEqual([invitations.length, 2]);
};

/** Name and count of every part of the chart, as they stand there. */
const partsOf = async (page: Page): Promise<[string, string][]> =>
  page
    .locator('[data-part]')
    .evaluateAll((rows) =>
      rows.map((row) => [row.getAttribute('data-part') ?? '', row.querySelector('[data-count]')?.textContent ?? '']),
    );

const showFigures = (opened: Given) =>
  it('says whom a programme asked, whom not and why, how soon and with which response, in the figures of the API and of plain SQL', async () => {
    await tellOfLounge(opened);
    const { hilo, look, databaseUrl, keep } = opened();
    const pool = openDatabase({ connectionString: databaseUrl, schema: 'survey', logger: { warn: () => {} } });
    const counted = await countsOf(opened);
    const { rows: plain } = await pool.query(
      `SELECT coalesce(reason, state) AS part, count(*)::int AS count FROM invitations WHERE programme = 'lounge' GROUP BY 1`,
    );
    const { rows: answers } = await pool.query(
      `SELECT count(*)::int AS invited, (count(r.invitation) FILTER (WHERE r.state = 'completed'))::int AS answered
         FROM invitations AS i LEFT JOIN responses AS r ON r.invitation = i.id WHERE i.programme = 'lounge' AND i.state = 'invited'`,
    );
    await pool.end();
    expect(counted).toMatchObject({ candidates: 12, invited: answers[0].invited });
    const ofProgramme = async (metric: string) => {
      const asked = { metric, groupBy: ['programme'], filters: { programme: 'lounge' } };
      return (await hilo.client.post('/v1/query', asked, Figure)).total ?? expect.fail('there is no figure');
    };
    const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });
    const inPercent = (value: number | null): string => percent.format((value ?? Number.NaN) / 100);
    await look('/surveys/lounge', {}, async (page) => {
      await page.locator('[data-part="all"]').waitFor();
      const parts = await partsOf(page);
      const sql = plain.map(({ part, count }) => [part, String(count)]);
      expect(parts.slice(0, -1).toSorted()).toEqual(sql.toSorted());
      expect(parts.at(-1)).toEqual(['all', String(counted.candidates)]);
      const shares = await page.locator('[data-part]:not([data-part="all"]) [data-share]').allTextContents();
      expect(shares.reduce((sum, share) => sum + Math.round(10 * Number.parseFloat(share)), 0)).toBe(1000);
      const [response, soon] = [await ofProgramme('response-rate'), await ofProgramme('immediacy')];
      await expect
        .poll(() => page.locator('[data-figure="response"]').textContent(), patience)
        .toBe(inPercent(response.value));
      expect(response.value).toBeCloseTo((100 * answers[0].answered) / answers[0].invited, 1);
      expect(await page.locator('[data-figure="immediacy"]').textContent()).toBe(inPercent(soon.value));
      expect(await page.locator('[data-step="sent"] [data-count]').textContent()).toBe(String(response.sent));
      const [channel] = counted.channels;
      expect(await page.locator('[data-channel="email"] [data-share]').textContent()).toBe(
        inPercent(channel?.response ?? null),
      );
      await page.getByText('The lounge wants to know.').waitFor();
      await page.getByText('How likely are you to recommend the lounge?').waitFor();
      await keep(page, 'survey-whole-1440-light-en');
    });
    await look('/surveys', {}, async (page) => {
      const row = page.locator('[data-programme="lounge"]');
      await row.getByText(`${counted.invited} of ${counted.candidates} asked`).waitFor();
      await row.getByRole('link', { name: 'How was the lounge?' }).press('Enter');
      await page.getByRole('heading', { level: 1, name: 'How was the lounge?' }).waitFor();
    });
  });

const pauseAndEnd = (opened: Given) =>
  it('pauses a programme and resumes it, with why; ends it for good only by its name', async () => {
    const { look, hilo } = opened();
    const State = z.object({ state: z.string(), standing: z.object({ why: z.string() }) });
    const standing = async () => {
      const { state, standing } = await hilo.client.get('/v1/programmes/lounge', State);
      return [state, standing.why];
    };
    await look('/surveys/lounge', {}, async (page) => {
      const step = async (name: string, why: string, yes: string, typed?: string): Promise<void> => {
        await page.getByRole('button', { name, exact: true }).press('Enter');
        const dialog = page.getByRole('dialog', { name });
        await dialog.getByRole('textbox', { name: /^Why/ }).fill(why);
        const button = dialog.getByRole('button', { name: yes });
        if (typed !== undefined) {
          expect(await button.isDisabled()).toBe(true);
          await dialog.getByRole('textbox', { name: 'The name of the programme' }).fill(typed);
        }
        await page.keyboard.press('Enter');
        await dialog.waitFor({ state: 'detached' });
      };
      await step('Pause', 'The lounge is closed.', 'Pause it');
      await page.locator('[data-state="paused"]').waitFor();
      expect(await standing()).toEqual(['paused', 'The lounge is closed.']);
      await step('Resume', 'It is open again.', 'Resume it');
      await page.locator('[data-state="active"]').waitFor();
      await step('End', 'It is no lounge any more.', 'End it for good', 'lounge');
      await page.locator('[data-state="ended"]').waitFor();
      expect(await standing()).toEqual(['ended', 'It is no lounge any more.']);
      expect(await page.getByRole('button', { name: 'Pause' }).count()).toBe(0);
    });
  });

/** The pages of surveys; what there is to look at is told by the first test. */
export const trySurveys = (opened: Given): void => {
  showFigures(opened);
  tryOnWhatHappened(opened);
  retireTemplates(opened);
  pauseAndEnd(opened);
};
