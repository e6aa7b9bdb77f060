import { Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { workOnCase } from '../../../api/cases.ts';
import { faultOf } from '../../../api/problem.ts';
import { useWork } from '../use-work.ts';
import { useCaseWords } from '../words/words.ts';
import { type DialogProps, WorkDialog } from './work-dialog.tsx';

/** Something for colleagues. */
export const CommentDialog = ({ one, close }: DialogProps) => {
  const text = useCaseWords();
  const [written, setWritten] = useState('');
  const work = useWork(one);
  return (
    <WorkDialog
      {...{ one, close, work, title: text.comment.title, save: text.comment.save }}
      isReady={written.trim() !== ''}
      doing={(seen) => workOnCase.comment(seen, { text: written })}
    >
      <Textarea
        data-autofocus
        autosize
        minRows={3}
        label={text.fields.text}
        description={text.comment.hint}
        error={faultOf(work.error, 'text')}
        value={written}
        onChange={({ currentTarget }) => setWritten(currentTarget.value)}
      />
    </WorkDialog>
  );
};

/** Its clocks stand. */
export const PauseDialog = ({ one, close, remember }: DialogProps) => {
  const text = useCaseWords();
  const [why, setWhy] = useState('');
  const [until, setUntil] = useState('');
  const work = useWork(one);
  return (
    <WorkDialog
      {...{ one, close, work, title: text.pause.title, save: text.pause.save }}
      isReady={why.trim() !== ''}
      doing={(seen) => workOnCase.pause(seen, { why, ...(until !== '' && { until: new Date(until).toISOString() }) })}
      done={() => remember({ said: text.paused, work: workOnCase.resume })}
    >
      <Text size="sm">{text.pause.hint}</Text>
      <TextInput
        data-autofocus
        label={text.fields.why}
        error={faultOf(work.error, 'why')}
        value={why}
        onChange={({ currentTarget }) => setWhy(currentTarget.value)}
      />
      <TextInput
        type="datetime-local"
        label={text.fields.until}
        error={faultOf(work.error, 'until')}
        value={until}
        onChange={({ currentTarget }) => setUntil(currentTarget.value)}
      />
    </WorkDialog>
  );
};

/** It is open again. */
export const ReopenDialog = ({ one, close }: DialogProps) => {
  const text = useCaseWords();
  const [why, setWhy] = useState('');
  const work = useWork(one);
  return (
    <WorkDialog
      {...{ one, close, work, title: text.reopen.title, save: text.reopen.save }}
      isReady={why.trim() !== ''}
      doing={(seen) => workOnCase.reopen(seen, { why })}
    >
      <TextInput
        data-autofocus
        label={text.fields.why}
        description={text.reopen.hint}
        error={faultOf(work.error, 'why')}
        value={why}
        onChange={({ currentTarget }) => setWhy(currentTarget.value)}
      />
    </WorkDialog>
  );
};
