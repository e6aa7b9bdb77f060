import { HttpProblem } from '@hilo/runtime';
import type { CompiledRules } from '../domain/cases/compiled-rules.ts';

/** Words that the company does not know are told, with those that it knows. */
export const refuseWords = (
  { rootCause, resolution }: { rootCause: string; resolution: string },
  { rules }: CompiledRules,
): void => {
  const faults = [
    ...faultOf('rootCause', rootCause, rules.rootCauses),
    ...faultOf('resolution', resolution, rules.resolutions),
  ];
  if (faults.length > 0)
    throw new HttpProblem(400, 'Invalid request', 'It is resolved in words of GET /v1/case-rules.', faults);
};

/** A queue that is none. */
export const refuseQueue = (queue: string | undefined, { rules }: CompiledRules): void => {
  if (queue === undefined || Object.hasOwn(rules.queues, queue)) return;
  throw new HttpProblem(
    400,
    'Invalid request',
    'There is no such queue.',
    faultOf('queue', queue, Object.keys(rules.queues)),
  );
};

const faultOf = (field: string, word: string, known: readonly string[]) =>
  known.includes(word) ? [] : [{ path: [field], message: `is none of ${known.join(', ')}` }];
