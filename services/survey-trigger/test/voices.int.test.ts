import { topics } from '@hilo/contracts';
import { transaction } from '@hilo/runtime';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { noteObjections } from '../contacts/note-objections.ts';
import { Programme } from '../domain/programme.ts';
import { policyOf, programme, ruleOf } from './asking.ts';
import { hashOfNames } from './decide-now.ts';
import { openDeciding } from './deciding.ts';
import { ana, email, happened, message, minute, record, timestamp } from './messages.ts';

let hilo: Awaited<ReturnType<typeof openDeciding>>;
beforeAll(async () => {
  hilo = await openDeciding();
});
afterAll(() => hilo.close());
beforeEach(async () => {
  await hilo.empty();
  // Who objects is known by the version by which she was asked.
  for (const one of programmes)
    await hilo.pool.query(
      `INSERT INTO programme_versions (id, version, programme, by, why, at)
       VALUES ($1, $2, $3, '{"key":"test","source":"a test"}', 'a test', now())`,
      [one.id, one.version, JSON.stringify(one)],
    );
});

const asking = { when: { touchpoints: ['flight.arrival'] }, restDays: 30 };
const programmes = [
  programme('email', { ...asking, id: 'customers' }),
  programme('email', { ...asking, id: 'employees', voice: 'employee', purpose: 'employee.feedback' }),
];
const consent = { purpose: 'employee.feedback', state: 'granted', source: 'hr', interaction: 'yes', at: timestamp(0) };

const say = (id: string, fields: object = {}, told: { version?: number } = {}) =>
  message(id, { channel: 'app', touchpoint: 'flight.arrival', identifiers: [email('ana')], ...fields }, told);
const atWork = { actor: 'employee', direction: 'internal' };
const know = () => hilo.hear(topics.customers.name, programmes, record(ana, 1, [email('ana')], [ana], [consent]));
const decided = async (): Promise<string[]> => {
  const { rows } = await hilo.pool.query<{ said: string }>(
    `SELECT concat_ws(' ', interaction, programme, state, reason) AS said FROM invitations ORDER BY interaction, programme`,
  );
  return rows.map(({ said }) => said);
};

it('asks one who is both in each of her voices in one round, and in neither twice', async () => {
  await know();
  await hilo.hear(topics.resolved.name, programmes, say('flew'), say('worked', atWork));
  await hilo.decide(programmes, happened + minute);
  await hilo.hear(topics.resolved.name, programmes, say('flew-again'), say('worked-again', atWork));
  await hilo.decide(programmes, happened + 2 * minute);
  expect(await decided()).toEqual([
    'flew customers invited',
    'flew-again customers withheld asked-recently',
    'worked customers withheld internal',
    'worked employees invited',
    'worked-again customers withheld internal',
    'worked-again employees withheld asked-recently',
  ]);
  const { rows } = await hilo.pool.query('SELECT purpose FROM contacts ORDER BY purpose NULLS FIRST');
  expect(rows).toEqual([{ purpose: null }, { purpose: 'employee.feedback' }]);
});

it('keeps in which voice she is asked where the interaction is told anew before it is decided', async () => {
  await know();
  await hilo.hear(topics.resolved.name, programmes, say('worked', atWork));
  await hilo.hear(topics.resolved.name, programmes, say('worked', atWork, { version: 2 }));
  await hilo.decide(programmes, happened + minute);
  expect(await decided()).toContain('worked employees invited');
  const { rows } = await hilo.pool.query(`SELECT purpose FROM contacts WHERE purpose IS NOT NULL`);
  expect(rows).toHaveLength(1);
});

it('heeds a no in the voice in which it was said, and an objection in all', async () => {
  await hilo.publish(
    policyOf({ packs: [], rules: [ruleOf({ id: 'any', hours: 'any', rest: { afterRefusal: 3660 } })] }).policy,
  );
  await know();
  await hilo.hear(topics.resolved.name, programmes, say('worked', atWork));
  await hilo.decide(programmes, happened + minute);
  const { rows } = await hilo.pool.query<{ id: string }>(`SELECT id FROM invitations WHERE state = 'invited'`);
  const object = (brake: 'refusal' | 'objection', at: number) =>
    transaction(hilo.pool, (tx) =>
      noteObjections(tx, [{ invitation: rows[0]?.id ?? '', brake, at, proof: 'the page' }], hashOfNames),
    );
  await object('refusal', happened + 2 * minute);
  await hilo.hear(topics.resolved.name, programmes, say('flew'), say('worked-again', atWork));
  await hilo.decide(programmes, happened + 3 * minute);
  expect(await decided()).toContain('flew customers invited');
  const { rows: why } = await hilo.pool.query(
    `SELECT reasons @> '[{"reason":"refused"}]' AS "isRefused" FROM invitations WHERE interaction = 'worked-again' AND programme = 'employees'`,
  );
  expect(why).toEqual([{ isRefused: true }]);
  await object('objection', happened + 4 * minute);
  await hilo.hear(topics.resolved.name, programmes, say('flew-again'));
  await hilo.decide(programmes, happened + 5 * minute);
  expect(await decided()).toEqual([
    'flew customers invited',
    'flew-again customers withheld objected',
    'worked customers withheld internal',
    'worked employees invited',
    'worked-again customers withheld internal',
    'worked-again employees withheld refused',
  ]);
});

it('refuses a programme whose purpose is of another voice, and names the field', () => {
  const faults = [
    { voice: 'employee', purpose: 'feedback' },
    { voice: 'manager', purpose: 'employee.feedback' },
    { purpose: 'auditor.feedback' },
  ].map((fields) => Programme.safeParse({ ...programme('email'), ...fields }).error?.issues[0]?.path.join('.'));
  expect(faults).toEqual(['purpose', 'purpose', 'purpose']);
});
