import { NativeSelect, Textarea } from '@mantine/core';
import { useState } from 'react';
import { workOnCase } from '../../../api/cases.ts';
import { faultOf } from '../../../api/problem.ts';
import { useVocabulary } from '../use-cases.ts';
import { useWork } from '../use-work.ts';
import { useCaseWords } from '../words/words.ts';
import { useWordOf } from '../words-of.ts';
import { type DialogProps, WorkDialog } from './work-dialog.tsx';

/** Why it came to that, and what was done about it, in words of the rules in force. */
export const ResolveDialog = ({ one, close }: DialogProps) => {
  const text = useCaseWords();
  const wordOf = useWordOf();
  const vocabulary = useVocabulary();
  const [rootCause, setRootCause] = useState('');
  const [resolution, setResolution] = useState('');
  const [note, setNote] = useState('');
  const work = useWork(one);
  const choices = (name: 'rootCauses' | 'resolutions') => [
    { value: '', label: '–' },
    ...vocabulary[name].map((value) => ({ value, label: wordOf(name, value) })),
  ];
  return (
    <WorkDialog
      {...{ one, close, work, title: text.resolve.title, save: text.resolve.save }}
      isReady={rootCause !== '' && resolution !== ''}
      doing={(seen) => workOnCase.resolve(seen, { rootCause, resolution, ...(note.trim() !== '' && { note }) })}
    >
      <NativeSelect
        data-autofocus
        label={text.fields.rootCause}
        data={choices('rootCauses')}
        error={faultOf(work.error, 'rootCause')}
        value={rootCause}
        onChange={({ currentTarget }) => setRootCause(currentTarget.value)}
      />
      <NativeSelect
        label={text.fields.resolution}
        data={choices('resolutions')}
        error={faultOf(work.error, 'resolution')}
        value={resolution}
        onChange={({ currentTarget }) => setResolution(currentTarget.value)}
      />
      <Textarea
        autosize
        minRows={2}
        label={text.fields.note}
        error={faultOf(work.error, 'note')}
        value={note}
        onChange={({ currentTarget }) => setNote(currentTarget.value)}
      />
    </WorkDialog>
  );
};
