import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Consent, topics } from '@hilo/contracts';
import {
  isTransient,
  lockForErasure,
  migrate,
  obeyRebuildStep,
  openDatabase,
  provisionSchemas,
  runHeader,
  transaction,
} from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import fc from 'fast-check';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { loadProgrammes } from '../config.ts';
import { noteContacts } from '../contacts/note-contacts.ts';
import { type ReportResult, reportContacts } from '../contacts/report.ts';
import { brakesInForce } from '../domain/brakes-in-force.ts';
import type { ContactFact } from '../domain/contact.ts';
import { contactsOf } from '../domain/contact-ledger.ts';
import { ContactReport } from '../domain/contact-report.ts';
import { eraseWith, removeUntold } from '../erase.ts';
import { handlers } from '../pipeline.ts';
import { readContacts } from '../store/contact-list.ts';
import { findBrakes } from '../store/contact-marks.ts';
import { readInvitations } from '../store/invitation-list.ts';
import { fixedProgrammes } from '../store/programmes.ts';
import { contactFact, factOf, shuffled } from './contact-facts.ts';
import { decideNow, hashOfNames } from './decide-now.ts';
import {
  ana,
  arrival,
  call,
  email,
  happened,
  hour,
  luis,
  message,
  minute,
  now,
  phone,
  record,
  timestamp,
  uuid,
} from './messages.ts';

const programmes = loadProgrammes().slice(0, 1);
let pool: Pool;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await createTestDatabase();
  const urls = await provisionSchemas({ adminUrl: database.url, secret: 'a secret of the tests' }, ['survey']);
  pool = openDatabase({
    connectionString: urls.survey ?? '',
    schema: 'survey',
    logger: { warn: () => {} },
    maxConnections: 10,
  });
  await migrate(pool, join(import.meta.dirname, '..', 'migrations'));
  drop = async () => {
    await pool.end();
    await database.drop();
  };
});
afterAll(() => drop());
beforeEach(async () => {
  await pool.query(
    'TRUNCATE contact_facts, contacts, contact_marks, invitations, timers, profiles, claims, customers, erased, erased_versions, rebuilds, outbox',
  );
  await pool.query(
    'INSERT INTO claims (subject, customer, updated_at) SELECT s, s, to_timestamp(0) FROM unnest($1::uuid[]) s',
    [[ana, luis]],
  );
});

const hearAs = async (run: string | undefined, topic: string, messages: readonly object[], asked = programmes) =>
  transaction(pool, async (tx) => {
    const records = messages.map((one, offset) => {
      const headers = run === undefined ? {} : { [runHeader]: run };
      return { offset, key: '', value: JSON.stringify(one), headers, appendedAt: 0 };
    });
    await handlers(fixedProgrammes(asked), hashOfNames)[topic]?.(tx, { records, isRebuild: run !== undefined });
  });
const hear = (topic: string, ...messages: object[]) => hearAs(undefined, topic, messages);
const decide = (at = now, asked = programmes) =>
  transaction(pool, (tx) => decideNow(tx, { programmes: asked, isOnThread: false }, at));
const report = (...reports: object[]): Promise<ReportResult[]> =>
  transaction(pool, async (tx) => {
    const reporting = { source: 'crm', now, hashes: hashOfNames, newId: () => randomUUID() };
    const { results } = await reportContacts(
      tx,
      reports.map((one) => ContactReport.parse(one)),
      reporting,
    );
    return results;
  });
const contactsAt = (customer: string, held: { kind: string; value: string }[] = []) =>
  readContacts(pool, { customer, places: held.map(hashOfNames.ofIdentifier), after: undefined, limit: 100 });
const brakesAt = async (customer: string, held: { kind: string; value: string }[] = []) =>
  (await findBrakes(pool, [{ customer, places: held.map(hashOfNames.ofIdentifier) }])).map(({ brake }) => brake);
const ledger = async () => {
  const { rows } = await pool.query(
    'SELECT id, place, subject, at, channel, class, outcome, weight, source, tellers, rule FROM contacts ORDER BY id',
  );
  return rows.map(({ at, ...row }) => ({ ...row, at: at.getTime() }));
};
const expected = (facts: readonly ContactFact[]) =>
  contactsOf(facts)
    .map(({ id, place, subject = null, at, channel, outcome = null, weight, source, tellers, rule, ...one }) => {
      return { id, place, subject, at, channel, class: one.class ?? null, outcome, weight, source, tellers, rule };
    })
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));

/** Done again where it lost for what passes by itself, as a consumer does. */
const persist = async (work: () => Promise<unknown>): Promise<void> => {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (!isTransient(error) || attempt > 20) throw error;
    }
  }
};

it('1,000 histories told by eight consumers at once, in any order and in part twice, give the ledger that is a function of the facts', async () => {
  const histories = fc.sample(fc.array(contactFact([ana, luis]), { minLength: 2, maxLength: 9 }), {
    numRuns: 1000,
    seed: 20261130,
  });
  const facts = histories.flatMap((history, n) =>
    // A version says one thing.
    [
      ...new Map(history.map((fact) => [`${fact.teller} ${fact.source} ${fact.id} ${fact.version}`, fact])).values(),
    ].map(
      (fact): ContactFact => ({
        ...fact,
        id: `${n}-${fact.id}`,
        place: `${n}-${fact.place}`,
        origin: fact.origin && { ...fact.origin, id: `${n}-${fact.origin.id}` },
        reservation: fact.reservation && uuid(n),
      }),
    ),
  );
  const told = shuffled([...facts, ...facts.filter((_, n) => n % 5 === 0)], 77);
  const batches = Array.from({ length: Math.ceil(told.length / 40) }, (_, n) => told.slice(n * 40, n * 40 + 40));
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let batch = batches.pop(); batch !== undefined; batch = batches.pop()) {
        const some = batch;
        await persist(() => transaction(pool, (tx) => noteContacts(tx, some)));
      }
    }),
  );
  const written = await ledger();
  expect(written.length).toBeGreaterThan(1500);
  expect(written).toEqual(expected(facts));
}, 300_000);

it('every outbound interaction is a contact, answered or not; what the customer began is none, but for a refusal', async () => {
  await hear(
    topics.resolved.name,
    call('1', {}, { outcome: 'no_answer' }),
    call('2', { at: happened + hour }, { outcome: 'reached' }),
    call('3', {}, { direction: 'inbound' }),
    call('4', {}, { direction: 'internal' }),
    call('5', { at: happened + 2 * hour }, { direction: 'inbound', outcome: 'refused' }),
  );
  expect((await contactsAt(ana)).map(({ direction, outcome }) => [direction, outcome])).toEqual([
    ['inbound', 'refused'],
    ['outbound', 'reached'],
    ['outbound', 'no_answer'],
  ]);
  expect(await brakesAt(ana)).toEqual(['refusal']);
});

it('A 13: a service call that an agent reports counts, though it needed no permission; told again and by the dialler, it is one', async () => {
  const said = {
    id: '7',
    contactPoint: phone(1),
    channel: 'call_centre',
    purpose: 'delivery',
    class: 'service',
    startedAt: timestamp(happened),
  };
  expect(await report(said)).toMatchObject([{ status: 'accepted' }]);
  expect(await report(said)).toMatchObject([{ status: 'duplicate' }]);
  expect(await report({ ...said, outcome: 'refused' })).toMatchObject([{ status: 'rejected', reason: 'conflict' }]);
  await hear(topics.resolved.name, call('d-1', { at: happened + 2 * minute }));
  expect(await contactsAt(ana)).toMatchObject([
    { class: 'service', purpose: 'delivery', weight: 1, rule: 'within-5-minutes', source: 'crm' },
  ]);
});

it('what is reported comes back over the thread as the same contact, whatever else happened at that number meanwhile', async () => {
  const said = (id: string, at: number) => ({
    id,
    contactPoint: phone(1),
    channel: 'call_centre',
    purpose: 'offer',
    class: 'commercial',
    startedAt: timestamp(at),
    reservation: uuid(77),
    weight: 2,
  });
  const reported = await transaction(pool, (tx) =>
    reportContacts(tx, [ContactReport.parse(said('7', happened))], {
      source: 'crm',
      now,
      hashes: hashOfNames,
      newId: () => randomUUID(),
    }),
  );
  const before = await ledger();
  const [posted] = reported.outbox.map(({ value }) => JSON.parse(value ?? ''));
  const back = { ...message('x', {}), interaction: posted };
  await hear(topics.resolved.name, back);
  expect(await ledger()).toMatchObject([
    { class: 'commercial', weight: 2, subject: ana, tellers: [{ teller: expect.any(String) }, {}] },
  ]);
  expect(before).toHaveLength(1);
  // Where the report itself is lost, as after a rebuild from nothing, the thread has all of it.
  await pool.query('TRUNCATE contact_facts, contacts');
  await hear(topics.resolved.name, back);
  expect(await contactsAt(ana)).toMatchObject([
    { class: 'commercial', purpose: 'offer', weight: 2, contactPoint: phone(1) },
  ]);
});

it('a refusal at one number brakes the customer, and ends with a later grant; a wrong person stays braked until one for that number', async () => {
  await hear(
    topics.resolved.name,
    call('1', {}, { outcome: 'refused' }),
    call('2', {}, { outcome: 'wrong_person', identifiers: [phone(2)] }),
  );
  const learnt = await findBrakes(pool, [{ customer: ana, places: [] }]);
  const brakes = (consents: Consent[]) =>
    brakesInForce(learnt, consents, hashOfNames.ofIdentifier)
      .map(({ brake }) => brake)
      .toSorted();
  const grant = { purpose: 'marketing', state: 'granted' as const, source: 'web', interaction: 'i' };
  expect(brakes([])).toEqual(['refusal', 'wrong-person']);
  expect(brakes([{ ...grant, at: timestamp(happened - 1) }])).toEqual(['refusal', 'wrong-person']);
  expect(brakes([{ ...grant, at: timestamp(happened + 1), contactPoint: phone(1) }])).toEqual(['wrong-person']);
  expect(brakes([{ ...grant, at: timestamp(happened + 1), contactPoint: phone(2) }])).toEqual([]);
});

it('a bounce that passes brakes nothing, one that stays does', async () => {
  const bounced = { channel: 'email', outcome: 'bounced', identifiers: [email('ana')] };
  await hear(topics.resolved.name, call('1', {}, { ...bounced, properties: { bounce: 'soft' } }));
  expect(await brakesAt(ana)).toEqual([]);
  await hear(topics.resolved.name, call('2', {}, bounced));
  expect(await brakesAt(ana)).toEqual(['hard-bounce']);
});

it('A 3: one that was invited, and has nothing delivered yet, counts for the next a second later', async () => {
  await hear(topics.customers.name, record(ana, 1, [email('ana')]));
  await hear(topics.resolved.name, arrival('i-1'));
  expect((await decide()).decided).toMatchObject([{ decision: { state: 'invited' } }]);
  await hear(topics.resolved.name, arrival('i-2'));
  expect((await decide(now + 1000)).decided).toMatchObject([{ decision: { reason: 'asked-recently' } }]);
  expect(await contactsAt(ana)).toMatchObject([{ class: 'survey', channel: 'email', rule: 'alone' }]);
});

it('A 2: of two who decide about one customer at once, the second waits for the first, and counts what it did', async () => {
  await hear(topics.customers.name, record(ana, 1, [email('ana')]));
  await hear(topics.resolved.name, arrival('i-1'));
  const first = await pool.connect();
  await first.query('BEGIN');
  const inviting = { programmes, isOnThread: false };
  expect((await decideNow(first, inviting, now)).decided).toMatchObject([{ decision: { state: 'invited' } }]);
  await hear(topics.resolved.name, arrival('i-2'));
  const second = decide();
  await first.query('COMMIT');
  first.release();
  expect((await second).decided).toMatchObject([{ decision: { reason: 'asked-recently' } }]);
});

it('A 9: a programme counts what another programme asked about the same event', async () => {
  const both = [...programmes, ...programmes.map((one) => ({ ...one, id: 'another' }))];
  await hear(topics.customers.name, record(ana, 1, [email('ana')]));
  await hearAs(undefined, topics.resolved.name, [arrival('i-1')], both);
  const states = (await decide(now, both)).decided.map(({ decision }) => decision.state);
  expect(states.toSorted()).toEqual(['invited', 'withheld']);
});

it('a survey that another system sent counts as asked, too', async () => {
  await hear(topics.customers.name, record(ana, 1, [email('ana')]));
  await report({
    id: '1',
    contactPoint: email('ana'),
    channel: 'email',
    purpose: 'feedback',
    class: 'survey',
    startedAt: timestamp(happened),
  });
  await hear(topics.resolved.name, arrival('i-1'));
  expect((await decide()).decided).toMatchObject([{ decision: { reason: 'asked-recently' } }]);
});

it('A 10: whoever becomes one customer has what both were asked; who is split off has her own again', async () => {
  await hear(topics.customers.name, record(ana, 1, [email('ana')]), record(luis, 1, [email('luis')]));
  await hear(topics.resolved.name, arrival('i-1'), call('c', { subject: luis }, { identifiers: [phone(2)] }));
  await decide();
  await hear(topics.customers.name, record(ana, 2, [email('ana'), email('luis')], [ana, luis]));
  expect((await contactsAt(ana)).map(({ channel }) => channel).toSorted()).toEqual(['call_centre', 'email']);
  await hear(topics.resolved.name, arrival('i-2', { subject: luis }));
  expect((await decide(now + hour)).decided).toMatchObject([{ decision: { reason: 'asked-recently' } }]);
  await hear(topics.customers.name, record(ana, 3, [email('ana')], [ana]), record(luis, 3, [email('luis')], [luis]));
  expect((await contactsAt(ana)).map(({ channel }) => channel)).toEqual(['email']);
  expect((await contactsAt(luis)).map(({ channel }) => channel)).toEqual(['call_centre']);
  await hear(topics.resolved.name, arrival('i-3', { subject: luis }));
  expect((await decide(now + 2 * hour)).decided).toMatchObject([{ decision: { state: 'invited' } }]);
});

it('A 12: told a hundred times, an event is withheld once, and said so once; and a call is one contact', async () => {
  await hear(topics.customers.name, { ...record(ana, 1, [email('ana')]), consents: [] });
  let said = 0;
  for (let n = 0; n < 100; n += 1) {
    await hear(topics.resolved.name, arrival('i-1'), call('c-1'));
    said += (await decide(now + n)).outbox.length;
  }
  expect(said).toBe(1);
  expect(await readInvitations(pool, {}, { after: undefined, limit: 10 })).toMatchObject([{ reason: 'no-consent' }]);
  expect(await ledger()).toHaveLength(1);
});

it('an invitation whose interaction is somebody else’s now is a contact with that one; what is withdrawn is none', async () => {
  await hear(topics.customers.name, record(ana, 1, [email('ana')]), record(luis, 1, [email('luis')]));
  await hear(topics.resolved.name, arrival('i-1'), call('c-1'), call('c-2', { at: happened + hour }));
  await decide();
  await hear(
    topics.resolved.name,
    arrival('i-1', { subject: luis, version: 2 }),
    call('c-1', { subject: luis, version: 2 }),
  );
  expect((await contactsAt(luis)).map(({ channel }) => channel).toSorted()).toEqual(['call_centre', 'email']);
  await hear(topics.resolved.name, call('c-1', { subject: luis, version: 3, withdrawn: true }));
  await hear(topics.resolved.name, call('c-1', { subject: ana, version: 1 }));
  expect((await contactsAt(luis)).map(({ channel }) => channel)).toEqual(['email']);
  expect(await contactsAt(ana)).toHaveLength(1);
});

it('what an identifier used that nobody knew follows it into the record', async () => {
  await report({
    id: '1',
    contactPoint: phone(1),
    channel: 'sms',
    purpose: 'offer',
    class: 'commercial',
    outcome: 'refused',
  });
  expect(await contactsAt(ana, [email('ana')])).toEqual([]);
  expect(await contactsAt(ana, [email('ana'), phone(1)])).toMatchObject([{ channel: 'sms', outcome: 'refused' }]);
  expect(await brakesAt(ana, [phone(1)])).toEqual(['refusal']);
});

const erase = (at: number) =>
  transaction(pool, async (tx) => {
    await lockForErasure(tx);
    const names = [phone(1), email('ana')].map(hashOfNames.ofIdentifier);
    return eraseWith(hashOfNames)(tx, {
      id: uuid(9),
      at: timestamp(at),
      subjects: [ana],
      names,
      customers: [{ id: ana, version: 9 }],
    });
  });

it('an erasure empties the ledger; a refusal, a wrong person and a bounce stay on the keyed hash, and brake whoever comes back', async () => {
  await hear(topics.customers.name, record(ana, 1, [email('ana'), phone(1)]));
  await hear(
    topics.resolved.name,
    call('1', {}, { outcome: 'refused' }),
    call('2', {}, { outcome: 'wrong_person' }),
    call('3'),
  );
  await hear(topics.resolved.name, call('4', { subject: luis, source: 'other' }));
  await report({
    id: '1',
    contactPoint: phone(1),
    channel: 'sms',
    purpose: 'offer',
    class: 'commercial',
    startedAt: timestamp(happened),
  });
  expect((await erase(now)).contact_facts).toBe(4);
  expect(await contactsAt(ana, [])).toEqual([]);
  // What luis was called about at that number stays his, without the number.
  expect(await contactsAt(luis)).toMatchObject([{ contactPoint: null, source: 'other' }]);
  expect(await brakesAt(uuid(5), [phone(1)])).toEqual(['refusal', 'wrong-person']);
  // The refusal was the person's: it holds wherever she is met again.
  expect(await brakesAt(uuid(5), [email('ana')])).toEqual(['refusal']);
  const { rows } = await pool.query(
    `SELECT FROM contact_facts f WHERE f::text LIKE '%60000000%' UNION ALL SELECT FROM contacts c WHERE c::text LIKE '%60000000%'
     UNION ALL SELECT FROM outbox o WHERE o::text LIKE '%60000000%'`,
  );
  expect(rows).toEqual([]);
});

it('what is told late of somebody who is erased leaves its brake, and nothing else', async () => {
  await erase(now);
  await hear(topics.resolved.name, call('1', {}, { outcome: 'refused' }));
  await report({
    id: '1',
    contactPoint: phone(1),
    channel: 'email',
    purpose: 'p',
    class: 'service',
    outcome: 'bounced',
    startedAt: timestamp(happened),
  });
  expect(await ledger()).toEqual([]);
  expect(await brakesAt(uuid(5), [phone(1)])).toEqual(['hard-bounce', 'refusal']);
  await hear(topics.resolved.name, call('2', { at: now + hour }));
  expect(await ledger()).toHaveLength(1);
});

const step = (told: { step: 'begin' } | { step: 'end'; run: string }) =>
  transaction(pool, (tx) =>
    obeyRebuildStep(
      tx,
      { rebuild: randomUUID(), service: 'survey-trigger', at: timestamp(now), ...told },
      { removeUntold, heartbeat: async () => {} },
    ),
  );

it('a rebuild brings the ledger to what the facts say, keeps what was reported and asked, and sets off nothing', async () => {
  await hear(topics.customers.name, record(ana, 1, [email('ana')]));
  await hear(
    topics.resolved.name,
    arrival('i-1'),
    call('1'),
    call('2', { at: happened + hour }),
    call('3', { at: happened + 2 * hour }),
  );
  await report({
    id: '1',
    contactPoint: phone(1),
    channel: 'sms',
    purpose: 'p',
    class: 'service',
    startedAt: timestamp(happened),
  });
  await decide();
  const right = await ledger();
  await pool.query(
    `UPDATE contact_facts SET version = 9, told = told || '{"outcome":"refused"}' WHERE id = '1' AND teller = 'interaction'`,
  );
  await pool.query(`UPDATE contact_facts SET id = 'gone' WHERE id = '3'`);
  const run = (await step({ step: 'begin' }))?.run ?? '';
  await hearAs(run, topics.customers.name, [record(ana, 1, [email('ana')])]);
  await hearAs(run, topics.resolved.name, [
    arrival('i-1'),
    call('1'),
    call('2', { at: happened + hour }),
    call('3', { at: happened + 2 * hour }),
  ]);
  expect((await step({ step: 'end', run }))?.removed).toMatchObject({ contact_facts: 1 });
  expect(await ledger()).toEqual(right);
  expect(await decide()).toMatchObject({ decided: [], outbox: [] });
});

it('ten years of history fill the ledger and set off nothing', async () => {
  await hear(topics.customers.name, record(ana, 1, [email('ana')]));
  const old = Array.from({ length: 120 }, (_, n) => happened - n * 30 * 24 * hour);
  await hear(
    topics.resolved.name,
    ...old.map((at, n) => call(`c-${n}`, { at })),
    ...old.slice(1).map((at, n) => arrival(`a-${n}`, { at })),
  );
  expect(await ledger()).toHaveLength(120);
  const { decided } = await decide();
  expect(decided.filter(({ decision }) => decision.state === 'invited')).toEqual([]);
});

it('no history is read but what is near: of 3,000 contacts at one number, one more reads and writes a few rows', async () => {
  const facts = Array.from({ length: 3000 }, (_, n) =>
    factOf({ teller: 'interaction', id: String(n), at: happened + n * hour }),
  );
  await transaction(pool, (tx) => noteContacts(tx, facts));
  const written = await transaction(pool, async (tx) => {
    await noteContacts(tx, [
      factOf({ teller: 'interaction', source: 'crm', id: 'x', at: happened + 1500 * hour + minute }),
    ]);
    const { rows } = await tx.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM contacts WHERE xmin::text = pg_current_xact_id()::text',
    );
    return rows[0]?.n ?? 0;
  });
  expect(written).toBe(1);
  expect(await ledger()).toHaveLength(3000);
});
