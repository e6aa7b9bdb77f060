import { join } from 'node:path';
import { topics } from '@hilo/contracts';
import { derivedIds } from '@hilo/identifiers';
import { migrate, openDatabase, provisionSchemas, transaction } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { loadProgrammes } from '../config.ts';
import { openPermissions } from '../contacts/permissions.ts';
import { reportContacts } from '../contacts/report.ts';
import type { ContactReport } from '../domain/contact-report.ts';
import { PermissionRequest } from '../domain/permission-request.ts';
import { handlers } from '../pipeline.ts';
import { openPolicies } from '../store/contact-policies.ts';
import { fixedProgrammes } from '../store/programmes.ts';
import { dayMs, hourMs, minuteMs, policyOf, ruleOf } from './asking.ts';
import { decideNow, hashOfNames, publish } from './decide-now.ts';

const [shipped] = loadProgrammes();
if (shipped === undefined) throw new Error('there is no programme');
const programmes = [{ ...shipped, askAfterMinutes: 0 }];
let pool: Pool;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await createTestDatabase();
  const urls = await provisionSchemas({ adminUrl: database.url, secret: 'a secret of the tests' }, ['survey']);
  pool = openDatabase({ connectionString: urls.survey ?? '', schema: 'survey', logger: { warn: () => {} } });
  await migrate(pool, join(import.meta.dirname, '..', 'migrations'));
  drop = async () => {
    await pool.end();
    await database.drop();
  };
});
afterAll(() => drop());
beforeEach(async () => {
  await pool.query(
    'TRUNCATE invitations, timers, profiles, claims, customers, erased, erased_versions, contact_policies, contact_facts, contacts, contact_marks',
  );
  await heard(topics.customers.name, record());
});

const ana = '00000000-0000-8000-8000-000000000001';
const now = Date.parse('2026-03-10T12:00:00Z');
const iso = (at: number): string => new Date(at).toISOString();
const [email, phone] = ['ana@example.org', '+34600111222'];

const record = (grantedAt = 0, version = 1) => ({
  id: ana,
  version,
  updatedAt: iso(now),
  ambiguous: false,
  subjects: [ana],
  identifiers: [
    { kind: 'email', value: email, subject: ana, firstSeenAt: iso(0), status: 'linked' },
    { kind: 'phone', value: phone, subject: ana, firstSeenAt: iso(0), status: 'linked' },
  ],
  traits: {},
  consents: [{ purpose: 'feedback', state: 'granted', source: 'web', interaction: 'yes', at: iso(grantedAt) }],
  contactPreferences: {},
  interactions: { total: 1, byChannel: {} },
  conflicts: [],
});

const heard = (topic: string, message: object) =>
  transaction(pool, async (tx) => {
    const records = [{ offset: 0, key: '', value: JSON.stringify(message), headers: {}, appendedAt: 0 }];
    await handlers(fixedProgrammes(programmes), hashOfNames)[topic]?.(tx, { records });
  });

/** Told by the thread, about her number. */
const interaction = (id: string, fields: object) => ({
  interaction: {
    id,
    source: 'dialler',
    receivedAt: iso(now),
    occurredAt: iso(now),
    channel: 'call_centre',
    touchpoint: 'campaign',
    kind: 'called',
    identifiers: [{ kind: 'phone', value: phone }],
    ...fields,
  },
  subject: ana,
  customer: ana,
  version: 1,
  recordVersion: 1,
  why: { rule: 'strongest-identifier', identifier: { kind: 'phone', value: phone }, registryVersion: 1 },
});

const report = (fields: Partial<Pick<ContactReport, 'outcome' | 'startedAt'>>) => {
  const made = {
    identifier: { kind: 'phone', value: phone },
    channel: 'call_centre',
    purpose: 'marketing',
    class: 'commercial',
    touchpoint: 'contact',
    ...fields,
  } as const;
  const reporting = { source: 'crm', now, hashes: hashOfNames, newId: () => crypto.randomUUID() };
  return transaction(pool, (tx) => reportContacts(tx, [made], reporting));
};

/** A survey that is due at that moment: what became of it. */
const asked = async (at = now) => {
  const arrival = { touchpoint: shipped.when.touchpoints?.[0], kind: shipped.when.kinds?.[0], occurredAt: iso(at) };
  await heard(topics.resolved.name, interaction(`arrival-${at}`, { ...arrival, source: 'gate', channel: 'other' }));
  const { decided, putOff } = await transaction(pool, (tx) => decideNow(tx, { programmes, isOnThread: false }, at));
  const [one] = decided;
  if (one?.decision.state !== 'withheld') return one?.decision.state ?? (putOff.length > 0 ? 'put-off' : undefined);
  return one.decision.reasons.map(({ reason }) => reason);
};

const publishRule = (rule: object) =>
  transaction(pool, (tx) =>
    publish(tx, policyOf({ packs: [], rules: [ruleOf({ id: 'house', hours: 'any', ...rule })] }).policy),
  );

it('a refusal that is reported of one channel brakes every other, and a later grant ends it', async () => {
  await publishRule({ rest: { afterRefusal: 180 } });
  expect(await asked(now - hourMs)).toBe('invited');
  await report({ outcome: 'refused', startedAt: iso(now) });
  expect(await asked(now + dayMs)).toContain('refused');
  await heard(topics.customers.name, record(now + dayMs, 2));
  expect(await asked(now + 30 * dayMs)).toBe('invited');
});

it('a refusal on the thread brakes as one that is reported', async () => {
  await publishRule({ rest: { afterRefusal: 180 } });
  await heard(topics.resolved.name, interaction('call-1', { direction: 'outbound', outcome: 'refused' }));
  expect(await asked(now + dayMs)).toContain('refused');
  expect(await asked(now + 181 * dayMs)).toBe('invited');
});

it('whoever objects is asked nothing, for as long as there is no later grant', async () => {
  await publishRule({});
  await heard(topics.resolved.name, interaction('letter', { channel: 'post', kind: 'objected' }));
  expect(await asked(now + 400 * dayMs)).toContain('objected');
});

it('case 13 (Braze): six calls of another department that nobody answered leave no room, whatever they were about', async () => {
  await publishRule({ caps: [{ max: 6, windowHours: 168 }] });
  for (let n = 0; n < 6; n += 1) {
    const at = now - (6 - n) * hourMs;
    const call = { direction: 'outbound', outcome: 'no_answer', occurredAt: iso(at) };
    await heard(topics.resolved.name, interaction(`call-${n}`, call));
  }
  expect(await asked(now)).toEqual(['contact-pressure']);
  expect(await asked(now + 7 * dayMs - 6 * hourMs + minuteMs)).toBe('invited');
});

it('case 9: a call by somebody else at her number counts for her, as it does for whoever else has it', async () => {
  await publishRule({ caps: [{ max: 1, windowHours: 48 }] });
  await report({ startedAt: iso(now - minuteMs), outcome: 'voicemail' });
  expect(await asked(now)).toBe('put-off');
});

it('a wrong number is her number no more, and says nothing of her e-mail', async () => {
  await publishRule({});
  await report({ outcome: 'wrong_person', startedAt: iso(now) });
  expect(await asked(now + dayMs)).toBe('invited');
  const { rows } = await pool.query<{ kind: string }>(
    `SELECT contact_point->>'kind' AS kind FROM invitations WHERE state = 'invited'`,
  );
  expect(rows).toEqual([{ kind: 'email' }]);
});

it('nobody is asked after a refusal was committed, however close together', async () => {
  await publishRule({ rest: { afterRefusal: 180 } });
  const arrival = { touchpoint: shipped.when.touchpoints?.[0], kind: shipped.when.kinds?.[0] };
  for (let n = 0; n < 20; n += 1) {
    await pool.query('TRUNCATE invitations, timers, contact_facts, contacts');
    await heard(topics.resolved.name, interaction(`a-${n}`, { ...arrival, source: 'gate', channel: 'other' }));
    let refusedAt = Number.POSITIVE_INFINITY;
    let decidedAt = Number.NEGATIVE_INFINITY;
    const [, { decided }] = await Promise.all([
      report({ outcome: 'refused', startedAt: iso(now) }).then(() => {
        refusedAt = performance.now();
      }),
      transaction(pool, async (tx) => {
        const outcome = await decideNow(tx, { programmes, isOnThread: false }, now);
        decidedAt = performance.now();
        return outcome;
      }),
    ]);
    // It may have been decided before; who decided after the answer to the refusal has seen it.
    if (decidedAt > refusedAt) expect(decided).toMatchObject([{ decision: { state: 'withheld' } }]);
  }
});

it('is what is reserved by whomever, until it expires; and is used by an invitation, for whoever asks then', async () => {
  await publishRule({ id: 'week', hours: 'any', caps: [{ max: 1, windowHours: 168 }] });
  const permissions = openPermissions({
    pool,
    naming: { hashes: hashOfNames, deriveId: derivedIds('a secret of the tests') },
    policies: openPolicies(),
    knowledge: { asOf: () => now },
    now: () => now,
  });
  const request = PermissionRequest.parse({
    customer: ana,
    channel: 'call_centre',
    purpose: 'feedback',
    class: 'commercial',
    reserve: true,
  });
  const check = async () => (await permissions.check([{ request, source: 'dialler', id: crypto.randomUUID() }]))[0];
  const reserved = await check();
  expect(reserved?.reservation).toBeDefined();
  expect(await asked()).toBe('put-off');
  expect(await asked(now + 16 * minuteMs)).toBe('invited');
  expect((await check())?.reasons).toMatchObject([{ reason: 'contact-pressure' }]);
});
