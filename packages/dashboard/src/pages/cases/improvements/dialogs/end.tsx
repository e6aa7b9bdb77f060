import { Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { workOnImprovement } from '../../../../api/improvements.ts';
import { faultOf } from '../../../../api/problem.ts';
import { todayIn, zoneOfFigures } from '../../../../filters/today.ts';
import { FormDialog } from '../../../../states/form-dialog.tsx';
import { useDoing } from '../use-improvements.ts';
import { useImprovementWords } from '../words/words.ts';
import type { DialogProps } from './change.tsx';
import { WhyField } from './fields.tsx';
import { ImprovementProblem } from './improvement-problem.tsx';

/** It works since a day: what is final is asked for by writing where. */
export const DoneDialog = ({ one, close }: DialogProps) => {
  const text = useImprovementWords();
  const [seen] = useState(one);
  const [on, setOn] = useState(todayIn(zoneOfFigures()));
  const [typed, setTyped] = useState('');
  const doing = useDoing(() => workOnImprovement.done(seen, on === '' ? {} : { on }));
  return (
    <FormDialog
      {...{ close, title: text.dialogs.done.title, isReady: typed.trim() === seen.touchpoint, isBusy: doing.isPending }}
      words={{ save: text.dialogs.done.save, cancel: text.cancel, close: text.close }}
      submit={() => doing.mutate(undefined, { onSuccess: close })}
    >
      <Text size="sm">{text.doneHint}</Text>
      <TextInput
        data-autofocus
        type="date"
        label={text.fields.on}
        error={faultOf(doing.error, 'on')}
        value={on}
        onChange={({ currentTarget }) => setOn(currentTarget.value)}
      />
      <Typed touchpoint={seen.touchpoint} typed={typed} type={setTyped} />
      <ImprovementProblem error={doing.error} />
    </FormDialog>
  );
};

/** Nobody does it any more, and why. */
export const DropDialog = ({ one, close }: DialogProps) => {
  const text = useImprovementWords();
  const [seen] = useState(one);
  const [why, setWhy] = useState('');
  const [typed, setTyped] = useState('');
  const doing = useDoing(() => workOnImprovement.drop(seen, { why }));
  return (
    <FormDialog
      {...{ close, isFinal: true, title: text.dialogs.drop.title, isBusy: doing.isPending }}
      isReady={why.trim() !== '' && typed.trim() === seen.touchpoint}
      words={{ save: text.dialogs.drop.save, cancel: text.cancel, close: text.close }}
      submit={() => doing.mutate(undefined, { onSuccess: close })}
    >
      <Text size="sm">{text.dropHint}</Text>
      <WhyField isNeeded value={why} write={setWhy} error={doing.error} />
      <Typed touchpoint={seen.touchpoint} typed={typed} type={setTyped} />
      <ImprovementProblem error={doing.error} />
    </FormDialog>
  );
};

type Typing = { touchpoint: string; typed: string; type(next: string): void };

const Typed = ({ touchpoint, typed, type }: Typing) => {
  const text = useImprovementWords();
  return (
    <TextInput
      required
      autoComplete="off"
      label={text.typed(touchpoint)}
      value={typed}
      onChange={({ currentTarget }) => type(currentTarget.value)}
    />
  );
};
