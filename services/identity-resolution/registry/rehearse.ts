import {
  command,
  describeError,
  type Health,
  isTransient,
  type Logger,
  repeat,
  rolledBack,
  type Transaction,
} from '@hilo/runtime';
import type { Pool } from 'pg';
import type { Derived } from '../domain/derive-id.ts';
import type { KeptReport } from '../domain/dry-run.ts';
import { Registry } from '../domain/registry.ts';
import { compareShadow, createRenamed } from '../store/registry/compare-shadow.ts';
import {
  claimDryRun,
  finishDryRun,
  letGoOfDryRun,
  noteAlive,
  noteDryRun,
  type StoredDryRun,
} from '../store/registry/dry-runs.ts';
import { readInForce } from '../store/registry/registries.ts';
import {
  analyseShadow,
  createShadow,
  enterShadow,
  findShadowSchemas,
  type ShadowSchemas,
} from '../store/registry/shadow.ts';
import { allDecisions, countShadowInteractions, nextKeys } from '../store/registry/shadow-facts.ts';
import { tellRenamed } from './feed-renamed.ts';
import { isPowerOfTwo, tellAutomatic, tellDecisions, tellInteractions } from './feed-shadow.ts';

export type DryRunning = {
  pool: Pool;
  derived: Derived;
  health: Health;
  logger: Pick<Logger, 'warn'>;
  signal: AbortSignal;
};

const atOnce = 500;
const aliveEveryMs = 10_000;

/** Does one dry run, if one waits. Gives whether there was one. What fails for a passing reason is done again. */
export const runOne = async ({ pool, derived, health, logger, signal }: DryRunning): Promise<boolean> => {
  const run = await claimDryRun(pool);
  if (run === undefined) return false;
  const alive = repeat({
    everyMs: aliveEveryMs,
    health: { health, part: 'saying that a dry run goes on' },
    work: async () => {
      await noteAlive(pool, run.id);
      return false;
    },
    onError: () => {},
  });
  try {
    const report = await inScratch(pool, (tx) =>
      rehearse(tx, derived, run, async (done, total) => {
        signal.throwIfAborted();
        await noteDryRun(pool, { id: run.id, done, total });
      }),
    );
    await finishDryRun(pool, { id: run.id, state: 'done', report: JSON.stringify(report), failure: null });
  } catch (error) {
    await alive.close();
    if (signal.aborted || isTransient(error)) {
      await letGoOfDryRun(pool, run.id);
      throw error;
    }
    logger.warn({ err: error, dryRun: run.id }, 'a dry run failed');
    const { name, code } = describeError(error);
    await finishDryRun(pool, { id: run.id, state: 'failed', report: null, failure: `${name} ${code ?? ''}`.trim() });
  } finally {
    await alive.close();
  }
  return true;
};

/** Sees one moment, may write what nobody else sees, and leaves nothing: everything is rolled back. */
const inScratch = <Result>(pool: Pool, work: (tx: Transaction) => Promise<Result>): Promise<Result> =>
  rolledBack(pool, work, 'BEGIN ISOLATION LEVEL REPEATABLE READ');

type Rehearsal = { places: ShadowSchemas; before: Registry; registry: Registry } & Derived;

/** Tells a shadow in temporary tables everything, and compares. */
const rehearse = async (
  tx: Transaction,
  derived: Derived,
  run: Pick<StoredDryRun, 'content'>,
  onProgress: (done: number, total: number) => Promise<void>,
): Promise<KeptReport> => {
  const places = { ...(await findShadowSchemas(tx)), next: 'pg_temp' };
  const before = Registry.parse(JSON.parse(await readInForce(tx)));
  const rehearsal = { places, before, ...derived, registry: Registry.parse(JSON.parse(run.content)) };
  const total = await countShadowInteractions(tx, places);
  await createShadow(tx, places);
  await createRenamed(tx, places);
  await enterShadow(tx, places);
  await tellEveryDecision(tx, rehearsal);
  let [done, after]: [number, string | null] = [0, null];
  for (;;) {
    await onProgress(done, total);
    const keys = await nextKeys(tx, places, { after, limit: atOnce });
    await inPart(tx, () => tellPart(tx, rehearsal, keys));
    done += keys.length;
    after = keys.at(-1) ?? null;
    if (isPowerOfTwo(Math.ceil(done / atOnce))) await analyseShadow(tx, places);
    if (keys.length < atOnce) break;
  }
  await inPart(tx, () => tellAutomatic(tx, rehearsal, places));
  return compareShadow(tx, places);
};

const tellEveryDecision = async (tx: Transaction, rehearsal: Rehearsal): Promise<void> => {
  const { places } = rehearsal;
  const ids = await allDecisions(tx, places);
  for (let at = 0; at < ids.length; at += atOnce) {
    const some = ids.slice(at, at + atOnce);
    await inPart(tx, () => tellDecisions(tx, rehearsal, { places, ids: some }));
    await tellRenamed(tx, { ...rehearsal, rules: rehearsal }, { ids: some });
  }
};

const tellPart = async (tx: Transaction, rehearsal: Rehearsal, keys: readonly string[]): Promise<void> => {
  const { places } = rehearsal;
  await tellInteractions(tx, rehearsal, { places, keys });
  await tellRenamed(tx, { ...rehearsal, rules: rehearsal }, { keys });
};

/** Every part lets go of its savepoints: thousands of them within one another would be slow. */
const inPart = async (tx: Transaction, work: () => Promise<void>): Promise<void> => {
  await tx.query(command('SAVEPOINT part'));
  await work();
  await tx.query(command('RELEASE SAVEPOINT part'));
};
