import { Text } from '@mantine/core';
import type { CaseStep, WholeCase } from '../../api/cases.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FactCard } from '../../states/fact-card.tsx';
import classes from './cases.module.css';
import { detailsOf, writtenIn } from './step-details.ts';
import { useMe } from './use-cases.ts';
import { useCaseWords } from './words/words.ts';
import { useWordOf } from './words-of.ts';

/** All that was done with a case, the latest first: what, by whom, when. */
export const History = ({ one }: { one: WholeCase }) => {
  const text = useCaseWords();
  return (
    <FactCard title={text.history}>
      <Steps steps={one.history} />
    </FactCard>
  );
};

/** Steps of a case, the latest first. */
export const Steps = ({ steps }: { steps: readonly CaseStep[] }) => (
  <ol className={classes.steps}>
    {steps.toReversed().map((step) => (
      <Step key={step.revision} step={step} />
    ))}
  </ol>
);

const Step = ({ step }: { step: CaseStep }) => {
  const { words, formats } = useLanguage();
  const text = useCaseWords();
  const wordOf = useWordOf();
  const who = useWho();
  const { fields } = text;
  const channels: Readonly<Record<string, string>> = words.channels;
  const said: Readonly<Record<string, (value: string) => string>> = {
    channel: (value) => channels[value] ?? value,
    outcome: (value) => wordOf('outcomes', value),
    rootCause: (value) => wordOf('rootCauses', value),
    resolution: (value) => wordOf('resolutions', value),
    severity: (value) => wordOf('severities', value),
  };
  return (
    <li data-step={step.step}>
      <Text size="sm" className={classes.words}>
        <b>{text.steps[step.step]}</b>{' '}
        {detailsOf(step)
          .map(({ name, value }) => `${fields[name]}: ${value === undefined ? '–' : (said[name]?.(value) ?? value)}`)
          .join(' · ')}
      </Text>
      {writtenIn(step).map((text) => (
        <blockquote key={text} className={classes.quote}>
          {text}
        </blockquote>
      ))}
      <Text size="xs" c="dimmed">
        {who(step)} · <time dateTime={step.at}>{formats.moment(step.at)}</time>
      </Text>
    </li>
  );
};

/** Who did a step: a person, a program by its key, the customer, or Hilo by its rules. */
const useWho = () => {
  const text = useCaseWords();
  const me = useMe();
  return ({ by, interaction }: CaseStep): string => {
    if (by === undefined) return interaction === undefined ? 'Hilo' : text.customer;
    const name = by.person?.subject ?? by.source;
    return name === me ? text.you : name;
  };
};
