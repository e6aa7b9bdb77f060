import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { faultOf } from '../../../../api/problem.ts';
import { useVocabulary } from '../../use-cases.ts';
import { useWordOf } from '../../words-of.ts';
import { type Draft, metrics } from '../draft.ts';
import { useImprovementWords } from '../words/words.ts';

type Props = { draft: Draft; write(next: Draft): void; error: Error | null };

/** What an improvement is: what, where, against what, who, until when, and by which score that is measured. */
export const DraftFields = ({ draft, write, error }: Props) => {
  const { fields } = useImprovementWords();
  const wordOf = useWordOf();
  const { rootCauses } = useVocabulary();
  const fault = (name: string) => faultOf(error, name) ?? faultOf(error, `change.${name}`);
  const line = (name: 'title' | 'touchpoint' | 'owner' | 'due') => (
    <TextInput
      required
      {...(name === 'title' && { 'data-autofocus': true })}
      {...(name === 'due' && { type: 'date' })}
      label={fields[name]}
      error={fault(name)}
      value={draft[name]}
      onChange={({ currentTarget: { value } }) => write({ ...draft, [name]: value })}
    />
  );
  const causes = [...new Set([...(draft.cause === '' ? [] : [draft.cause]), ...rootCauses])];
  return (
    <>
      {line('title')}
      {line('touchpoint')}
      <NativeSelect
        label={fields.cause}
        data={[{ value: '', label: '–' }, ...causes.map((value) => ({ value, label: wordOf('rootCauses', value) }))]}
        error={fault('cause')}
        value={draft.cause}
        onChange={({ currentTarget: { value: cause } }) => write({ ...draft, cause })}
      />
      {line('owner')}
      {line('due')}
      <NativeSelect
        label={fields.metric}
        data={metrics.map((value) => ({ value, label: value.toUpperCase() }))}
        value={draft.metric}
        onChange={({ currentTarget: { value } }) =>
          write({ ...draft, metric: metrics.find((one) => one === value) ?? 'nps' })
        }
      />
      <Textarea
        autosize
        minRows={2}
        label={fields.action}
        error={fault('action')}
        value={draft.action}
        onChange={({ currentTarget: { value: action } }) => write({ ...draft, action })}
      />
    </>
  );
};

type Written = { value: string; write(next: string): void; error: Error | null; isNeeded?: boolean };

export const WhyField = ({ value, write, error, isNeeded = false }: Written) => {
  const { fields } = useImprovementWords();
  return (
    <TextInput
      required={isNeeded}
      label={fields.why}
      error={faultOf(error, 'why')}
      value={value}
      onChange={({ currentTarget }) => write(currentTarget.value)}
    />
  );
};
