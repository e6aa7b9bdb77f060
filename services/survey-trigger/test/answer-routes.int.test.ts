import { topics } from '@hilo/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { everyKind, invite, uuid } from './invited.ts';
import { type AskedService, startAsked } from './permissions.ts';

let service: AskedService;
beforeAll(async () => {
  service = await startAsked();
});
afterAll(() => service.close());

const hour = 3_600_000;
let people = 0;
const someone = (occurredAt = Date.now() - hour, fields: object = {}) => {
  people += 1;
  return invite(service.pool, { subject: uuid(people), email: `${people}@example.org`, occurredAt, ...fields });
};

const Given = z.object({
  status: z.string(),
  state: z.string(),
  next: z.looseObject({ question: z.string(), text: z.string() }).optional(),
  faults: z.array(z.object({ question: z.string(), message: z.string() })).optional(),
});
const post = (invitation: string, body: object) =>
  service.ask('POST', `/v1/invitations/${invitation}/answers`, { channel: 'call_centre', language: 'es-MX', ...body });
const give = async (invitation: string, answers: Record<string, unknown>) => {
  const response = await post(invitation, {
    answers: Object.entries(answers).map(([question, value]) => ({ question, value })),
  });
  const told: unknown = await response.json();
  expect(response.status, JSON.stringify(told)).toBe(200);
  return Given.parse(told);
};
const told = async (path: string): Promise<unknown> => (await service.ask('GET', path)).json();

it('takes answers of an agent, says what to ask next in the language of the customer, and shows what counts', async () => {
  const invitation = await someone();
  const first = await give(invitation, { likelihood_to_recommend: 2, what_was_wrong: 'El equipaje' });
  expect(first).toMatchObject({
    status: 'accepted',
    state: 'partial',
    next: { question: 'crew', text: '¿Cómo valora la tripulación?', from: 1, to: 5 },
  });
  expect((await give(invitation, { likelihood_to_recommend: 2 })).status).toBe('duplicate');
  const last = await give(invitation, {
    likelihood_to_recommend: 10,
    crew: 5,
    effort: 6,
    food: 3,
    why_flown: 'family',
    used: ['app'],
    anything_else: null,
  });
  expect(last).toMatchObject({ status: 'accepted', state: 'completed' });
  expect(last.next).toBeUndefined();
  const shown = await told(`/v1/invitations/${invitation}`);
  expect(shown).toMatchObject({
    id: invitation,
    response: { state: 'completed', language: 'es-MX', completedAt: expect.any(String) },
  });
  // Case 85 (LimeSurvey #15529): what is asked no more is not shown.
  expect(shown).toHaveProperty(
    'response.answers',
    [
      ['likelihood_to_recommend', 'nps', 10],
      ['crew', 'csat', 5],
      ['effort', 'ces', 6],
      ['food', 'stars', 3],
      ['why_flown', 'choice', 'family'],
      ['used', 'choice', ['app']],
    ].map(([question, scale, value]) => ({ question, scale, value, channel: 'call_centre', at: expect.any(String) })),
  );
});

it('is told once, to followers of surveys and on the thread', async () => {
  const invitation = await someone();
  const ends = async () => {
    const [surveys, interactions] = await Promise.all(
      [topics.surveys.name, topics.interactions.name].map((name) => service.hilo.log.endOffsets(name)),
    );
    return [surveys, interactions].map((all) => (all ?? []).reduce((sum, end) => sum + end, 0));
  };
  const [surveys = 0, interactions = 0] = await ends();
  await give(invitation, { crew: 4 });
  expect(await ends()).toEqual([surveys + 1, interactions + 1]);
  await give(invitation, { crew: 4 });
  expect(await ends()).toEqual([surveys + 1, interactions + 1]);
  await give(invitation, { food: 4 });
  expect(await ends()).toEqual([surveys + 1, interactions + 2]);
});

it('names what is no answer: a problem without effect where nothing was one, and faults beside what was taken', async () => {
  const invitation = await someone();
  const refused = await post(invitation, { answers: [{ question: 'crew', value: 9 }] });
  expect(refused.status).toBe(422);
  expect(await refused.json()).toMatchObject({
    title: 'Invalid answers',
    errors: [{ path: 'answers[0].value', message: 'crew is answered with a whole number from 1 to 5' }],
  });
  const partly = await give(invitation, { crew: 9, food: 5 });
  expect(partly).toMatchObject({ status: 'accepted', faults: [{ question: 'crew' }] });
});

it('refuses whom there is not, what is too late, and what is in the future', async () => {
  expect((await post(uuid(999), { answers: [{ question: 'crew', value: 1 }] })).status).toBe(404);
  const old = await someone(Date.now() - 30 * 24 * hour);
  expect((await post(old, { answers: [{ question: 'crew', value: 1 }] })).status).toBe(409);
  const future = { at: new Date(Date.now() + hour).toISOString(), answers: [{ question: 'crew', value: 1 }] };
  expect((await post(await someone(), future)).status).toBe(422);
});

it('lists what was answered, the latest first, a page at a time', async () => {
  const programme = { ...everyKind, id: 'listed' };
  const invitations: string[] = [];
  for (let n = 0; n < 5; n += 1) {
    const invitation = await someone(Date.now() - hour, { programme });
    await give(invitation, { crew: n + 1 });
    invitations.unshift(invitation);
  }
  const Page = z.object({
    responses: z.array(z.looseObject({ invitation: z.string(), answers: z.array(z.looseObject({ value: z.int() })) })),
    nextCursor: z.string().optional(),
  });
  const first = Page.parse(await told('/v1/answers?programme=listed&limit=3'));
  const second = Page.parse(await told(`/v1/answers?programme=listed&limit=3&cursor=${first.nextCursor}`));
  expect([...first.responses, ...second.responses].map(({ invitation }) => invitation)).toEqual(invitations);
  expect(first.responses[0]?.answers[0]?.value).toBe(5);
  expect(second.nextCursor).toBeUndefined();
  expect(Page.parse(await told('/v1/answers?programme=listed&state=completed')).responses).toEqual([]);
});
