import { join } from 'node:path';
import { topics } from '@hilo/contracts';
import { migrate, openDatabase, provisionSchemas, type Transaction, transaction } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { loadProgrammes } from '../config.ts';
import type { Programme } from '../domain/programme.ts';
import type { ProgrammeState } from '../domain/programme-state.ts';
import { removeUntold } from '../erase.ts';
import { handlers } from '../pipeline.ts';
import { changeState } from '../programmes/change-state.ts';
import { publishFirstProgrammes } from '../programmes/publish-first.ts';
import { publishProgramme } from '../programmes/publish-programme.ts';
import { openProgrammes } from '../store/programmes.ts';
import { takeUpHeldBack } from '../store/put-off.ts';
import { hourMs, minuteMs } from './asking.ts';
import { decideNow, hashOfNames } from './decide-now.ts';
import { ana, arrival, email, happened, luis, now, record } from './messages.ts';

const [shipped] = loadProgrammes();
if (shipped === undefined) throw new Error('there is no programme');
const programme: Programme = { ...shipped, askAfterMinutes: 0, restDays: 0 };
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
    'TRUNCATE invitations, timers, profiles, claims, customers, erased, erased_versions, contact_facts, contacts, programme_changes, programme_versions',
  );
  await publishFirstProgrammes(pool, [programme], happened);
  [first, second] = [openProgrammes(), openProgrammes()];
  await hear(topics.customers.name, record(ana, 1, [email('ana')]));
});

/** Two instances, each of which knows what it has read. */
let first = openProgrammes();
let second = openProgrammes();
const hear = (topic: string, message: object, by = first, isRebuild = false) =>
  transaction(pool, async (tx) => {
    const records = [{ offset: 0, key: '', value: JSON.stringify(message), headers: {}, appendedAt: 0 }];
    await handlers(by, hashOfNames)[topic]?.(tx, { records, isRebuild });
  });
const decideBy = (by = first, at = now) =>
  transaction(pool, (tx) => decideNow(tx, { programmes: by, isOnThread: false }, at));
const author = (at: number) => ({ by: { key: 'k', source: 'tests' }, why: 'a test', now: at });
const change = (state: ProgrammeState, at = now) =>
  transaction(pool, (tx: Transaction) => changeState(tx, programme.id, { state, author: author(at) }));
const publish = (fields: Partial<Programme>, at = now) =>
  transaction(pool, (tx) =>
    publishProgramme(
      tx,
      { id: programme.id, draft: { ...programme, ...fields }, seen: { match: '*', noneMatch: undefined } },
      author(at),
    ),
  );
const rows = async () => {
  const { rows: all } = await pool.query(
    `SELECT interaction, state, reason, programme_version AS version, due_at = deadline AS waits,
            reasons->0->>'rule' AS rule FROM invitations ORDER BY interaction`,
  );
  return all;
};

it('asks nobody while it is paused, on either instance: what is due waits for its deadline, and is asked when it is resumed', async () => {
  await hear(topics.resolved.name, arrival('i-1'));
  await hear(topics.resolved.name, arrival('i-2', { at: happened + minuteMs }), second);
  await change('paused');
  expect((await decideBy(second)).putOff).toMatchObject([
    { until: happened + 48 * hourMs, reasons: [{ reason: 'programme-paused', rule: 'after-the-flight.paused' }] },
    { until: happened + minuteMs + 48 * hourMs },
  ]);
  // What comes meanwhile is noted.
  await hear(topics.resolved.name, arrival('i-3', { at: happened + hourMs }));
  expect((await decideBy(first)).putOff).toHaveLength(1);
  expect(await rows()).toMatchObject(
    ['i-1', 'i-2', 'i-3'].map((interaction) => ({ interaction, state: 'pending', waits: true })),
  );
  expect(await takeUpHeldBack(pool, now)).toBe(false);
  expect(await decideBy(first, now + hourMs)).toMatchObject({ decided: [], putOff: [] });

  await change('active', now + hourMs);
  await takeUpHeldBack(pool, now + hourMs);
  expect((await decideBy(second, now + hourMs)).decided.map(({ decision }) => decision.state)).toEqual([
    'invited',
    'invited',
    'invited',
  ]);
});

it('is withheld at its deadline, and that is nobody’s lateness', async () => {
  await hear(topics.resolved.name, arrival('i-1'));
  await change('paused');
  await decideBy();
  expect((await decideBy(second, happened + 48 * hourMs)).decided).toMatchObject([
    { decision: { state: 'withheld', reason: 'programme-paused', reasons: [{ reason: 'programme-paused' }] } },
  ]);
  await change('active');
  await takeUpHeldBack(pool, now);
  expect(await decideBy()).toMatchObject({ decided: [] });
});

it('decides about nobody again who was asked before the pause', async () => {
  await hear(topics.resolved.name, arrival('i-1'));
  await decideBy();
  await change('paused');
  await change('active');
  await takeUpHeldBack(pool, now);
  await hear(topics.resolved.name, arrival('i-1'));
  expect(await decideBy()).toMatchObject({ decided: [], putOff: [] });
});

it('ended, asks nobody again: what is noted is withheld, what was paused before as well, and nothing new is noted', async () => {
  await hear(topics.resolved.name, arrival('i-1'));
  await change('paused');
  await decideBy();
  await hear(topics.resolved.name, arrival('i-2'));
  await change('ended');
  await hear(topics.resolved.name, arrival('i-3'), second);
  await takeUpHeldBack(pool, now);
  await decideBy(second);
  expect(await rows()).toMatchObject([
    { interaction: 'i-1', state: 'withheld', reason: 'programme-ended' },
    { interaction: 'i-2', state: 'withheld', reason: 'programme-ended' },
  ]);
});

it('what was noted under version 1 is decided by the version in force then, which the decision says', async () => {
  await hear(topics.resolved.name, arrival('i-1'));
  await publish({ contacts: [{ channel: 'sms', kind: 'phone' }] });
  expect((await decideBy(second)).decided).toMatchObject([
    { programmeVersion: 2, decision: { state: 'withheld', reason: 'no-contact-point' } },
  ]);
  await hear(topics.resolved.name, arrival('i-2'), second);
  expect(await rows()).toMatchObject([{ version: 2 }, { interaction: 'i-2', version: 2 }]);
});

it('notes by the version in force when it is heard of; what an earlier one has noted follows its interaction all the same', async () => {
  await hear(topics.resolved.name, arrival('i-1'));
  await publish({ when: { touchpoints: ['elsewhere'] } });
  await hear(topics.resolved.name, arrival('i-2'), second);
  expect(await rows()).toMatchObject([{ interaction: 'i-1' }]);
  await hear(topics.resolved.name, arrival('i-1', { version: 2, subject: luis }));
  const { rows: subjects } = await pool.query('SELECT subject, attribution_version AS version FROM invitations');
  expect(subjects).toEqual([{ subject: luis, version: 2 }]);
  await hear(topics.resolved.name, arrival('i-1', { version: 3, withdrawn: true }), second);
  expect((await decideBy()).decided).toMatchObject([{ decision: { reason: 'interaction-withdrawn' } }]);
  // An older attribution that comes late changes nothing.
  await hear(topics.resolved.name, arrival('i-1', { version: 2 }));
  expect((await pool.query('SELECT attribution_version AS version FROM invitations')).rows).toEqual([{ version: 3 }]);
});

it('asks those alone who are as it wants them when it is decided, and names the condition', async () => {
  await publish({
    when: { ...programme.when, traits: [{ path: 'tier', operator: 'equals', value: 'gold' }], segments: ['vip'] },
  });
  await hear(topics.resolved.name, arrival('i-1'));
  expect((await decideBy()).decided).toMatchObject([
    {
      decision: {
        reason: 'not-in-audience',
        reasons: [{ rule: 'after-the-flight.when.segments' }, { rule: 'after-the-flight.when.traits.tier' }],
      },
    },
  ]);
  const told = (value: unknown) => ({ value, source: 'crm', interaction: 'i', at: new Date(happened).toISOString() });
  await hear(topics.resolved.name, arrival('i-2'));
  await hear(topics.customers.name, {
    ...record(ana, 2, [email('ana')]),
    traits: { tier: told('gold'), segments: told(['staff', 'vip']) },
  });
  expect((await decideBy(second)).decided).toMatchObject([{ decision: { state: 'invited' } }]);
});

it('a version that this release cannot read asks nobody, and is looked at again', async () => {
  await hear(topics.resolved.name, arrival('i-1'));
  await publish({ title: 'a later release' });
  await pool.query(`UPDATE programme_versions SET programme = programme || '{"weather": "rain"}' WHERE version = 2`);
  const later = openProgrammes();
  expect((await decideBy(later)).putOff).toMatchObject([
    { until: now + minuteMs, reasons: [{ reason: 'programme-invalid', rule: 'after-the-flight.version' }] },
  ]);
  await publish({ title: 'mended' }, now + 1);
  expect((await decideBy(later, now + minuteMs)).decided).toMatchObject([
    { programmeVersion: 3, decision: { state: 'invited' } },
  ]);
});

it('a rebuild keeps the programmes, and how they stand', async () => {
  await publish({ restDays: 7 });
  await change('paused');
  await transaction(pool, (tx) => removeUntold(tx, 99, async () => {}));
  const kept = await transaction(pool, (tx) => openProgrammes().inForce(tx));
  expect(kept).toMatchObject([{ id: programme.id, version: 2, state: 'paused', programme: { restDays: 7 } }]);
  const { rowCount } = await pool.query('SELECT FROM programme_versions');
  expect(rowCount).toBe(2);
});

it('finds what is held back by an index of these alone', async () => {
  await pool.query(`
    INSERT INTO invitations (id, programme, programme_version, source, interaction, touchpoint, subject, customer, attribution_version,
                             record_version, circumstances, occurred_at, due_at, deadline, state)
    SELECT gen_random_uuid(), 'after-the-flight', 1, 's', 'x' || n, 't', gen_random_uuid(), gen_random_uuid(), 1, 1, '{}', now(),
           now(), now() + interval '1 day', 'pending' FROM generate_series(1, 20000) AS n`);
  await pool.query('ANALYZE invitations');
  const { rows: plan } = await pool.query(`EXPLAIN SELECT id FROM invitations
     WHERE state = 'pending' AND due_at >= deadline AND programme = ANY (ARRAY['after-the-flight'])`);
  expect(JSON.stringify(plan)).toMatch(/invitations_held_back/);
});
