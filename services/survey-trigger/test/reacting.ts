import { join } from 'node:path';
import { topics } from '@hilo/contracts';
import { migrate, type Outgoing, openDatabase, provisionSchemas, transaction } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { z } from 'zod';
import { publishFirstCaseRules } from '../cases/publish-rules.ts';
import { loadProgrammes } from '../config.ts';
import { CaseRules } from '../domain/cases/case-rules.ts';
import { Programme } from '../domain/programme.ts';
import { ReactionRules } from '../domain/reactions/reaction-rules.ts';
import { eraseWith } from '../erase.ts';
import { handlers } from '../pipeline.ts';
import { decideReactions } from '../reactions/decide-due.ts';
import { publishFirstReactionRules } from '../reactions/publish-rules.ts';
import { readCases } from '../store/case-list.ts';
import { openCaseRules } from '../store/case-rules.ts';
import { dueReactions } from '../store/due-reactions.ts';
import { fixedProgrammes } from '../store/programmes.ts';
import { readReactions } from '../store/reaction-list.ts';
import { openReactionRules } from '../store/reaction-rules.ts';
import { atAnyHour } from './cases-in-hand.ts';
import { hashOfNames } from './decide-now.ts';

/** Rules of cases, with one for these reactions. */
const casesFor = (reactions: string[]): CaseRules => {
  const { rules, ...others } = atAnyHour();
  const [first] = rules;
  if (first === undefined) throw new Error('no rule of cases is shipped');
  return CaseRules.parse({
    ...others,
    rules: [{ ...first, id: 'by-reaction', when: { reactions }, reach: [] }, ...rules],
  });
};

/** A database of survey-trigger with rules of reactions, and what happens in it. */
export const openReacting = async () => {
  const database = await createTestDatabase();
  const urls = await provisionSchemas({ adminUrl: database.url, secret: 'a secret of the tests' }, ['survey']);
  const pool = openDatabase({ connectionString: urls.survey ?? '', schema: 'survey', logger: { warn: () => {} } });
  await migrate(pool, join(import.meta.dirname, '..', 'migrations'));
  const [caseRules, reactionRules] = [openCaseRules(), openReactionRules()];
  const [shipped] = loadProgrammes();
  const asking = Programme.parse({
    ...shipped,
    id: 'after-a-reaction',
    when: { reactions: ['asked'] },
    askAfterMinutes: 0,
  });
  const programmes = fixedProgrammes([asking]);
  let told: Outgoing[] = [];
  const hearing = (now: number, isRebuild: boolean) => (topic: string, messages: readonly object[]) =>
    transaction(pool, async (tx) => {
      const records = messages.map((message, offset) => {
        const headers = { hilo_rebuild: 'r' };
        return { offset, key: '', value: JSON.stringify(message), headers, appendedAt: now };
      });
      const hear = handlers(programmes, hashOfNames, { caseRules, reactionRules, now: () => now })[topic];
      told.push(...((await hear?.(tx, { records, isRebuild }))?.outbox ?? []));
    });
  const listed = async () =>
    (await readReactions(pool, {}, { after: undefined, limit: 100 })).map((one) => ({ ...one, by: one.byInteraction }));
  return {
    pool,
    told: () => told,
    say: (now: number, ...messages: object[]) => hearing(now, false)(topics.resolved.name, messages),
    sayAgain: (now: number, ...messages: object[]) => hearing(now, true)(topics.resolved.name, messages),
    know: (now: number, ...messages: object[]) => hearing(now, false)(topics.customers.name, messages),
    erase: (erasure: Parameters<ReturnType<typeof eraseWith>>[1]) =>
      transaction(pool, (tx) => eraseWith(hashOfNames)(tx, erasure)),
    /** One round of what is due, as the worker does it; gives what was decided. */
    work: (now: number) =>
      transaction(pool, async (tx) => {
        const { items } = await dueReactions.take(tx, { now, limit: 500 });
        const worked = await decideReactions(tx, { caseRules, programmes, reactionRules }, items, now);
        told.push(...(worked.outbox ?? []));
        const done = new Set(worked.done);
        const left = items.filter(({ id }) => !done.has(id));
        if (left.length > 0) await dueReactions.putBack(tx, left, now);
        return worked.decided.map(({ rule, state }) => `${rule} ${state}`).sort();
      }),
    listed,
    states: async () => (await listed()).map(({ interaction, state }) => `${interaction} ${state}`).sort(),
    cases: () => readCases(pool, {}, { after: undefined, limit: 100 }),
    begin: async (rules: z.input<typeof ReactionRules>['rules']) => {
      told = [];
      const { rows } = await pool.query<{ tables: string }>(
        `SELECT string_agg(quote_ident(tablename), ', ') AS tables FROM pg_tables
          WHERE schemaname = current_schema() AND tablename NOT LIKE '%migrations%'`,
      );
      await pool.query(`TRUNCATE ${rows[0]?.tables}`);
      const opening = rules.filter(({ action }) => action.do === 'case').map(({ id }) => id);
      await publishFirstCaseRules(pool, opening.length === 0 ? atAnyHour() : casesFor(opening), Date.now());
      await publishFirstReactionRules(pool, ReactionRules.parse({ rules }), Date.now());
    },
    close: async () => {
      await pool.end();
      await database.drop();
    },
  };
};
