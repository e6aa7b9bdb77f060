import { Select } from '@mantine/core';
import { useStepName } from './use-journeys.ts';
import { useJourneyWords } from './words/words.ts';

type Props = { label: string; offered: readonly string[]; value: string | null; choose(step: string): void };

const mostShown = 50;

/** Chooses a step, of those that happened; the most frequent ones first. */
export const StepChoice = ({ label, offered, value, choose }: Props) => {
  const text = useJourneyWords();
  const nameOf = useStepName();
  const known = value === null || offered.includes(value) ? offered : [value, ...offered];
  return (
    <Select
      size="xs"
      w={{ base: '100%', xs: 260 }}
      searchable
      label={label}
      allowDeselect={false}
      limit={mostShown}
      nothingFoundMessage={text.noSuchStep}
      placeholder={text.chooseStep}
      data={known.map((step) => ({ value: step, label: nameOf(step) }))}
      value={value}
      onChange={(step) => step !== null && choose(step)}
    />
  );
};
