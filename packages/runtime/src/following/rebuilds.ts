import { type RebuildReport, RebuildStep, type RebuiltService, topics } from '@hilo/contracts';
import type { Consumer, LogRecord } from '@hilo/log';
import { statement } from '@hilo/log/statement';
import type { GivenBatch } from '../consuming/commit.ts';
import { oneByOne, runConsumer } from '../consuming/consumer.ts';
import { parseRecords } from '../consuming/dead-letter.ts';
import type { Outgoing } from '../consuming/outbox.ts';
import type { Transaction } from '../database/database.ts';
import type { Resources } from '../resources.ts';
import { holdOffErasures, lockForErasure, type Removed } from './erasures.ts';

/** The header of what is told again: in which run of the service that is rebuilt. */
export const runHeader = 'hilo_rebuild';

/** In SQL: the generation in which rows are written now. */
export const generationNow = '(SELECT coalesce(max(generation), 0) FROM rebuilds)';

/**
 * In SQL, for the row of this alias that is to be replaced by `EXCLUDED`: whether it is from before the rebuild that is under way.
 * Then its version says nothing: it may be wrong, and if it is not, the same or a later one is told in this run.
 */
export const isBeforeRebuild = (alias: string): string =>
  `(${alias}.rebuilt < EXCLUDED.rebuilt AND (SELECT active FROM rebuilds))`;

const findRunSql = statement({ name: 'find-rebuild-run', text: 'SELECT run FROM rebuilds WHERE active' });

/**
 * What of a batch is to be heard. Of what is told for a rebuild, only what is of the run that is under way: anything else was
 * read from the facts before this run began, and may be older than what is here.
 */
export const heardOf = async (tx: Transaction, { records, isRebuild = false }: Told): Promise<Heard> => {
  if (!isRebuild) return { records, isRebuild };
  // No other run begins meanwhile.
  await holdOffErasures(tx);
  const { rows } = await tx.query<{ run: string }>(findRunSql());
  return { records: records.filter(({ headers }) => headers[runHeader] === rows[0]?.run), isRebuild };
};

type Told = Pick<GivenBatch, 'records' | 'isRebuild'>;
export type Heard = { records: readonly LogRecord[]; isRebuild: boolean };

/** Removes what was written before this generation, so that it is in no fact. To be called when all was told. */
export type RemoveUntold = (tx: Transaction, generation: number, heartbeat: () => Promise<void>) => Promise<Removed>;

type Following = Pick<Resources, 'log' | 'pool' | 'logger' | 'health' | 'now'>;

/**
 * Follows `hilo.rebuilds.v1`: before a service is told everything again it begins another generation, in which all is written
 * from then on; when it was told all, it removes what is of an earlier one. It says so both times.
 */
export const followRebuilds = (
  { log, pool, logger, health, now }: Following,
  service: RebuiltService,
  removeUntold: RemoveUntold,
): Promise<Consumer> =>
  runConsumer({
    log,
    pool,
    logger,
    health,
    group: `${service}.rebuilds`,
    topics: [topics.rebuilds.name],
    handle: oneByOne(async (tx, { records, heartbeat }) => {
      const { parsed, deadLetters } = parseRecords(RebuildStep, records);
      const outbox: Outgoing[] = [];
      for (const { message } of parsed) {
        if (message.service !== service) continue;
        const done = await obeyRebuildStep(tx, message, { removeUntold, heartbeat });
        if (done === undefined) continue;
        logger.info({ rebuild: message.rebuild, ...done }, 'rebuilt from the facts');
        outbox.push(reportMessage({ rebuild: message.rebuild, service, at: new Date(now()).toISOString(), ...done }));
      }
      return { deadLetters, outbox };
    }),
  });

type Done = Pick<RebuildReport, 'state' | 'run' | 'removed'>;
type Ending = { removeUntold: RemoveUntold; heartbeat(): Promise<void> };

/** Begins a run, ends one, or stops one, and does nothing by a step that it does not know; gives what is to be reported, if anything is. */
export const obeyRebuildStep = async (
  tx: Transaction,
  message: RebuildStep,
  ending: Ending,
): Promise<Done | undefined> => {
  switch (message.step) {
    case 'begin':
      return begin(tx);
    case 'end':
      return end(tx, message.run, ending);
    case 'stop':
      await finish(tx, message.run);
      return undefined;
    default:
      return undefined;
  }
};

const beginSql = statement(`
  INSERT INTO rebuilds AS r (generation, run, active)
  VALUES (trunc(extract(epoch FROM now()) / 60), gen_random_uuid(), true)
  ON CONFLICT (one) DO UPDATE
     SET generation = greatest(r.generation + 1, EXCLUDED.generation), run = EXCLUDED.run, active = true
  RETURNING run`);

/**
 * Whoever is writing has written before it, or writes in the new generation: a number that is later than every one before, also
 * where what was here is lost, by the minute.
 */
const begin = async (tx: Transaction): Promise<Done | undefined> => {
  await lockForErasure(tx);
  const { rows } = await tx.query<{ run: string }>(beginSql());
  return rows[0] && { state: 'begun', run: rows[0].run, removed: {} };
};

/** The end of another run says nothing of what is here: it may be read again, after all was lost. */
const end = async (tx: Transaction, run: string, { removeUntold, heartbeat }: Ending): Promise<Done | undefined> => {
  const generation = await finish(tx, run);
  if (generation === undefined) return undefined;
  return { state: 'ended', run, removed: await removeUntold(tx, generation, heartbeat) };
};

const finishSql = statement('UPDATE rebuilds SET active = false WHERE run = $1 AND active RETURNING generation');

/** No more is told in this run. Gives its generation, if it is under way. */
const finish = async (tx: Transaction, run: string): Promise<number | undefined> => {
  const { rows } = await tx.query<{ generation: number }>(finishSql([run]));
  return rows[0]?.generation;
};

const reportMessage = (report: RebuildReport): Outgoing => ({
  topic: topics.rebuildReports.name,
  key: report.service,
  value: JSON.stringify(report),
});

const blocksAtOnce = 10_000;

export type RebuiltTable = ReturnType<typeof rebuiltTable>;

/** A table whose rows follow from the facts; `only` is a condition of SQL on those that go when no fact says them. */
export const rebuiltTable = (table: string, only = 'true') => ({
  table,
  removeSql: statement(`DELETE FROM ${table} WHERE ctid >= $1::tid AND ctid < $2::tid AND rebuilt < $3 AND ${only}`),
});

/**
 * Removes the rows of these tables that were written last before this generation, a stretch of each table after the other; gives
 * how many there were.
 */
export const removeRowsBefore = async (
  tx: Transaction,
  generation: number,
  heartbeat: () => Promise<void>,
  tables: readonly RebuiltTable[],
): Promise<Removed> => {
  const removed: Removed = {};
  for (const { table, removeSql } of tables) {
    const blocks = await countBlocks(tx, table);
    removed[table] = 0;
    for (let from = 0; from < blocks; from += blocksAtOnce) {
      await heartbeat();
      const { rowCount } = await tx.query(removeSql([`(${from},0)`, `(${from + blocksAtOnce},0)`, generation]));
      removed[table] += rowCount ?? 0;
    }
  }
  return removed;
};

const countBlocksSql = statement(
  `SELECT pg_relation_size($1::regclass) / current_setting('block_size')::bigint AS blocks`,
);

/** What is written from now on is of this generation. */
const countBlocks = async (tx: Transaction, table: string): Promise<number> => {
  const { rows } = await tx.query<{ blocks: string }>(countBlocksSql([table]));
  return Number(rows[0]?.blocks ?? 0);
};
