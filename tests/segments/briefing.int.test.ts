import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Started, startAll } from '../contracts/started.ts';

let all: Started;
beforeAll(async () => {
  all = await startAll();
});
afterAll(() => all.stop());

it('asks survey-trigger with the key of the caller whether there may be contact, and says so', async () => {
  const email = { kind: 'email', value: 'ana@example.org' };
  const posted = await all.request('POST', '/v1/interactions', {
    occurredAt: new Date().toISOString(),
    channel: 'store',
    touchpoint: 'gate',
    kind: 'boarded',
    identifiers: [email],
    traits: { givenName: 'Ana' },
    consents: [{ purpose: 'service', channel: 'email', state: 'granted' }],
  });
  expect(posted.status).toBe(202);
  const find = () => all.request('POST', '/v1/customers/lookup', email);
  await expect.poll(async () => (await find()).status).toBe(200);
  const { id } = (await find()).body;
  const briefing = async (key?: string) =>
    (await all.request('GET', `/v1/customers/${id}/briefing`, undefined, key)).body;
  // Each time anew: where survey-trigger takes longer than an employee waits, a briefing says that nobody knows.
  await expect
    .poll(() => briefing())
    .toMatchObject({
      callThem: 'Ana',
      contact: {
        known: true,
        sentence: 'You may contact the customer by e-mail.',
        channels: [
          { channel: 'call_centre', allowed: false, reasons: [{ reason: expect.any(String) }] },
          { channel: 'email', allowed: true, contactPoint: email },
          { channel: 'sms', allowed: false },
          { channel: 'whatsapp', allowed: false },
        ],
      },
    });
  // A key that may not ask whether there may be contact is told nothing of it, and of nobody's name.
  const made = await all.request('POST', '/v1/keys', { source: 'desk', scopes: ['analytics:read'] });
  await expect.poll(async () => (await briefing(made.body.key)).contact).toMatchObject({ known: false, channels: [] });
  expect(JSON.stringify(await briefing(made.body.key))).not.toMatch(/Ana|example\.org/);
});
