import { openDatabase, type RunningProcess, startProcess } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exampleProgramme } from '../routes/programme-example.ts';
import { surveyTrigger } from '../service.ts';

const rootKey = 'the-key-of-the-operator';
let hilo: RunningProcess;
let pool: Pool;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await createTestDatabase();
  hilo = await startProcess([surveyTrigger], {
    DATABASE_URL: database.url,
    HILO_API_KEY: rootKey,
    HILO_ID_SECRET: 'a secret of the tests',
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
  });
  pool = openDatabase({ connectionString: database.url, schema: 'survey', logger: { warn: () => {} } });
  drop = async () => {
    await pool.end();
    await hilo.close();
    await database.drop();
  };
});
afterAll(() => drop());

const ask = async (method: string, path: string, body?: object) => {
  const response = await fetch(`${hilo.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${rootKey}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const answered: ReturnType<typeof JSON.parse> = await response.json();
  return { status: response.status, body: answered };
};
const check = (programme: object) => ask('POST', '/v1/programmes/lounge/check', { programme });
const preview = (programme: object, language?: string) =>
  ask('POST', '/v1/programmes/lounge/preview', { programme, ...(language && { language }) });

it('says of a programme that is being written what publishing it would refuse, word for word, and publishes nothing', async () => {
  const [first] = exampleProgramme.questions;
  const twice = { ...exampleProgramme, questions: [first, { ...first, text: { en: 'Again?', es: '¿Otra vez?' } }] };
  const drafts = [
    {},
    { ...exampleProgramme, askAfterMinutes: 'soon' },
    { ...exampleProgramme, colour: 'blue' },
    { ...exampleProgramme, askAfterMinutes: 2000 },
    { ...exampleProgramme, when: {} },
    twice,
    { ...exampleProgramme, id: 'another' },
  ];
  for (const programme of drafts) {
    const { status, body } = await check(programme);
    expect(status).toBe(200);
    expect(body.faults).not.toEqual([]);
    const refused = await ask('PUT', '/v1/programmes/lounge', { programme, why: 'a test' });
    expect(refused.status).toBe(400);
    const told = refused.body.errors.map(({ path, message }: { path: string; message: string }) => ({
      path: path.replace(/^programme\.?/, ''),
      message,
    }));
    expect(body.faults).toEqual(told);
  }
  expect((await ask('GET', '/v1/programmes')).body.programmes).toHaveLength(1);
});

it('warns as publishing would, and says what is in force already', async () => {
  const { languages: _, ...asked } = exampleProgramme;
  const [first, second] = exampleProgramme.questions;
  const halfSpanish = { ...asked, languages: ['en', 'es'], questions: [{ ...first, text: { en: 'Well?' } }, second] };
  const { body } = await check(halfSpanish);
  expect(body).toMatchObject({ faults: [], isInForce: false });
  expect(body.warnings).toContainEqual(
    expect.objectContaining({ path: 'questions[0].text.es', reason: 'text-missing' }),
  );
  const { body: published } = await ask('PUT', '/v1/programmes/lounge', { programme: halfSpanish, why: 'a test' });
  expect(body.warnings).toEqual(published.warnings);
  expect(body.unreachable).toEqual(published.unreachable);
  expect((await check(halfSpanish)).body.isInForce).toBe(true);
  expect((await check({ ...halfSpanish, restDays: 31 })).body.isInForce).toBe(false);
});

it('shows each page of it in a language, as somebody sees it who is asked, without a script', async () => {
  const { status, body } = await preview(exampleProgramme, 'es-MX');
  expect(status).toBe(200);
  expect(body).toMatchObject({ language: 'es', languages: ['en', 'es'], direction: 'ltr' });
  expect(body.pages.map(({ question }: { question?: string }) => question)).toEqual([
    'lounge_satisfaction',
    'lounge_reason',
    undefined,
  ]);
  const [asked, choice, end] = body.pages.map(({ html }: { html: string }) => html);
  expect(asked).toContain('¿Qué le ha parecido la sala VIP?');
  expect(asked).toContain('<input type="radio" name="value" value="5"');
  expect(choice).toContain('Demasiada gente');
  expect(end).not.toContain('<form');
  for (const html of [asked, choice, end]) expect(html).not.toMatch(/<(script|style)/);
  expect(body.style).toContain('--brand:#');
  const marked = {
    ...exampleProgramme,
    languages: ['en'],
    questions: [{ ...exampleProgramme.questions[0], text: { en: '<script>alert(1)</script>' } }],
  };
  expect((await preview(marked)).body.pages[0].html).not.toContain('<script');
  expect(await preview({ ...exampleProgramme, questions: [] })).toMatchObject({ status: 400 });
});

it('counts response by the channel that was chosen, of those with whom anything arrived', async () => {
  await pool.query(
    `INSERT INTO invitations (id, programme, programme_version, source, interaction, touchpoint, subject, customer,
                              attribution_version, record_version, circumstances, occurred_at, due_at, deadline, state, channel, reason)
     SELECT ('00000000-0000-8000-8000-' || lpad(n::text, 12, '0'))::uuid, 'p', 1, 'gate', 'i-' || n, 't', gen_random_uuid(), gen_random_uuid(),
            1, 1, '{"answered":[]}', '2026-03-01T10:00:00Z', now(), now(), CASE WHEN n < 9 THEN 'invited' ELSE 'withheld' END,
            CASE WHEN n < 6 THEN 'email' WHEN n < 9 THEN 'sms' END, CASE WHEN n = 9 THEN 'no-consent' END
       FROM generate_series(1, 9) AS n`,
  );
  // Of five mails one came back and one was refused, of which the second was answered nevertheless, as was a third.
  await pool.query(
    `INSERT INTO messages (id, invitation, ordinal, kind, subject, customer, channel, place, route, state, queued_at, due_at, deadline)
     SELECT gen_random_uuid(), ('00000000-0000-8000-8000-' || lpad(n::text, 12, '0'))::uuid, 0, 'invitation', gen_random_uuid(), gen_random_uuid(),
            'email', 'p', 'smtp', CASE n WHEN 1 THEN 'bounced' WHEN 2 THEN 'refused' ELSE 'delivered' END, now(), now(), now()
       FROM generate_series(1, 5) AS n`,
  );
  await pool.query(
    `INSERT INTO responses (invitation, state, opened_at)
     SELECT ('00000000-0000-8000-8000-' || lpad(n::text, 12, '0'))::uuid, CASE n WHEN 4 THEN 'partial' ELSE 'completed' END, now()
       FROM unnest(ARRAY[2, 3, 4, 6]) AS n`,
  );
  const { body } = await ask('GET', '/v1/invitations/counts?programme=p&from=2026-03-01&to=2026-03-01');
  expect(body.programmes).toEqual([
    {
      ...{ programme: 'p', candidates: 9, pending: 0, invited: 8, withheld: 1, historical: 0 },
      reasons: { 'no-consent': 1 },
      channels: [
        { channel: 'email', invited: 5, undelivered: 1, answered: 2, response: 50 },
        { channel: 'sms', invited: 3, undelivered: 0, answered: 1, response: 33.33 },
      ],
    },
  ]);
});
