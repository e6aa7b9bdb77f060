import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Started, startAll } from '../contracts/started.ts';

let all: Started;
beforeAll(async () => {
  all = await startAll();
});
afterAll(() => all.stop());

const why = 'a test';
const gold = { type: 'trait', path: 'tier', operator: 'equals', value: 'gold' };
const programme = {
  title: 'How was the gate?',
  when: { touchpoints: ['gate'], segments: ['flies-often'] },
  question: { question: 'gate', scale: 'csat', text: { en: 'How was the gate?' } },
  purpose: 'feedback',
  contacts: [{ channel: 'email', kind: 'email' }],
  askAfterMinutes: 0,
  askWithinHours: 24,
  restDays: 0,
};
const define = (name: string, condition: object) => all.request('PUT', `/v1/segments/${name}`, { condition, why });
const publish = (id: string, segments: string[]) =>
  all.request('PUT', `/v1/programmes/${id}`, {
    programme: { ...programme, when: { ...programme.when, segments } },
    why,
  });
const warningsOf = async (id: string): Promise<string> =>
  JSON.stringify((await all.request('GET', `/v1/programmes/${id}`)).body.warnings);

it('takes in a programme no segment by what survey-trigger does not know, and says which, where and what', async () => {
  // Until it is defined, it is a trait.
  expect((await publish('early', ['calls-often'])).status).toBe(200);
  expect(await warningsOf('early')).not.toContain('segment');
  const often = { type: 'interactions', count: { atLeast: 3 } };
  expect((await define('calls-often', { type: 'all', of: [gold, often] })).status).toBe(200);
  await expect.poll(() => warningsOf('early')).toContain('segment-not-judged');
  const { status, body } = await publish('late', ['flies-often', 'calls-often']);
  expect(status).toBe(400);
  expect(body.errors).toMatchObject([
    {
      path: 'programme.when.segments[1]',
      message: expect.stringMatching(/^names calls-often, which asks for interactions \(of\.1\).*traits alone$/),
    },
  ]);
});

it('asks whoever is in the segment that a programme names, and nobody else', async () => {
  expect((await define('flies-often', gold)).body).toMatchObject({ version: 1 });
  expect((await publish('gate', ['flies-often'])).status).toBe(200);
  const post = (tier: string) =>
    all.request('POST', '/v1/interactions', {
      occurredAt: new Date().toISOString(),
      channel: 'store',
      touchpoint: 'gate',
      kind: 'boarded',
      identifiers: [{ kind: 'email', value: `${tier}@example.org` }],
      traits: { tier },
      consents: [{ purpose: 'feedback', channel: 'email', state: 'granted' }],
    });
  for (const tier of ['gold', 'silver']) expect((await post(tier)).status).toBe(202);
  const decided = async (): Promise<string[]> => {
    const { body } = await all.request('GET', '/v1/invitations?programme=gate');
    return body.invitations
      .filter(({ state }: { state: string }) => state !== 'pending')
      .map(({ state, reasons = [] }: { state: string; reasons?: { rule: string }[] }) =>
        [state, ...reasons.map(({ rule }) => rule)].join(' '),
      )
      .sort();
  };
  await expect.poll(decided).toEqual(['invited', 'withheld gate.when.segments']);
});
