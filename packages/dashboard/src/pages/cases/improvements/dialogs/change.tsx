import { Text } from '@mantine/core';
import { useState } from 'react';
import { type WholeImprovement, workOnImprovement } from '../../../../api/improvements.ts';
import { FormDialog } from '../../../../states/form-dialog.tsx';
import { changedIn, draftOfImprovement } from '../draft.ts';
import { useDoing } from '../use-improvements.ts';
import { useImprovementWords } from '../words/words.ts';
import { DraftFields, WhyField } from './fields.tsx';
import { ImprovementProblem } from './improvement-problem.tsx';

/** What every dialogue about an improvement is given. */
export type DialogProps = { one: WholeImprovement; close(): void };

/** What is otherwise than it was: what is not changed is not said. */
export const ChangeDialog = ({ one, close }: DialogProps) => {
  const text = useImprovementWords();
  const [seen] = useState(one);
  const [draft, write] = useState(draftOfImprovement(seen));
  const [why, setWhy] = useState('');
  const change = changedIn(draft, draftOfImprovement(seen));
  const doing = useDoing(() => workOnImprovement.change(seen, { change, ...(why.trim() !== '' && { why }) }));
  return (
    <FormDialog
      {...{ close, title: text.dialogs.change.title, isBusy: doing.isPending }}
      isReady={Object.keys(change).length > 0}
      words={{ save: text.dialogs.change.save, cancel: text.cancel, close: text.close }}
      submit={() => doing.mutate(undefined, { onSuccess: close })}
    >
      <DraftFields draft={draft} write={write} error={doing.error} />
      <WhyField value={why} write={setWhy} error={doing.error} />
      <Text size="xs" c="dimmed">
        {text.emptyStays}
      </Text>
      <ImprovementProblem error={doing.error} />
    </FormDialog>
  );
};
