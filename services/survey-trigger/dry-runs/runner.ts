import { setTimeout as delay } from 'node:timers/promises';
import { describeError, type Health, HttpProblem, type Logger, nameOfError, repeat, transaction } from '@hilo/runtime';
import { ReactionDryRun } from '../domain/dry-run/reaction-report.ts';
import { PolicyDryRun, ProgrammeDryRun } from '../domain/dry-run/request.ts';
import {
  beginRehearsal,
  endRehearsal,
  finishRehearsal,
  insertRehearsal,
  type NewRehearsal,
  noteRehearsalProgress,
  noteRehearsing,
  type RehearsalKind,
  type RehearsalState,
} from '../store/rehearsals.ts';
import { rehearsePolicy } from './rehearse-policy.ts';
import { type Rehearsed, rehearseProgrammes } from './rehearse-programmes.ts';
import { rehearseReactions } from './rehearse-reactions.ts';
import { CannotBeDone, type DryRunResources, openPacing, type Rehearsing } from './rehearsing.ts';

type RunnerResources = DryRunResources & { logger: Pick<Logger, 'warn'>; health: Health };

/** Does dry runs, one at a time. */
export type DryRunner = {
  /** Notes one, and does it when those are done that were asked for before. */
  start(run: NewRehearsal): Promise<void>;
  /** Resolves when it is over, or after so long. */
  over(id: string, withinMs: number): Promise<void>;
  close(): Promise<void>;
};

/** So many may wait; each takes minutes. */
const mostWaiting = 10;
const aliveEveryMs = 5000;
const tellEveryMs = 500;

class Stopped extends Error {
  override name = 'Stopped';
}

/**
 * Dry runs of this instance, done one after the other beside everything else. They survive no restart: what this process leaves undone is
 * broken off, and is to be asked for again.
 */
export const openDryRuns = (
  resources: RunnerResources,
  onEnd: (kind: RehearsalKind, state: RehearsalState) => void = () => {},
): DryRunner => {
  const { pool, logger, health } = resources;
  const under = new Map<string, Promise<void>>();
  const closing = new AbortController();
  let last: Promise<void> = Promise.resolve();
  const alive = repeat({
    everyMs: aliveEveryMs,
    health: { health, part: 'saying that dry runs go on' },
    work: async () => {
      if (under.size > 0) await noteRehearsing(pool, [...under.keys()]);
      return false;
    },
    onError: () => {},
  });
  const take = async (run: NewRehearsal): Promise<void> => {
    const state = await doOne(resources, run, closing.signal).catch((error: unknown): RehearsalState => {
      logger.warn({ err: error, dryRun: run.id }, 'it could not be noted what became of a dry run');
      return 'broken-off';
    });
    onEnd(run.kind, state);
    under.delete(run.id);
  };
  return {
    start: async (run) => {
      if (under.size > mostWaiting)
        throw new HttpProblem(
          429,
          'Too many requests',
          `${under.size} dry runs are under way here, one after the other.`,
        );
      await transaction(pool, (tx) => insertRehearsal(tx, run));
      last = last.then(() => take(run));
      under.set(run.id, last);
    },
    over: async (id, withinMs) => {
      const waiting = new AbortController();
      await Promise.race([under.get(id), delay(withinMs, undefined, { signal: waiting.signal }).catch(() => {})]);
      waiting.abort();
    },
    close: async () => {
      closing.abort(new Error('the process ends'));
      await last;
      await alive.close();
    },
  };
};

/** Does one, unless somebody has stopped it. Gives how it ended. */
const doOne = async (resources: RunnerResources, run: NewRehearsal, closing: AbortSignal): Promise<RehearsalState> => {
  const { pool, logger } = resources;
  if (closing.aborted) {
    if (await beginRehearsal(pool, run.id)) await endRehearsal(pool, run.id, 'broken-off', null);
    return 'broken-off';
  }
  if (!(await beginRehearsal(pool, run.id))) return 'stopped';
  try {
    const rehearsed = await rehearse(resources, run, doingOf(resources, run.id, closing));
    await transaction(pool, (tx) => finishRehearsal(tx, run.id, rehearsed));
    return 'done';
  } catch (error) {
    if (error instanceof Stopped) return 'stopped';
    if (closing.aborted) {
      await endRehearsal(pool, run.id, 'broken-off', null);
      return 'broken-off';
    }
    const isOfRequest = error instanceof CannotBeDone;
    if (!isOfRequest) logger.warn({ ...describeError(error), dryRun: run.id }, 'a dry run failed');
    await endRehearsal(pool, run.id, 'failed', isOfRequest ? error.message : `It failed: ${nameOfError(error)}.`);
    return 'failed';
  }
};

const rehearse = (
  resources: DryRunResources,
  { kind, request }: NewRehearsal,
  doing: Rehearsing,
): Promise<Rehearsed<unknown>> => rehearsals[kind](resources, request, doing);

const rehearsals: Record<
  RehearsalKind,
  (resources: DryRunResources, request: unknown, doing: Rehearsing) => Promise<Rehearsed<unknown>>
> = {
  programmes: (resources, request, doing) => rehearseProgrammes(resources, ProgrammeDryRun.parse(request), doing),
  policy: (resources, request, doing) => rehearsePolicy(resources, PolicyDryRun.parse(request), doing),
  reactions: (resources, request, doing) => rehearseReactions(resources, ReactionDryRun.parse(request), doing),
};

const doingOf = ({ pool }: Pick<DryRunResources, 'pool'>, id: string, closing: AbortSignal): Rehearsing => {
  const pace = openPacing(closing);
  let toldAt = Number.NEGATIVE_INFINITY;
  let phase = '';
  return {
    signal: closing,
    pace: async () => {
      closing.throwIfAborted();
      await pace();
    },
    tell: async (progress) => {
      closing.throwIfAborted();
      const now = performance.now();
      if (progress.phase === phase && now - toldAt < tellEveryMs) return;
      [toldAt, phase] = [now, progress.phase];
      if (!(await noteRehearsalProgress(pool, id, progress))) throw new Stopped();
    },
  };
};
