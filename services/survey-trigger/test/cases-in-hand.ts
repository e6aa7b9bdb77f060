import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { topics, VerbatimEvent } from '@hilo/contracts';
import { migrate, type Outgoing, openDatabase, provisionSchemas, transaction } from '@hilo/runtime';
import { type Judges, openJudges } from '@hilo/sentiment';
import { createTestDatabase } from '@hilo/testing';
import { publishFirstCaseRules } from '../cases/publish-rules.ts';
import { workDueCases } from '../cases/work-due.ts';
import { loadCaseRules } from '../config.ts';
import { CaseRules } from '../domain/cases/case-rules.ts';
import { eraseWith } from '../erase.ts';
import { handlers } from '../pipeline.ts';
import { readCases } from '../store/case-list.ts';
import { openCaseRules } from '../store/case-rules.ts';
import { dueCases } from '../store/due-cases.ts';
import { dueTexts } from '../store/due-texts.ts';
import { fixedProgrammes } from '../store/programmes.ts';
import { openHeads } from '../store/sentiment-heads.ts';
import { judgeDue } from '../verbatims/judge-due.ts';
import { hashOfNames } from './decide-now.ts';

/** Rules by which it is always worked, so that a test can count in minutes. */
export const atAnyHour = (): CaseRules => {
  const shipped = loadCaseRules();
  const hours = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const, from: '00:00', to: '24:00' }];
  const calendars = Object.keys(shipped.calendars).map((name) => [name, { zone: 'UTC', hours }]);
  return CaseRules.parse({ ...shipped, calendars: Object.fromEntries(calendars) });
};

/** A database of survey-trigger with rules of cases, and what happens in it. */
export const openCasesInHand = async () => {
  const database = await createTestDatabase();
  const urls = await provisionSchemas({ adminUrl: database.url, secret: 'a secret of the tests' }, ['survey']);
  const pool = openDatabase({ connectionString: urls.survey ?? '', schema: 'survey', logger: { warn: () => {} } });
  await migrate(pool, join(import.meta.dirname, '..', 'migrations'));
  const caseRules = openCaseRules();
  const judging = openJudges({ patienceMs: 60_000 });
  const heads = openHeads();
  let told: Outgoing[] = [];
  let toldVerbatims: Outgoing[] = [];
  const keep = (outbox: readonly Outgoing[] = []) => {
    told.push(...outbox.filter(({ topic }) => topic === topics.cases.name));
    toldVerbatims.push(...outbox.filter(({ topic }) => topic === topics.verbatims.name));
  };
  const hearing =
    (now: number, isRebuild: boolean, run = 'r', more = async () => {}) =>
    (topic: string, messages: readonly object[]) =>
      transaction(pool, async (tx) => {
        const records = messages.map((message, offset) => {
          const headers = { hilo_rebuild: run };
          return { offset, key: '', value: JSON.stringify(message), headers, appendedAt: now };
        });
        const handle = handlers(fixedProgrammes([]), hashOfNames, { caseRules, now: () => now })[topic];
        keep((await handle?.(tx, { records, isRebuild }))?.outbox);
        await more();
      });
  return {
    pool,
    caseRules,
    told: () => told,
    steps: () => told.map(({ headers }) => headers?.ce_type?.replace('hilo.case.', '')),
    say: (now: number, ...messages: object[]) => hearing(now, false)(topics.resolved.name, messages),
    sayAgain: (now: number, ...messages: object[]) => hearing(now, true)(topics.resolved.name, messages),
    sayInRun: (now: number, run: string, ...messages: object[]) =>
      hearing(now, true, run)(topics.resolved.name, messages),
    know: (now: number, ...messages: object[]) => hearing(now, false)(topics.customers.name, messages),
    /** The same, and something more before it is committed. */
    knowAnd: (now: number, message: object, more: () => Promise<void>) =>
      hearing(now, false, 'r', more)(topics.customers.name, [message]),
    /** Until some transaction waits for another. */
    untilSomebodyWaits: async () => {
      const sql = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      while ((await pool.query(sql)).rowCount === 0) await delay(20);
    },
    erase: (erasure: Parameters<ReturnType<typeof eraseWith>>[1]) =>
      transaction(pool, (tx) => eraseWith(hashOfNames)(tx, erasure)),
    /** One round of what is due, as the worker does it. */
    work: (now: number) =>
      transaction(pool, async (tx) => {
        const { items } = await dueCases.take(tx, { now, limit: 100 });
        const worked = await workDueCases(tx, caseRules, items, now);
        keep(worked.outbox);
        return worked.steps.map(({ step }) => step);
      }),
    /** One round of judging, as the worker does it: what was judged. */
    judge: (now: number, { by = judging, limit = 100 }: { by?: Judges; limit?: number } = {}) =>
      transaction(pool, async (tx) => {
        const { items } = await dueTexts.take(tx, { now, limit });
        const judged = await judgeDue(tx, { judging: by, caseRules, heads }, items, now);
        keep(judged.outbox);
        return judged.verbatims;
      }),
    toldVerbatims: () => toldVerbatims.map(({ value }) => VerbatimEvent.parse(JSON.parse(value ?? ''))),
    all: () => readCases(pool, {}, { after: undefined, limit: 100 }),
    begin: async (rules: CaseRules = atAnyHour()) => {
      [told, toldVerbatims] = [[], []];
      const { rows } = await pool.query<{ tables: string }>(
        `SELECT string_agg(quote_ident(tablename), ', ') AS tables FROM pg_tables
          WHERE schemaname = current_schema() AND tablename NOT LIKE '%migrations%'`,
      );
      await pool.query(`TRUNCATE ${rows[0]?.tables}`);
      await publishFirstCaseRules(pool, rules, Date.now());
    },
    close: async () => {
      await judging.close();
      await pool.end();
      await database.drop();
    },
  };
};
