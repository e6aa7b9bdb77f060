import type { Candidate, Improvement } from '../../../api/improvements.ts';

export const metrics = ['nps', 'csat', 'ces'] as const;

/** An improvement as somebody writes it: what is empty is not said. */
export type Draft = {
  title: string;
  touchpoint: string;
  cause: string;
  owner: string;
  due: string;
  metric: Improvement['metric'];
  action: string;
};

/** What somebody begins with who takes on what recurs. */
export const draftOf = (from: Pick<Candidate, 'touchpoint' | 'cause'> | undefined, owner: string): Draft => ({
  ...{ title: '', touchpoint: from?.touchpoint ?? '', cause: from?.cause ?? '' },
  ...{ owner, due: '', metric: 'nps', action: '' },
});

/** One that is there already, as it is changed. */
export const draftOfImprovement = ({
  title,
  touchpoint,
  cause = '',
  owner,
  due,
  metric,
  action = '',
}: Improvement): Draft => ({
  ...{ title, touchpoint, cause, owner, due, metric, action },
});

export const isWhole = ({ title, touchpoint, owner, due }: Draft): boolean =>
  [title, touchpoint, owner, due].every((one) => one.trim() !== '');

/** As it is posted. */
export const takenOn = ({ cause, action, ...draft }: Draft) => ({
  ...draft,
  ...(cause !== '' && { cause }),
  ...(action.trim() !== '' && { action }),
});

/** What of it is otherwise than it was; what was emptied stays, since Hilo takes nothing away. */
export const changedIn = (draft: Draft, before: Draft): Partial<Draft> => {
  const changed: Partial<Draft> = {};
  for (const name of ['title', 'touchpoint', 'cause', 'owner', 'due', 'action'] as const)
    if (draft[name] !== before[name] && draft[name].trim() !== '') changed[name] = draft[name];
  return { ...changed, ...(draft.metric !== before.metric && { metric: draft.metric }) };
};
