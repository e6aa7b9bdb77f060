import { topics } from '@hilo/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { type AskedService, recordOf, startAsked } from './permissions.ts';

let service: AskedService;
const consent = {
  purpose: 'feedback',
  state: 'granted',
  source: 'web',
  interaction: 'yes',
  at: '2026-01-01T00:00:00.000Z',
};
const programme = {
  title: 'After an order in the app',
  when: { touchpoints: ['app.order'] },
  questions: [
    {
      question: 'likelihood_to_recommend',
      scale: 'nps',
      text: { en: 'Would you recommend us?', es: '¿Nos recomendaría?' },
    },
    { question: 'why', scale: 'text', text: { en: 'Why?', es: '¿Por qué?' } },
  ],
  purpose: 'feedback',
  contacts: [{ channel: 'app', kind: 'user_id' }],
  askAfterMinutes: 0,
  restDays: 0,
};
beforeAll(async () => {
  service = await startAsked();
  await service.setRules([
    {
      id: 'open',
      hours: 'any',
      channels: ['app', 'call_centre'],
      caps: [{ max: 1, windowHours: 168 }],
      rest: { afterRefusal: 180 },
    },
  ]);
  const put = await service.ask(
    'PUT',
    '/v1/programmes/after-an-order',
    { programme, why: 'a test' },
    { 'if-none-match': '*' },
  );
  expect(put.status, await put.text()).toBeLessThan(300);
});
afterAll(() => service.close());

const Open = z.object({
  questions: z.array(
    z.looseObject({ invitation: z.string(), next: z.looseObject({ question: z.string(), text: z.string() }) }),
  ),
});
const openOf = async (value: string) => {
  const response = await service.ask('GET', `/v1/open-questions?kind=user_id&value=${value}&language=es`);
  const told: unknown = await response.json();
  expect(response.status, JSON.stringify(told)).toBe(200);
  return Open.parse(told).questions;
};

it('an app is told what is open of its user, and of nobody else, until it is answered or she has said no', async () => {
  const [ana, luis] = ['u-1', 'u-2'].map((value) => ({ kind: 'user_id', value }));
  const people = [ana, luis].map((one) =>
    recordOf({ identifiers: one === undefined ? [] : [one], consents: [consent] }),
  );
  await service.know(...people);
  const time = new Date(Date.now() - 60_000).toISOString();
  await service.hilo.log.append(
    topics.resolved.name,
    people.map(({ id, identifiers }, n) => {
      const by = { kind: 'user_id', value: identifiers[0]?.value ?? '' };
      const when = { occurredAt: time, receivedAt: time };
      const what = { channel: 'app', touchpoint: 'app.order', kind: 'ordered', identifiers: [by] };
      const interaction = { id: `order-${n}`, source: 'shop', ...when, ...what };
      const why = { rule: 'strongest-identifier', identifier: by, registryVersion: 1 };
      const told = { interaction, subject: id, customer: id, version: 1, recordVersion: 1, why };
      return { key: id, value: JSON.stringify(told) };
    }),
  );
  await expect.poll(async () => (await openOf('u-1')).length).toBe(1);
  const [first] = await openOf('u-1');
  expect(first?.next).toMatchObject({ question: 'likelihood_to_recommend', text: '¿Nos recomendaría?' });
  expect(await openOf('nobody')).toEqual([]);
  const give = (question: string, value: unknown) =>
    service.ask('POST', `/v1/invitations/${first?.invitation}/answers`, {
      channel: 'app',
      answers: [{ question, value }],
    });
  expect((await give('likelihood_to_recommend', 8)).status).toBe(200);
  expect((await openOf('u-1'))[0]?.next.question).toBe('why');
  expect((await give('why', 'Fast')).status).toBe(200);
  expect(await openOf('u-1')).toEqual([]);
  await expect.poll(async () => (await openOf('u-2')).length).toBe(1);
  await service.report({ identifier: luis, channel: 'app', purpose: 'feedback', class: 'survey', outcome: 'refused' });
  expect(await openOf('u-2')).toEqual([]);
});
