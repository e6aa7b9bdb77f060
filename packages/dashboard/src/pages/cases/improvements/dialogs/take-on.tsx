import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { type Candidate, workOnImprovement } from '../../../../api/improvements.ts';
import { FormDialog } from '../../../../states/form-dialog.tsx';
import { useMe } from '../../use-cases.ts';
import { draftOf, isWhole, takenOn } from '../draft.ts';
import { useDoing } from '../use-improvements.ts';
import { useImprovementWords } from '../words/words.ts';
import { DraftFields } from './fields.tsx';
import { ImprovementProblem } from './improvement-problem.tsx';

/** Somebody takes something on, perhaps against what recurs; then it is shown. */
export const TakeOnDialog = ({ from, close }: { from?: Candidate | undefined; close(): void }) => {
  const text = useImprovementWords();
  const navigate = useNavigate();
  const [draft, write] = useState(draftOf(from, useMe() ?? ''));
  const doing = useDoing(() => workOnImprovement.takeOn(takenOn(draft)));
  const show = ({ id }: { id: string }) => {
    close();
    void navigate({ to: '/cases/improvements/$id', params: { id } });
  };
  return (
    <FormDialog
      {...{ close, title: text.dialogs.takeOn.title, isReady: isWhole(draft), isBusy: doing.isPending }}
      words={{ save: text.dialogs.takeOn.save, cancel: text.cancel, close: text.close }}
      submit={() => doing.mutate(undefined, { onSuccess: show })}
    >
      <DraftFields draft={draft} write={write} error={doing.error} />
      <ImprovementProblem error={doing.error} />
    </FormDialog>
  );
};
