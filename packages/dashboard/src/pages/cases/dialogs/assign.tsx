import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { workOnCase } from '../../../api/cases.ts';
import { faultOf } from '../../../api/problem.ts';
import { useVocabulary } from '../use-cases.ts';
import { useWork } from '../use-work.ts';
import { useCaseWords } from '../words/words.ts';
import { type DialogProps, WorkDialog } from './work-dialog.tsx';

type Field = 'queue' | 'owner' | 'defender' | 'why';

/** To whom: what is not changed is not said. */
export const AssignDialog = ({ one, close, remember }: DialogProps) => {
  const text = useCaseWords();
  const { queues } = useVocabulary();
  const [written, write] = useState<Partial<Record<Field, string>>>({});
  const work = useWork(one);
  // What is not touched here stays as somebody else may have made it meanwhile.
  const to = { queue: one.queue, owner: one.owner ?? '', defender: one.defender ?? '', why: '', ...written };
  const changed = {
    ...(to.queue !== one.queue && { queue: to.queue }),
    ...(to.owner !== (one.owner ?? '') && { owner: to.owner === '' ? null : to.owner }),
    ...(to.defender !== (one.defender ?? '') && { defender: to.defender === '' ? null : to.defender }),
  };
  const before = {
    ...(changed.queue !== undefined && { queue: one.queue }),
    ...(changed.owner !== undefined && { owner: one.owner ?? null }),
    ...(changed.defender !== undefined && { defender: one.defender ?? null }),
  };
  const why = to.why.trim() === '' ? {} : { why: to.why };
  return (
    <WorkDialog
      {...{ one, close, work, title: text.assign.title, save: text.assign.save }}
      isReady={Object.keys(changed).length > 0}
      doing={(seen) => workOnCase.assign(seen, { ...changed, ...why })}
      done={() => remember({ said: text.assigned, work: (seen) => workOnCase.assign(seen, before) })}
    >
      <NativeSelect
        label={text.fields.queue}
        data={[...new Set([one.queue, ...queues])]}
        error={faultOf(work.error, 'queue')}
        value={to.queue}
        onChange={({ currentTarget: { value: queue } }) => write({ ...written, queue })}
      />
      {(['owner', 'defender', 'why'] as const).map((name) => (
        <TextInput
          key={name}
          {...(name === 'owner' && { 'data-autofocus': true })}
          {...(name !== 'why' && { description: text.assign.nobody })}
          label={text.fields[name]}
          error={faultOf(work.error, name)}
          value={to[name]}
          onChange={({ currentTarget: { value } }) => write({ ...written, [name]: value })}
        />
      ))}
    </WorkDialog>
  );
};
