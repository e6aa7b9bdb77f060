import type { ReactNode } from 'react';
import type { WholeCase } from '../../../api/cases.ts';
import { FormDialog } from '../../../states/form-dialog.tsx';
import type { Doing, Work } from '../use-work.ts';
import { useCaseWords } from '../words/words.ts';
import { WorkProblem } from '../work-problem.tsx';

/** What every dialogue about a case is given; what can be taken back is remembered. */
export type DialogProps = { one: WholeCase; close(): void; remember(undo: Undo): void };

/** How something is taken back, and what is said of it until then. */
export type Undo = Pick<Doing, 'work' | 'guess'> & { said: string };

type Props = Pick<DialogProps, 'one' | 'close'> & {
  title: string;
  save: string;
  isReady?: boolean;
  work: Work;
  doing: Doing['work'];
  done?(): void;
  children: ReactNode;
};

/** Asks what a step needs, does it, and closes once it is done; what was not done stays as it was written, with the reason. */
export const WorkDialog = ({ one, close, title, save, isReady = true, work, doing, done, children }: Props) => {
  const text = useCaseWords();
  const onSuccess = (): void => {
    close();
    done?.();
  };
  return (
    <FormDialog
      {...{ title, close, isReady, isBusy: work.isPending, words: { save, cancel: text.cancel, close: text.close } }}
      submit={() => work.mutate({ seen: one, work: doing }, { onSuccess })}
    >
      {children}
      <WorkProblem work={work} one={one} />
    </FormDialog>
  );
};
