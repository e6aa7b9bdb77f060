import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CustomerRecord, IngestResult, Receipt, TailEntry } from '@hilo/contracts';
import { openDatabase } from '@hilo/runtime';
import { createTestDatabase, type TestDatabase } from '@hilo/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { type HiloProcess, startHilo } from '../../scripts/api/hilo-process.ts';
import { ledgerDifference } from '../../scripts/api/ledger.ts';
import { untilThrough } from '../../scripts/replay/settle.ts';
import { arrival, programme } from './programme.ts';

const soon = { interval: 100 };
const source = 'hilo/survey-trigger';
const names = ['ingest', 'identity-resolution', 'survey-trigger'] as const;
type Name = (typeof names)[number];

let database: TestDatabase;
let admin: ReturnType<typeof openDatabase>;
const running = new Map<Name, HiloProcess>();
const the = (name: Name): HiloProcess => {
  const found = running.get(name);
  if (found === undefined) throw new Error(`${name} does not run`);
  return found;
};

const start = async (name: Name): Promise<void> => {
  const file = join(mkdtempSync(join(tmpdir(), 'hilo-test-')), 'programmes.json');
  // Asks after everything in an e-mail as well: after invitations too, if it could.
  const others = { ...programme, id: 'after-a-mail', when: { channels: ['email'] }, restDays: 0 };
  writeFileSync(file, JSON.stringify([programme, others]));
  const environment = { HILO_PROGRAMMES: file, HILO_INVITATIONS_ON_THREAD: 'yes' };
  running.set(name, await startHilo({ databaseUrl: database.url, command: name, environment }));
};

beforeAll(async () => {
  database = await createTestDatabase();
  admin = openDatabase({ connectionString: database.url, schema: 'survey', logger: { warn: () => {} } });
  for (const name of names) await start(name);
});
afterAll(async () => {
  for (const one of running.values()) await one.stop();
  await admin?.end();
  await database?.drop();
});

/** Lands, and may be asked: this is the second interaction of two. */
const land = async (who: string): Promise<{ id: string }> => {
  const identifiers = [
    { kind: 'customer_number', value: who },
    { kind: 'email', value: `${who}@example.org` },
  ];
  const occurredAt = new Date(Date.now() - 1000).toISOString();
  const consents = [{ purpose: 'feedback', state: 'granted' }];
  const landed = { ...arrival, id: `${who}-landed`, channel: 'other', occurredAt, identifiers, consents };
  await the('ingest').client.post('/v1/interactions', landed, IngestResult);
  return { id: landed.id };
};

const Invitations = z.object({
  invitations: z.array(z.object({ id: z.string(), state: z.string(), interaction: z.object({ id: z.string() }) })),
});

const invitationAfter = async (id: string) => {
  const { invitations } = await the('survey-trigger').client.get('/v1/invitations', Invitations);
  return invitations.find(({ interaction }) => interaction.id === id);
};

const untilInvited = async (id: string): Promise<string> => {
  await expect.poll(async () => (await invitationAfter(id))?.state, soon).toBe('invited');
  return (await invitationAfter(id))?.id ?? '';
};

const receiptOf = (invitation: string) =>
  the('ingest').client.get(`/v1/interactions/invited:${invitation}?source=${encodeURIComponent(source)}`, Receipt);
const untilOnThread = async (invitation: string): Promise<Receipt> => {
  await expect
    .poll(
      () =>
        receiptOf(invitation).then(
          ({ state }) => state,
          () => undefined,
        ),
      soon,
    )
    .toBe('stored');
  return receiptOf(invitation);
};

const ledger = () => untilThrough(the('ingest').client);
const lookUp = (who: string) =>
  the('identity-resolution').client.post(
    '/v1/customers/lookup',
    { kind: 'customer_number', value: who },
    CustomerRecord,
  );
const terminateWaiting = () =>
  admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND application_name LIKE 'hilo%' AND wait_event_type = 'Lock'`);
/** As if the crash were longer ago. */
const ageOutbox = () => admin.query("UPDATE survey.outbox SET created_at = created_at - interval '10 minutes'");
const waitingInOutbox = async (): Promise<number> => {
  const { rows } = await admin.query<{ id: string }>(
    "SELECT headers->>'ce_id' AS id FROM survey.outbox WHERE topic = 'hilo.interactions.v1'",
  );
  return rows.length;
};

it('an invitation is on the thread like any other interaction: ledger, receipt, tail, record and metrics', async () => {
  const before = await ledger();
  const { id } = await land('ana');
  const invitation = await untilInvited(id);
  expect(await untilOnThread(invitation)).toMatchObject({ source, state: 'stored', surveys: [], quarantine: [] });
  expect(ledgerDifference(before, await ledger())).toEqual({
    accepted: 2,
    stored: 2,
    duplicate: 0,
    quarantined: 0,
    inFlight: 0,
  });
  expect(await lookUp('ana')).toMatchObject({ interactions: { total: 2, byChannel: { other: 1, email: 1 } } });
  const tail = async () =>
    (
      await the('ingest').client.get(
        `/v1/interactions?source=${encodeURIComponent(source)}`,
        z.object({ interactions: z.array(TailEntry) }),
      )
    ).interactions;
  await expect.poll(tail, soon).toMatchObject([{ id: `invited:${invitation}`, state: 'accepted', kind: 'invited' }]);
  const measured = async () => {
    const metrics = await (await fetch(`${the('ingest').url}/metrics`)).text();
    const parts = [...metrics.matchAll(/^hilo_ledger_interactions\{[^}]*\} (\d+)/gm)].map(([, part]) => Number(part));
    return {
      total: Number(/^hilo_ledger_accepted(?:\{[^}]*\})? (\d+)/m.exec(metrics)?.[1]),
      ofParts: parts.reduce((sum, part) => sum + part, 0),
    };
  };
  const { accepted } = await ledger();
  await expect.poll(measured, soon).toEqual({ total: accepted, ofParts: accepted });
});

it('killed between the decision and its publication, it puts the invitation there once', async () => {
  const before = await ledger();
  const { id } = await land('luis');
  await expect
    .poll(
      () =>
        lookUp('luis').then(
          () => true,
          () => false,
        ),
      soon,
    )
    .toBe(true);
  // Nobody appends an interaction, so that what is decided stays in the outbox.
  const holder = await admin.connect();
  await holder.query('BEGIN');
  await holder.query(`SELECT FROM log.partitions WHERE topic_id IN (SELECT id FROM log.topics WHERE name = 'hilo.interactions.v1')
                      FOR UPDATE`);
  await untilInvited(id);
  await expect.poll(waitingInOutbox, soon).toBe(1);
  await the('survey-trigger').kill();
  await terminateWaiting();
  await holder.query('ROLLBACK');
  holder.release();
  await ageOutbox();
  await start('survey-trigger');
  await untilOnThread(await untilInvited(id));
  await expect.poll(waitingInOutbox, soon).toBe(0);
  expect(ledgerDifference(before, await ledger())).toMatchObject({ accepted: 2, stored: 2, duplicate: 0 });
  expect((await lookUp('luis')).interactions.total).toBe(2);
});

it('killed between the publication and its end, it puts it there twice, and the second counts as a duplicate', async () => {
  const before = await ledger();
  await admin.query(`CREATE FUNCTION survey.hold() RETURNS trigger LANGUAGE plpgsql AS
                     $$ BEGIN PERFORM pg_advisory_xact_lock(4711); RETURN OLD; END $$`);
  await admin.query('CREATE TRIGGER hold BEFORE DELETE ON survey.outbox FOR EACH ROW EXECUTE FUNCTION survey.hold()');
  const holder = await admin.connect();
  await holder.query('SELECT pg_advisory_lock(4711)');
  const { id } = await land('eva');
  const invitation = await untilInvited(id);
  await untilOnThread(invitation);
  expect(await waitingInOutbox()).toBe(1);
  await the('survey-trigger').kill();
  await terminateWaiting();
  await admin.query('DROP FUNCTION survey.hold() CASCADE');
  await holder.query('SELECT pg_advisory_unlock(4711)');
  holder.release();
  await ageOutbox();
  await start('survey-trigger');
  await expect.poll(waitingInOutbox, soon).toBe(0);
  await expect
    .poll(async () => ledgerDifference(before, await ledger()), soon)
    .toEqual({ accepted: 3, stored: 2, duplicate: 1, quarantined: 0, inFlight: 0 });
  expect((await lookUp('eva')).interactions.total).toBe(2);
  expect(await receiptOf(invitation)).toMatchObject({ state: 'stored', quarantine: [] });
  const { invitations } = await the('survey-trigger').client.get('/v1/invitations', Invitations);
  expect(invitations).toHaveLength(3);
});

it('killed again and again at any moment while many are invited, it loses none and puts none there twice', async () => {
  const before = await ledger();
  const travellers = Array.from({ length: 300 }, (_, n) => `traveller-${n}`);
  const landing = (async () => {
    for (const who of travellers) await land(who);
  })();
  for (const name of ['survey-trigger', 'survey-trigger', 'identity-resolution', 'survey-trigger'] as const) {
    await delay(300 + Math.random() * 700);
    await the(name).kill();
    await start(name);
  }
  await landing;
  const invited = async (): Promise<number> => {
    const { rows } = await admin.query(
      "SELECT FROM survey.invitations WHERE state = 'invited' AND interaction LIKE 'traveller-%'",
    );
    return rows.length;
  };
  await expect.poll(invited, soon).toBe(travellers.length);
  await ageOutbox();
  await expect.poll(waitingInOutbox, soon).toBe(0);
  const { accepted, stored, duplicate, quarantined } = ledgerDifference(before, await ledger());
  expect({ stored, quarantined }).toEqual({ stored: 2 * travellers.length, quarantined: 0 });
  expect(accepted).toBe(stored + duplicate);
  const { rows } = await admin.query(
    `SELECT DISTINCT content::json ->> 'id' AS id FROM identity.interactions WHERE content::json ->> 'source' = $1`,
    [source],
  );
  expect(rows).toHaveLength(travellers.length + 3);
});
