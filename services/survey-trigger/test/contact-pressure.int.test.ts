import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { type AskedService, call, peopleOf, startAsked } from './permissions.ts';

let service: AskedService;
beforeAll(async () => {
  service = await startAsked();
  await service.setRules([{ id: 'week', hours: 'any', caps: [{ max: 2, windowHours: 168 }] }]);
});
afterAll(() => service.close());

const { known } = peopleOf(() => service);
const Counts = z.object({
  contacts: z.int(),
  people: z.int(),
  refused: z.int(),
  refusedPer1000: z.number().nullable(),
  wrongPerson: z.int(),
  bounced: z.int(),
  reserved: z.int(),
});
const Named = z.array(Counts.extend({ name: z.string().optional() }));
const Told = z.object({
  total: Counts,
  objections: z.int(),
  sources: Named,
  channels: Named,
  classes: Named,
  purposes: Named,
  days: z.array(Counts.extend({ day: z.string() })),
});
const Pressed = z.object({
  spread: z.array(z.object({ contacts: z.int(), customers: z.int() })),
  customers: z.array(
    z.object({
      customer: z.string(),
      contacts: z.int(),
      sources: z.array(z.object({ source: z.string(), contacts: z.int() })),
      state: z.string(),
      spent: z.array(z.object({ rule: z.string(), used: z.number(), max: z.int() })),
    }),
  ),
});
const get = async <Answer>(path: string, schema: z.ZodType<Answer>): Promise<Answer> =>
  schema.parse(await (await service.ask('GET', path)).json());
const hourAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();

it('says who presses whom and what came of it, and whose budget is used up', async () => {
  const [ana, luis, zoe] = [await known(), await known(), await known()];
  const tell = (customer: string, hours: number, more: object) =>
    service.report({ ...call, customer, startedAt: hourAgo(hours), ...more });
  await tell(ana.id, 3, { outcome: 'no_answer' });
  await tell(ana.id, 2, { outcome: 'reached' });
  await tell(ana.id, 1, { outcome: 'refused' });
  await tell(luis.id, 2, { outcome: 'wrong_person' });
  await service.hearOfCall({ id: 'call-1', at: Date.now() - 3_600_000, subject: luis.id, phone: luis.phone });
  await tell(zoe.id, 24 * 8, { outcome: 'reached', class: 'service' });

  const told = await get('/v1/contacts/counts', Told);
  const { rows } = await service.pool.query(`
    SELECT count(*)::int AS contacts, count(*) FILTER (WHERE outcome = 'refused')::int AS refused,
           count(*) FILTER (WHERE outcome = 'wrong_person')::int AS "wrongPerson" FROM contacts WHERE direction = 'outbound'`);
  expect(told.total).toMatchObject({
    ...rows[0],
    contacts: 6,
    refused: 1,
    wrongPerson: 1,
    refusedPer1000: 166.7,
    bounced: 0,
  });
  expect(told.total.people).toBe(3);
  const ofTelephony = told.sources.find(({ name }) => name === 'telephony');
  expect(ofTelephony).toMatchObject({ contacts: 1, people: 1, refused: 0, refusedPer1000: 0 });
  for (const parts of [told.sources, told.channels, told.classes, told.purposes, told.days])
    expect(parts.reduce((sum, { contacts }) => sum + contacts, 0)).toBe(told.total.contacts);
  expect(told.classes.map(({ name, contacts }) => [name, contacts])).toEqual([
    ['commercial', 4],
    ['service', 1],
    [undefined, 1],
  ]);
  const none = await get(`/v1/contacts/counts?from=2020-01-01&to=2020-01-31`, Told);
  expect(none).toMatchObject({ total: { contacts: 0, refusedPer1000: null }, sources: [], days: [] });

  const pressed = await get('/v1/contacts/pressed', Pressed);
  expect(pressed.spread).toEqual([
    { contacts: 2, customers: 1 },
    { contacts: 3, customers: 1 },
  ]);
  expect(pressed.customers).toMatchObject([
    { customer: ana.id, contacts: 3, state: 'over', spent: [{ rule: 'week', used: 3, max: 2 }] },
    { customer: luis.id, contacts: 2, state: 'full', spent: [{ rule: 'week', used: 2, max: 2 }] },
  ]);
  expect(pressed.customers[1]?.sources.map(({ contacts }) => contacts)).toEqual([1, 1]);
  expect((await get('/v1/contacts/pressed?limit=1', Pressed)).customers.map(({ customer }) => customer)).toEqual([
    ana.id,
  ]);
});

it('counts what is reserved until it expires or is given back', async () => {
  const ana = await known();
  const before = (await get('/v1/contacts/counts', Told)).total;
  const { reservation } = await service.check({ ...call, customer: ana.id, reserve: true });
  expect((await get('/v1/contacts/counts', Told)).total).toMatchObject({
    contacts: before.contacts + 1,
    reserved: before.reserved + 1,
  });
  await service.ask('DELETE', `/v1/contact-permissions/reservations/${reservation?.id}`);
  expect((await get('/v1/contacts/counts', Told)).total).toEqual(before);
});

it('shows the hours of each day that the policy permits, by the one in force and by another', async () => {
  const asked = { place: 'ES-MD', channel: 'call_centre', class: 'survey', from: '2026-11-09', days: 1 };
  const hours = async (body: object) => {
    const response = await service.ask('POST', '/v1/contact-policy/hours', body);
    return { status: response.status, body: z.looseObject({}).parse(await response.json()) };
  };
  const day = { date: '2026-11-09', open: [{ from: '00:00', to: '24:00' }], closedBy: [] };
  expect(await hours(asked)).toMatchObject({ status: 200, body: { days: [day] } });
  const policy = { packs: ['general'] };
  const general = await hours({ ...asked, policy });
  expect(general.body.version).toBeUndefined();
  expect(JSON.stringify(general.body)).toContain('"by":"hours"');
  expect((await hours({ ...asked, place: 'XX' })).status).toBe(404);
  const broken = {
    packs: [],
    rules: [],
    sampling: [
      { programme: 'a', share: 1 },
      { programme: 'a', share: 0 },
    ],
  };
  expect((await hours({ ...asked, policy: broken })).status).toBe(400);
});
