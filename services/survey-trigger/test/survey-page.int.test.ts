import { AcceptedInteraction, topics } from '@hilo/contracts';
import { nameHashes, openDatabase, type RunningProcess, startProcess } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TokenPurpose } from '../domain/tokens/token.ts';
import { newToken } from '../domain/tokens/token.ts';
import { surveyTrigger } from '../service.ts';
import { findPageLink } from '../store/page-links.ts';
import { invite, linkTo, uuid } from './invited.ts';

let hilo: RunningProcess;
let pool: Pool;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await createTestDatabase();
  hilo = await startProcess([surveyTrigger], {
    DATABASE_URL: database.url,
    HILO_API_KEY: 'the-key-of-the-operator',
    HILO_ID_SECRET: 'a secret of the tests',
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
  });
  const reader = await hilo.log.consume({
    group: 'a-test',
    topics: [topics.interactions.name],
    startFrom: async () => 0,
    handle: async ({ records }) => {
      heard.push(...records.map(({ value }) => AcceptedInteraction.parse(JSON.parse(value ?? ''))));
    },
  });
  pool = openDatabase({ connectionString: database.url, schema: 'survey', logger: { warn: () => {} } });
  drop = async () => {
    await reader[Symbol.asyncDispose]();
    await pool.end();
    await hilo.close();
    await database.drop();
  };
});
afterAll(() => drop());

let people = 0;
let address = '';
let invitation = '';
let subject = '';
const anotherPerson = (): string => {
  people += 1;
  return uuid(people);
};
beforeEach(async () => {
  subject = anotherPerson();
  // Each test comes from elsewhere, so that none uses up the requests of another.
  address = `198.51.100.${people}`;
  invitation = await invite(pool, { subject, email: `somebody-${people}@example.org` });
});

type Posted = Record<string, string | readonly string[]>;
const formOf = (posted: Posted): URLSearchParams =>
  new URLSearchParams(
    Object.entries(posted).flatMap(([name, values]) => [values].flat().map((value): [string, string] => [name, value])),
  );

const ask = (path: string, options: RequestInit & { headers?: Record<string, string> } = {}): Promise<Response> =>
  fetch(`${hilo.url}${path}`, {
    redirect: 'manual',
    ...options,
    headers: { 'x-forwarded-for': address, ...options.headers },
  });
const post = (path: string, posted: Posted): Promise<Response> => ask(path, { method: 'POST', body: formOf(posted) });
const answer = (token: string, question: string, value: string | readonly string[], more: Posted = {}) =>
  post(`/s/${token}`, { act: 'answer', question, value, ...more });
const linked = (purpose: TokenPurpose = 'answer', fields: { expiresAt?: number } = {}) =>
  linkTo(pool, { invitation, purpose, ...fields });

const answersOf = async (id = invitation) =>
  (await pool.query('SELECT question, value FROM answers WHERE invitation = $1 ORDER BY revision', [id])).rows;
const rowsWritten = async (): Promise<unknown> =>
  (
    await pool.query(
      `SELECT (SELECT count(*)::int FROM responses) AS responses, (SELECT count(*)::int FROM answers) AS answers,
              (SELECT count(*)::int FROM contact_facts) AS facts, (SELECT count(*)::int FROM survey_tokens) AS tokens`,
    )
  ).rows[0];
const brakes = async () =>
  (
    await pool.query<{ brake: string }>('SELECT brake FROM contact_facts WHERE subject = $1 ORDER BY brake', [subject])
  ).rows.map(({ brake }) => brake);

const scores = ['9', '4', '6', '3'];
const finish = async (token: string): Promise<Response> => {
  const [nps = '', crew = '', effort = '', food = ''] = scores;
  await answer(token, 'likelihood_to_recommend', nps);
  await answer(token, 'crew', crew);
  await answer(token, 'effort', effort);
  await answer(token, 'food', food);
  await answer(token, 'why_flown', 'family');
  await answer(token, 'used', ['app', 'lounge']);
  return answer(token, 'anything_else', 'All good.\r\nThank you!');
};

describe('the survey', () => {
  it('asks one question after the other, keeps each answer as it comes, and thanks at the end', async () => {
    const token = await linked();
    const first = await (await ask(`/s/${token}`)).text();
    expect(first).toContain('<title>Question 1 of 8 – How likely are you to recommend us to a friend? – Hilo</title>');
    const next = await answer(token, 'likelihood_to_recommend', '9', { lang: 'en' });
    expect([next.status, next.headers.get('location')]).toEqual([303, '?q=crew&lang=en']);
    expect(await answersOf()).toEqual([{ question: 'likelihood_to_recommend', value: 9 }]);
    // The link from the mail goes on where she was.
    expect(await (await ask(`/s/${token}`)).text()).toContain('<title>Question 2 of 7 – How satisfied');
    const last = await finish(token);
    expect(last.headers.get('location')).toBe('?step=thanks');
    expect((await answersOf()).slice(-2)).toEqual([
      { question: 'used', value: ['lounge', 'app'] },
      { question: 'anything_else', value: 'All good.\nThank you!' },
    ]);
    expect(await (await ask(`/s/${token}`)).text()).toContain('<h1>Thank you</h1>');
  });

  it('marks what the link in the mail says, and stores nothing of it before it is posted', async () => {
    const token = await linked();
    const before = await rowsWritten();
    const page = await (await ask(`/s/${token}?v=9`)).text();
    expect(page.match(/value="(\d+)"[^>]* checked/)?.[1]).toBe('9');
    expect(await (await ask(`/s/${token}?v=11`)).text()).not.toMatch(/ checked/);
    expect(await rowsWritten()).toEqual(before);
  });

  it('asks what follows from an answer, and shows it no more where the answer is another', async () => {
    const token = await linked();
    expect((await answer(token, 'likelihood_to_recommend', '3')).headers.get('location')).toBe('?q=what_was_wrong');
    await answer(token, 'what_was_wrong', 'The seat.');
    const back = await (await ask(`/s/${token}?q=crew`)).text();
    expect(back).toContain('href="?q=what_was_wrong&amp;lang=en"');
    expect(await (await ask(`/s/${token}?q=what_was_wrong`)).text()).toContain('The seat.</textarea>');
    expect((await answer(token, 'likelihood_to_recommend', '9')).headers.get('location')).toBe('?q=crew');
    expect(await (await ask(`/s/${token}?q=crew`)).text()).toContain('href="?q=likelihood_to_recommend&amp;lang=en"');
  });

  it.each([
    ['nothing', 'likelihood_to_recommend', '', 'Choose an answer, or skip the question'],
    ['11 on a scale to 10', 'likelihood_to_recommend', '11', 'Choose one of the answers'],
    ['6.5', 'likelihood_to_recommend', '6.5', 'Choose one of the answers'],
    ['-1', 'likelihood_to_recommend', '-1', 'Choose one of the answers'],
    ['two scores', 'likelihood_to_recommend', ['1', '2'], 'Choose one of the answers'],
    ['a choice that there is not', 'why_flown', 'crime', 'Choose one of the answers'],
    ['two choices of one', 'why_flown', ['work', 'family'], 'Choose one of the answers'],
    ['a megabyte of text', 'what_was_wrong', 'x'.repeat(1_000_000), 'Write at most 4000 characters'],
    ['a question that there is not', 'who_are_you', 'x', 'Choose one of the answers'],
  ])(
    'refuses %s in words, with a link to the field, and keeps what was answered before',
    async (_what, question, value, words) => {
      const token = await linked();
      await answer(token, 'likelihood_to_recommend', '3');
      if (question === 'why_flown')
        for (const [one, given] of [
          ['what_was_wrong', ''],
          ['crew', '3'],
          ['effort', '3'],
          ['food', '3'],
        ] as const)
          await answer(token, one, given);
      const before = await answersOf();
      const refused = await answer(token, question, value);
      const page = await refused.text();
      expect(refused.status).toBe(422);
      expect(page).toMatch(/<title>Error: Question/);
      expect(page).toContain(`<a href="#value-0">${words}</a>`);
      expect(page).toContain('id="value-0"');
      expect(await answersOf()).toEqual(before);
    },
  );

  it('says in words that a form is longer than it takes', async () => {
    const token = await linked();
    const refused = await answer(token, 'what_was_wrong', 'x'.repeat(3_000_000));
    expect([refused.status, await refused.text()]).toEqual([
      413,
      expect.stringContaining('<h1>That was too much</h1>'),
    ]);
  });

  it('passes a question over by its own button, which is no answer and never zero', async () => {
    const token = await linked();
    const next = await post(`/s/${token}`, { act: 'answer', question: 'likelihood_to_recommend', skip: '1' });
    expect(next.headers.get('location')).toBe('?q=crew');
    expect(await answersOf()).toEqual([{ question: 'likelihood_to_recommend', value: null }]);
  });

  it('is in the language that she chose, else in hers, else in that of the browser, else in the one for everybody', async () => {
    const token = await linked();
    const langOf = async (query: string, accepted?: string) => {
      const page = await (
        await ask(`/s/${token}${query}`, { headers: accepted === undefined ? {} : { 'accept-language': accepted } })
      ).text();
      return /<html lang="(\w+)" dir="(\w+)">/.exec(page)?.slice(1).join(' ');
    };
    expect(await langOf('')).toBe('en ltr');
    expect(await langOf('', 'fr;q=0.9, es-MX;q=0.8')).toBe('es ltr');
    expect(await langOf('?lang=ar', 'es')).toBe('ar rtl');
    await answer(token, 'likelihood_to_recommend', '9', { lang: 'ar' });
    expect(await langOf('', 'es')).toBe('ar rtl');
    const luis = anotherPerson();
    const other = await linkTo(pool, {
      invitation: await invite(pool, { subject: luis, email: 'luis@example.org', language: 'es-AR' }),
    });
    expect(await (await ask(`/s/${other}`, { headers: { 'accept-language': 'ar' } })).text()).toContain(
      '<html lang="es"',
    );
  });

  it('takes an answer to a page that was opened before, after the deadline and until the link expires', async () => {
    const occurredAt = Date.now() - 3 * 86_400_000;
    invitation = await invite(pool, { subject, email: 'late@example.org', occurredAt });
    const token = await linked();
    expect((await answer(token, 'likelihood_to_recommend', '9')).status).toBe(303);
    expect((await pool.query('SELECT late FROM answers WHERE invitation = $1', [invitation])).rows).toEqual([
      { late: true },
    ]);
    const expired = await linked('answer', { expiresAt: Date.now() - 1 });
    expect((await answer(expired, 'crew', '3')).status).toBe(404);
  });

  it('takes a hundred posts of the last answer for one', async () => {
    const token = await linked();
    await finish(token);
    address = '198.51.101.1';
    await Promise.all(Array.from({ length: 100 }, () => answer(token, 'anything_else', 'Nothing.')));
    const { rows } = await pool.query(
      `SELECT count(*)::int AS n FROM answers WHERE invitation = $1 AND question = 'anything_else'`,
      [invitation],
    );
    expect(rows).toEqual([{ n: 2 }]);
  });

  it('says why she gets it, and neither who she is nor what the link was', async () => {
    const token = await linked();
    const page = await (await ask(`/s/${token}`)).text();
    expect(page).toContain('Why you are asked');
    expect(page).toContain('Hilo asks you about one contact: flight arrival');
    expect(page).toContain('recorded by web');
    expect(page).toContain('You can answer until');
    for (const secret of [token, subject, invitation, 'example.org', 'somebody']) expect(page).not.toContain(secret);
  });

  it('is small, and tells nobody anything', async () => {
    const token = await linked();
    for (const lang of ['en', 'es', 'ar']) {
      const page = await ask(`/s/${token}?lang=${lang}`);
      expect(Buffer.byteLength(await page.text())).toBeLessThan(15_000);
      expect(Object.fromEntries(page.headers)).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-robots-tag': 'noindex, nofollow',
        'content-security-policy': expect.stringMatching(
          /^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-/,
        ),
      });
      expect(page.headers.get('set-cookie')).toBeNull();
    }
  });
});

describe('whoever does not want to be asked', () => {
  it.each([
    ['refuse', 'refused', 'refusal', 'You will not be asked again'],
    ['not-me', 'told', 'wrong-person', 'Thank you for telling us'],
  ])(
    '%s: is asked whether it is meant, says so, and is taken at the word at once and once',
    async (act, step, brake, words) => {
      const token = await linked();
      const before = await rowsWritten();
      expect(await (await ask(`/s/${token}?step=${act}`)).text()).toContain(`name="act" value="${act}"`);
      expect(await rowsWritten()).toEqual(before);
      const said = await post(`/s/${token}`, { act, lang: 'en' });
      expect([said.status, said.headers.get('location')]).toEqual([303, `?step=${step}&lang=en`]);
      expect(await (await ask(`/s/${token}?step=${step}`)).text()).toContain(`<h1>${words}</h1>`);
      await Promise.all(Array.from({ length: 10 }, () => post(`/s/${token}`, { act })));
      expect(await brakes()).toContain(brake);
      expect(new Set(await brakes()).size).toBe(1);
    },
  );

  it('may say so after the link is used up and after it expired, and is told the same where there never was one', async () => {
    const used = await linked();
    await finish(used);
    await pool.query(`UPDATE responses SET completed_at = now() - interval '1 day' WHERE invitation = $1`, [
      invitation,
    ]);
    const other = anotherPerson();
    const expired = await linkTo(pool, {
      invitation: await invite(pool, { subject: other, email: 'other@example.org' }),
      expiresAt: Date.now() - 365 * 86_400_000,
    });
    const crossed = await linked('unsubscribe');
    const links = [used, expired, newToken().token, crossed, 'x', '..%2f..%2f', '%F0%9F%98%80'];
    for (const [method, query, posted] of [
      ['GET', '', {}],
      ['GET', '?v=9', {}],
      ['GET', '?q=crew', {}],
      ['GET', '?step=thanks', {}],
      ['GET', '?step=refuse&lang=es', {}],
      ['GET', '?step=told&lang=ar', {}],
      ['POST', '', { act: 'answer', question: 'crew', value: '3' }],
      ['POST', '', { act: 'opened' }],
      ['POST', '', { act: 'refuse', lang: 'es' }],
      ['POST', '', { act: 'not-me' }],
    ] as const) {
      const answers = [];
      for (const token of links) {
        const got = method === 'GET' ? await ask(`/s/${token}${query}`) : await post(`/s/${token}${query}`, posted);
        const {
          date: _date,
          'x-request-id': _id,
          'x-ratelimit-remaining': _left,
          'x-ratelimit-reset': _reset,
          ...headers
        } = Object.fromEntries(got.headers);
        answers.push(JSON.stringify([got.status, headers, await got.text()]));
      }
      expect(new Set(answers).size, `${method} ${query}`).toBe(1);
    }
    expect(await brakes()).toEqual(['refusal', 'wrong-person']);
    subject = other;
    expect(await brakes()).toEqual(['refusal', 'wrong-person']);
  });
});

describe('how somebody wants to be asked', () => {
  it('withdraws with one click, without cookie, origin or form of ours, again and again, a year later', async () => {
    const token = await linked('unsubscribe', { expiresAt: Date.now() - 365 * 86_400_000 });
    const before = await rowsWritten();
    expect(await (await ask(`/u/${token}`)).text()).toContain('<button');
    expect(await rowsWritten()).toEqual(before);
    for (let n = 0; n < 3; n += 1) {
      const done = await post(`/u/${token}`, { 'List-Unsubscribe': 'One-Click' });
      expect([done.status, done.headers.get('location')]).toEqual([200, null]);
    }
    expect(new Set(await brakes())).toEqual(new Set(['refusal']));
    expect((await post(`/u/${newToken().token}`, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200);
  });

  it('takes the one click as a form of several parts, as RFC 8058 asks', async () => {
    const token = await linked('unsubscribe');
    const body = new FormData();
    body.set('List-Unsubscribe', 'One-Click');
    expect((await ask(`/u/${token}`, { method: 'POST', body })).status).toBe(200);
    expect(await brakes()).toContain('refusal');
  });

  it('shows what is so, and puts what she chooses on her thread: what changes, once', async () => {
    const token = await linked('unsubscribe');
    const page = await (await ask(`/u/${token}`)).text();
    expect(page).toContain('name="channel" value="email" checked');
    expect(page).not.toContain('value="sms"');
    const form = /name="form" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const chosen = { act: 'preferences', form, hours: '18:00-21:00', pause: '90', lang: 'en' };
    const saved = await post(`/u/${token}`, chosen);
    expect([saved.status, saved.headers.get('location')]).toEqual([303, '?step=saved&lang=en']);
    expect(await (await ask(`/u/${token}?step=saved`)).text()).toContain('Your choice is saved.');
    await post(`/u/${token}`, chosen);
    const { rows } = await pool.query('SELECT contact_point AS point FROM invitations WHERE id = $1', [invitation]);
    await expect.poll(async () => (await onThread()).filter(({ kind }) => kind === 'preferred')).toHaveLength(2);
    // What was put there twice has one id.
    const [said, again] = (await onThread()).filter(({ kind }) => kind === 'preferred');
    expect(again?.id).toBe(said?.id);
    expect(said).toMatchObject({
      source: 'hilo/survey-trigger',
      direction: 'inbound',
      actor: 'customer',
      identifiers: [rows[0]?.point],
      traits: { contactHours: '18:00-21:00', contactPauseUntil: expect.stringMatching(/^\d{4}-/) },
      consents: [
        { purpose: 'feedback', channel: 'email', state: 'withdrawn', proof: 'chosen on the page of preferences' },
      ],
    });
  });
});

const heard: AcceptedInteraction[] = [];
/** What was put on the thread so far about whom the test is about. */
const onThread = async (): Promise<AcceptedInteraction[]> =>
  heard.filter(({ properties }) => [properties?.invitation, properties?.response].includes(invitation));

describe('whoever opens links and is nobody', () => {
  it('writes nothing, however much is fetched', async () => {
    const [token, other] = [await linked(), await linked('unsubscribe')];
    const before = await rowsWritten();
    for (const path of [`/s/${token}`, `/u/${other}`])
      for (const method of ['GET', 'HEAD'])
        for (const query of [
          '',
          '?v=9',
          '?q=crew',
          '?step=refuse',
          '?step=not-me',
          '?step=refused',
          '?step=thanks',
          '?lang=ar',
          '?step=saved',
        ])
          await ask(`${path}${query}`, { method });
    expect(await rowsWritten()).toEqual(before);
  });

  it('is turned away in words, where it is too much', async () => {
    address = '203.0.113.9';
    const answers = await Promise.all(Array.from({ length: 300 }, () => ask(`/s/${newToken().token}`)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBe(60);
    expect(await refused[0]?.text()).toContain('<h1>One moment, please</h1>');
  });

  it('finds no link in ten thousand tries, and none by the hash or for another purpose', async () => {
    const { rows } = await pool.query<{ hash: string; purpose: string }>('SELECT hash, purpose FROM survey_tokens');
    const tries = [
      ...rows.map(({ hash }) => hash),
      ...Array.from({ length: 10_000 - rows.length }, () => newToken().token),
    ];
    const found: unknown[] = [];
    for (const [n, token] of tries.entries())
      found.push(...[await findPageLink(pool, token, n % 2 === 0 ? 'answer' : 'unsubscribe')].flat());
    expect(found.filter((one) => one !== undefined)).toEqual([]);
    const answers = await Promise.all(tries.slice(0, 200).map((token) => ask(`/s/${token}`, { method: 'HEAD' })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]));
    const [own, crossed] = [await linked(), await linked('unsubscribe')];
    address = '192.0.2.250';
    expect((await ask(`/s/${crossed}`)).status).toBe(404);
    expect((await ask(`/u/${own}`)).status).toBe(404);
    await post(`/u/${own}`, { 'List-Unsubscribe': 'One-Click' });
    expect(await brakes()).toEqual([]);
  });
});

const placeOf = nameHashes('a secret of the tests').ofIdentifier;
const sent = async (ago: number): Promise<string> => {
  const message = crypto.randomUUID();
  const contactPoint = { kind: 'email', value: `somebody-${people}@example.org` };
  await pool.query(
    `INSERT INTO messages (id, invitation, ordinal, kind, subject, customer, channel, contact_point, place, route, state, queued_at,
                           due_at, deadline, handed_over_at)
     VALUES ($1, $2, 0, 'invitation', $3, $3, 'email', $4, $5, 'smtp', 'accepted', now(), now(), now() + interval '1 day',
             to_timestamp($6))`,
    [message, invitation, subject, JSON.stringify(contactPoint), placeOf(contactPoint), (Date.now() - ago) / 1000],
  );
  const { token, hash } = newToken();
  await pool.query(
    `INSERT INTO survey_tokens (hash, purpose, invitation, message, created_at, expires_at)
     VALUES ($1, 'answer', $2, $3, now(), now() + interval '1 day')`,
    [hash, invitation, message],
  );
  return token;
};
const standing = async () =>
  (await pool.query('SELECT state, left_out AS "leftOut" FROM responses WHERE invitation = $1', [invitation])).rows[0];
const scanner = '40.92.0.7';
/** By a clock that is ahead, so that the answer comes within two seconds of it, however long this machine takes. */
const justNow = -60_000;

describe('an answer of a machine', () => {
  it('is kept and left out where it comes from a data centre within two seconds of the mail, until a person answers', async () => {
    const token = await sent(justNow);
    const own = address;
    address = scanner;
    expect((await answer(token, 'likelihood_to_recommend', '0')).status).toBe(303);
    expect(await standing()).toEqual({ state: 'partial', leftOut: 'suspect-automation' });
    address = own;
    await answer(token, 'likelihood_to_recommend', '9');
    expect(await standing()).toEqual({ state: 'partial', leftOut: null });
    expect((await answersOf()).map(({ value }) => value)).toEqual([0, 9]);
  });

  it.each([
    ['from a home', '88.12.34.56', justNow],
    ['later', scanner, 5000],
  ])('is none where it comes %s', async (_where, from, ago) => {
    const token = await sent(ago);
    address = from;
    await answer(token, 'likelihood_to_recommend', '9');
    expect(await standing()).toEqual({ state: 'partial', leftOut: null });
  });

  it('opens nothing by fetching; a person does, by touching the page where scripts run', async () => {
    const token = await sent(200);
    await ask(`/s/${token}`);
    expect(await standing()).toBeUndefined();
    expect((await post(`/s/${token}`, { act: 'opened' })).status).toBe(204);
    expect(await standing()).toEqual({ state: 'opened', leftOut: null });
  });
});
