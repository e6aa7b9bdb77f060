import type { DecidedBy } from '@hilo/contracts';
import { HttpProblem, type Transaction } from '@hilo/runtime';
import type { Improvement, ImprovementStanding, ImprovementStepped } from '../domain/improvements/improvement.ts';
import { refuseUnseenVersion } from '../segments/seen-version.ts';
import { lockImprovement, type StoredImprovement, saveImprovement } from '../store/improvements.ts';

/** Who does it, when and why. */
export type ImprovementAuthor = { by: DecidedBy; why: string | undefined; now: number };

export const noSuchImprovement = (): HttpProblem => new HttpProblem(404, 'Not found', 'There is no such improvement.');

/** Takes something on. */
export const openImprovement = (
  tx: Transaction,
  { id, improvement }: { id: string; improvement: Improvement },
  author: ImprovementAuthor,
): Promise<StoredImprovement> =>
  saveImprovement(tx, { id, revision: 1, step: 'opened', standing: { ...improvement, state: 'open' }, ...author });

/** Does one thing with it, for somebody who has seen how it stands. */
export const workOnImprovement = async (
  tx: Transaction,
  { id, seen }: { id: string; seen: string | undefined },
  step: (standing: ImprovementStanding) => ImprovementStepped,
  author: ImprovementAuthor,
): Promise<StoredImprovement> => {
  const one = await lockImprovement(tx, id);
  if (one === undefined) throw noSuchImprovement();
  refuseUnseenVersion('improvement', { match: seen, noneMatch: undefined }, one.revision);
  const done = step(one.standing);
  if ('refused' in done) throw refusal(done);
  return await saveImprovement(tx, { id, revision: one.revision + 1, ...done, ...author });
};

const refusal = ({ refused, path }: Extract<ImprovementStepped, { refused: string }>): HttpProblem =>
  path === undefined
    ? new HttpProblem(409, 'Conflict', refused)
    : new HttpProblem(400, 'Invalid request', 'The body is not what this endpoint takes.', [
        { path: [path], message: refused },
      ]);
