import { DecidedBy, Problem, Timestamp, Uuid } from '@hilo/contracts';
import { HttpProblem, problems } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { CannotBeDone } from '../dry-runs/rehearsing.ts';
import {
  examplesOf,
  findRehearsal,
  type RehearsalKind,
  RehearsalState,
  type StoredRehearsal,
} from '../store/rehearsals.ts';

/** So long a caller waits for the answer itself; what takes longer is to be asked for again. */
export const patienceMs = 1000;

export const DryRunHead = z.object({
  id: Uuid,
  state: RehearsalState.describe(
    'waiting: others are done first. broken-off: the process that did it has ended; ask for it again. stopped: somebody did so.',
  ),
  by: DecidedBy,
  at: Timestamp.describe('When it was asked for.'),
  startedAt: Timestamp.optional(),
  doneAt: Timestamp.optional(),
  progress: z
    .object({
      phase: z
        .string()
        .describe(
          'reading: what happened. people: who they are. deciding, judging, telling: what would have been done.',
        ),
      done: z.int(),
      total: z.int(),
      etaSeconds: z.int().optional().describe('How long this phase will take yet, as it looks.'),
    })
    .optional(),
  failure: z.string().optional().describe('Why it came to nothing.'),
});

export const idOfDryRun = z.object({ id: Uuid });
export const dryRunAnswers = { ...problems, 404: Problem };

export const headOf = (run: StoredRehearsal): z.infer<typeof DryRunHead> => {
  const { id, state, at, startedAt, doneAt, failure } = run;
  return {
    id,
    state,
    by: DecidedBy.parse(run.by),
    at,
    ...(startedAt !== null && { startedAt }),
    ...(doneAt !== null && { doneAt }),
    ...(state === 'running' && run.phase !== null && { progress: progressOf(run, run.phase) }),
    ...(failure !== null && { failure }),
  };
};

const progressOf = ({ done, total, phaseMs }: StoredRehearsal, phase: string) => ({
  phase,
  done,
  total,
  ...(done > 0 && phaseMs !== null && { etaSeconds: Math.ceil(((total - done) * phaseMs) / done / 1000) }),
});

/** Whether there is nothing more to wait for. */
export const isOver = ({ state }: Pick<StoredRehearsal, 'state'>): boolean =>
  state !== 'waiting' && state !== 'running';

/** One of this kind, with what it tells of people. */
export const readDryRun = async (
  pool: Pool,
  kind: RehearsalKind,
  id: string,
): Promise<{ run: StoredRehearsal; examples: { customer: string; example: unknown }[] }> => {
  const run = await findRehearsal(pool, kind, id);
  if (run === undefined) throw new HttpProblem(404, 'Not found', 'There is no such dry run.');
  return { run, examples: run.state === 'done' ? await examplesOf(pool, id) : [] };
};

/** What cannot be done as it is asked for is told at once. */
export const refusingWhatCannotBeDone = <Result>(work: () => Result): Result => {
  try {
    return work();
  } catch (error) {
    if (error instanceof CannotBeDone) throw new HttpProblem(400, 'Invalid request', error.message);
    throw error;
  }
};
