import { AcceptedInteraction, topics } from '@hilo/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { type AskedService, startAsked } from './permissions.ts';

let service: AskedService;
const text = (en: string) => ({ en, es: en });
const programme = {
  title: 'After a purchase',
  when: { touchpoints: ['shop.purchase'] },
  questions: [
    { question: 'likelihood_to_recommend', scale: 'nps', text: text('Would you recommend the shop?') },
    { question: 'why', scale: 'text', text: text('Why?') },
  ],
  purpose: 'feedback',
  contacts: [{ channel: 'email', kind: 'email' }],
  askAfterMinutes: 0,
  restDays: 0,
};
beforeAll(async () => {
  service = await startAsked();
  const put = await service.ask(
    'PUT',
    '/v1/programmes/after-a-purchase',
    { programme, why: 'a test' },
    { 'if-none-match': '*' },
  );
  expect(put.status, await put.text()).toBeLessThan(300);
});
afterAll(() => service.close());

const Made = z.object({ id: z.string(), kind: z.string(), url: z.string(), qr: z.string(), qrPng: z.string() });
const make = async (fields: object = {}) => {
  const response = await service.ask('POST', '/v1/survey-links', { programme: 'after-a-purchase', ...fields });
  const made: unknown = await response.json();
  expect(response.status, JSON.stringify(made)).toBe(201);
  return Made.parse(made);
};
/** As a browser opens it: with no key. */
const open = async (url: string, form?: Record<string, string>) => {
  const path = new URL(url).pathname;
  const response = await fetch(`${service.hilo.url}${path}`, {
    redirect: 'manual',
    ...(form && { method: 'POST', body: new URLSearchParams(form) }),
  });
  const location = response.headers.get('location');
  return {
    status: response.status,
    html: await response.text(),
    to: location && new URL(location, `${service.hilo.url}${path}`).href,
  };
};
const count = async (table: string): Promise<number> =>
  (await service.pool.query(`SELECT FROM ${table}`)).rowCount ?? 0;
const onThread = async () => {
  const { rows } = await service.pool.query<{ value: string }>(
    `SELECT circumstances->'identifier' AS value, left_out FROM invitations i JOIN responses r ON r.invitation = i.id ORDER BY i.decided_at`,
  );
  return rows;
};

it('a link on a receipt: whoever opens it is shown a question and asked by pressing; one answer for each transaction', async () => {
  const transaction = { kind: 'order_id', value: 'T-100' };
  const link = await make({ transaction, touchpoint: 'shop.till' });
  expect([link.kind, link.qr.startsWith('<svg')]).toEqual(['transaction', true]);
  expect(Buffer.from(link.qrPng, 'base64').toString('latin1', 1, 4)).toBe('PNG');
  expect(link.url).not.toContain('T-100');
  const shown = await open(link.url);
  expect([shown.status, shown.html.includes('Would you recommend the shop?'), shown.html.includes('T-100')]).toEqual([
    200,
    true,
    false,
  ]);
  // Scanners open nothing.
  expect([await count('invitations'), await count('survey_tokens')]).toEqual([0, 0]);
  const begun = await open(link.url, {});
  expect([begun.status, /\/s\/[\w-]{22}$/.test(begun.to ?? '')]).toEqual([303, true]);
  const page = await open(begun.to ?? '');
  expect([page.status, page.html.includes('T-100')]).toEqual([200, false]);
  expect((await open(begun.to ?? '', { question: 'likelihood_to_recommend', value: '9' })).status).toBe(303);
  // Printed twice, it is the same survey, and goes on where it was.
  const other = await make({ transaction });
  const again = await open((await open(other.url, {})).to ?? '');
  expect(again.html).toContain('Why?');
  expect(await count('invitations')).toBe(1);
  expect(await onThread()).toEqual([{ value: transaction, left_out: null }]);
  // Two are at the last question: the first answer is that of the transaction, and the other is told so, as is whoever comes later.
  const theirs = (await open(other.url, {})).to ?? '';
  const last = (to: string, value: string) => open(to, { question: 'why', value });
  expect((await last(theirs, 'The coffee.')).status).toBe(303);
  for (const value of ['The tea.', 'The queue.']) {
    const refused = await last(begun.to ?? '', value);
    expect([refused.status, refused.html.includes('answered already')]).toEqual([409, true]);
  }
  expect((await last(begun.to ?? '', 'The coffee.')).status).toBe(303);
  const late = await open(link.url, {});
  expect([late.status, late.html.includes('answered already')]).toEqual([409, true]);
  expect((await service.pool.query(`SELECT value FROM answers WHERE question = 'why'`)).rows).toEqual([
    { value: 'The coffee.' },
  ]);
  expect((await service.pool.query('SELECT subject, touchpoint FROM invitations')).rows).toMatchObject([
    { touchpoint: 'shop.till' },
  ]);
});

it('a sign takes many, each somebody new, who chose to answer: left out of scores', async () => {
  await service.pool.query('TRUNCATE invitations, responses, answers, survey_tokens');
  const sign = await make({ touchpoint: 'shop.exit' });
  for (let n = 0; n < 3; n += 1) {
    const begun = await open(sign.url, {});
    expect((await open(begun.to ?? '', { question: 'likelihood_to_recommend', value: String(n) })).status).toBe(303);
  }
  const { rows } = await service.pool.query<{ subject: string; left_out: string; state: string }>(
    'SELECT i.subject, r.left_out, r.state FROM invitations i JOIN responses r ON r.invitation = i.id',
  );
  expect(rows.map(({ left_out, state }) => [left_out, state])).toEqual(rows.map(() => ['self-selected', 'partial']));
  expect(new Set(rows.map(({ subject }) => subject)).size).toBe(3);
  // An address that somebody types is an answer: it is nobody's contact point, links nobody, and grants nothing.
  const begun = (await open(sign.url, {})).to ?? '';
  await open(begun, { question: 'likelihood_to_recommend', value: '9' });
  const typed = 'Call me: +34 600 000 001, or ana@example.org';
  expect((await open(begun, { question: 'why', value: typed })).status).toBe(303);
  const [said] = (await service.pool.query(`SELECT value FROM answers WHERE question = 'why'`)).rows;
  expect(said).toEqual({ value: typed });
  const told: AcceptedInteraction[] = [];
  await using _reader = await service.hilo.log.consume({
    group: 'a-test',
    topics: [topics.interactions.name],
    startFrom: async () => 0,
    handle: async ({ records }) => {
      told.push(...records.map(({ value }) => AcceptedInteraction.parse(JSON.parse(value ?? ''))));
    },
  });
  const typedIn = () => told.find(({ answers }) => JSON.stringify(answers ?? []).includes(typed));
  await expect.poll(typedIn).toBeDefined();
  const last = typedIn();
  expect(last?.identifiers.map(({ kind }) => kind)).toEqual(['anonymous_id']);
  expect(told.some((one) => one.consents !== undefined || one.traits !== undefined)).toBe(false);
});

it('a code that was never given, was taken back, or is over leads to the one page that says nothing', async () => {
  const link = await make();
  const unknown = await open('http://x/s/r/AAAAAAAAAAAAAAAAAAAAAA');
  expect(unknown.status).toBe(404);
  expect((await service.ask('DELETE', `/v1/survey-links/${link.id}`)).status).toBe(204);
  expect((await open(link.url)).html).toBe(unknown.html);
  expect((await open(link.url, {})).status).toBe(404);
  const over = await make();
  await service.pool.query('UPDATE survey_links SET expires_at = now() WHERE id = $1', [over.id]);
  expect((await open(over.url)).html).toBe(unknown.html);
  expect((await service.ask('POST', '/v1/survey-links', { programme: 'nothing' })).status).toBe(404);
});
