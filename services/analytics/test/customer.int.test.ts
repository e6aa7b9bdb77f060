import type { AcceptedInteraction } from '@hilo/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Started, startAnalytics } from './started.ts';
import { hearCustomers, hearInteractions, recordOf, resolvedOf, traitOf, uuidOf } from './told.ts';

let analytics: Started;
beforeAll(async () => {
  analytics = await startAnalytics({
    HILO_TIME_ZONE: 'Europe/Madrid',
    HILO_JOURNEY_ENDS: 'trip:arrived, trip:cancelled',
    HILO_JOURNEY_SILENCE_DAYS: '20',
    HILO_ANALYST_DIMENSIONS: 'traits.tier',
  });
  await hearCustomers(
    analytics.pool,
    recordOf(1, 1, [1, 2], {
      traits: { givenName: traitOf('Ana') },
      contactPreferences: { preferredName: 'Anita', language: 'es' },
    }),
  );
  await hearInteractions(analytics.pool, ...happened);
});
afterAll(() => analytics.stop());

const ago = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();
const one = (subject: number, id: string, fields: Partial<AcceptedInteraction>) => resolvedOf(subject, id, fields);
const trip = (stage: string) => ({ journey: { id: 't-1', name: 'trip', stage } });
const happened = [
  one(1, 'booked', { occurredAt: ago(12), channel: 'web', touchpoint: 'checkout', kind: 'bought', ...trip('booked') }),
  one(2, 'arrived', {
    ...{ occurredAt: ago(10), channel: 'store', touchpoint: 'gate', kind: 'arrived', outcome: 'completed' },
    ...trip('arrived'),
  }),
  one(1, 'called', {
    ...{ occurredAt: ago(9), channel: 'call_centre', touchpoint: 'helpline', kind: 'called', outcome: 'refused' },
    text: 'My suitcase, of ana@example.org, is lost.',
    answers: [
      { question: 'recommend', scale: 'nps', value: 2 },
      { question: 'why', scale: 'text', value: 'the suitcase' },
    ],
  }),
  one(1, 'old', { occurredAt: ago(60), kind: 'viewed', journey: { id: 'basket', name: 'purchase', stage: 'basket' } }),
  one(1, 'new', { occurredAt: ago(1), kind: 'viewed', journey: { id: 'basket-2', name: 'purchase', stage: 'basket' } }),
];
const path = `/v1/customers/${uuidOf(1)}`;
const read = async (rest: string, headers: Record<string, string> = {}) => {
  const { status, text } = await analytics.get(`${path}${rest}`, headers);
  expect([status, text.slice(0, 200)]).toEqual([200, expect.any(String)]);
  return { text, body: JSON.parse(text) };
};
const timeline = async (query: string): Promise<string[]> =>
  (await read(`/timeline?${query}`)).body.interactions.map(({ id }: { id: string }) => id);
/** Who asks questions of all, and reads of nobody. */
const analyst = { 'hilo-on-behalf-of': 'analyst-1', 'hilo-roles': 'analyst' };

it.each([
  ['', ['new', 'called', 'arrived', 'booked', 'old']],
  ['channel=call_centre', ['called']],
  ['touchpoint=gate', ['arrived']],
  ['kind=viewed', ['new', 'old']],
  ['withText=true', ['called']],
  ['channel=web&kind=bought', ['booked']],
  ['channel=pigeon', []],
  [`from=${ago(11)}`, ['new', 'called', 'arrived']],
  [`from=${ago(30)}&to=${ago(10)}`, ['booked']],
  [`to=${ago(10).slice(0, 10)}&from=${ago(12.5).slice(0, 10)}&kind=bought`, ['booked']],
])('shows of a thread what is asked for: %s', async (query, ids) => {
  expect(await timeline(query)).toEqual(ids);
});

it('pages through what is asked for', async () => {
  const first = (await read('/timeline?kind=viewed&limit=1')).body;
  expect(first.interactions).toHaveLength(1);
  expect(await timeline(`kind=viewed&limit=1&cursor=${first.nextCursor}`)).toEqual(['old']);
});

it('has a start, an end by a stage or by silence, and an outcome of every journey', async () => {
  const { body } = await read('/journeys');
  expect(body.journeys).toMatchObject([
    { id: 'basket-2', name: 'purchase', steps: 1, stages: ['basket'] },
    {
      id: 't-1',
      start: happened[0]?.interaction.occurredAt,
      stages: ['booked', 'arrived'],
      end: { by: 'stage' },
      outcome: 'completed',
    },
    { id: 'basket', end: { at: happened[3]?.interaction.occurredAt, by: 'silence' }, outcome: 'abandoned' },
  ]);
  expect(body.journeys[0]).not.toHaveProperty('end');
  const page = (await read('/journeys?limit=1')).body;
  const next = (await read(`/journeys?limit=1&cursor=${page.nextCursor}`)).body;
  expect(next.journeys).toMatchObject([{ id: 't-1' }]);
});

it('shows nobody’s words, names and addresses to a role without personal data, on any way (case 73)', async () => {
  for (const rest of ['/timeline', '/journeys', '/briefing']) {
    const { text } = await read(rest, analyst);
    expect(text).not.toMatch(/suitcase|example\.org|Ana|Anita/);
  }
  expect((await read('/timeline')).text).toMatch(/suitcase/);
});

it('tells who is before you in a sentence each, in the language of the reader', async () => {
  const english = (await read('/briefing', { 'accept-language': 'de, en-GB;q=0.8, es;q=0.5' })).body;
  expect(english).toMatchObject({ callThem: 'Anita', language: 'es' });
  expect(english.lately.map(({ sentence }: { sentence: string }) => sentence)).toEqual([
    expect.stringMatching(/, on the web: viewed \(checkout\)\.$/),
    expect.stringMatching(
      /, by telephone: called \(helpline\), refused; NPS 2; “My suitcase, of ana@example\.org, is lost\.”\.$/,
    ),
    expect.stringMatching(/, in person: arrived \(gate\), completed\.$/),
    expect.stringMatching(/, on the web: bought \(checkout\)\.$/),
    expect.stringMatching(/, on the web: viewed \(checkout\)\.$/),
  ]);
  const spanish = (await read('/briefing?language=es')).body;
  expect(spanish.lately[1].sentence).toMatch(/, por teléfono: called \(helpline\), rechazada; NPS 2;/);
});

it('says that nobody knows whether there may be contact, and not to, where survey-trigger does not answer', async () => {
  // There is no survey-trigger in this process.
  const { body } = await read('/briefing?language=es');
  expect(body.contact).toEqual({ known: false, sentence: 'No se sabe ahora: no contacte.', channels: [] });
});

it('an analyst asks for figures by what was declared, and by nothing that may say who somebody is', async () => {
  const asked = async (question: object) =>
    (await analytics.ask({ metric: 'volume', ...question }, '', analyst)).status;
  expect(await asked({ groupBy: ['traits.tier', 'channel'] })).toBe(200);
  expect(await asked({ groupBy: ['traits.givenName'] })).toBe(403);
  expect(await asked({ filters: { properties: { seat: '12A' } } })).toBe(403);
  const rows = { question: { metric: 'volume', groupBy: ['traits.givenName'] } };
  const { status, text } = await analytics.send('POST', '/v1/query/rows', { body: rows, headers: analyst });
  expect([status, text]).toEqual([403, expect.stringContaining('traits.givenName may say who somebody is')]);
  expect((await analytics.get('/v1/kpis?groupBy=properties.seat', analyst)).status).toBe(403);
  for (const [path, body] of [
    ['repeats', { breakdown: 'traits.givenName' }],
    ['paths', { anchor: {}, filters: { traits: { givenName: 'Ana' } } }],
  ] as const)
    expect((await analytics.send('POST', `/v1/journeys/${path}`, { body, headers: analyst })).status).toBe(403);
  expect((await analytics.ask({ metric: 'volume', groupBy: ['traits.givenName'] })).status).toBe(200);
});
