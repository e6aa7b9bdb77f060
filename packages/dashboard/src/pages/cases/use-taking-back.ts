import { useState } from 'react';
import type { WholeCase } from '../../api/cases.ts';
import type { Undo } from './dialogs/work-dialog.tsx';
import { useWork } from './use-work.ts';

/** What was done last with a case can be taken back until anything else is done with it, by whomever. */
export const useTakingBack = (one: WholeCase) => {
  const work = useWork(one);
  const [last, setLast] = useState<Undo & { revision: number }>();
  const undo = last?.revision === one.revision ? last : undefined;
  return {
    work,
    remember: (next: Undo) => setLast({ ...next, revision: one.revision + 1 }),
    said: undo?.said,
    takeBack: undo && (() => work.mutate({ seen: one, work: undo.work, guess: undo.guess })),
  };
};
