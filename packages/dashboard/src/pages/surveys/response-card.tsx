import { Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { Row } from '../../api/figures.ts';
import type { SurveyFigures } from '../../api/surveys.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Empty } from '../../states/states.tsx';
import { Part } from '../quality/part.tsx';
import classes from './surveys.module.css';
import { numberIn, rowOf } from './use-surveys.ts';
import { useSurveyWords } from './words/words.ts';

type Props = { query: UseQueryResult<SurveyFigures>; programme?: string };

/** How many answered of those that arrived, and where the others are. */
export const ResponseCard = ({ query, programme }: Props) => {
  const { formats } = useLanguage();
  const text = useSurveyWords();
  const answer = query.data?.get('response');
  return (
    <Part
      title={text.response.title}
      query={query}
      rows={3}
      {...(answer && { lead: text.response.lead(answer.timeZone) })}
    >
      {() => {
        const row = rowOf(answer, programme);
        if (row === undefined || numberIn(row, 'invited') === 0) return <Empty title={text.response.empty} />;
        const { value, low, high } = row;
        return (
          <>
            <Text className={classes.figure} data-figure="response">
              {value === null ? '–' : formats.percent(value)}
            </Text>
            <Text size="xs" c="dimmed" mb="sm">
              {text.response.rate}
              {low !== null &&
                high !== null &&
                ` · ${text.immediacy.interval(formats.percent(low), formats.percent(high))}`}
            </Text>
            <Steps row={row} />
          </>
        );
      }}
    </Part>
  );
};

/** What follows from what, each as a part of those that were to be asked. */
const Steps = ({ row }: { row: Row }) => {
  const { formats } = useLanguage();
  const text = useSurveyWords();
  const invited = numberIn(row, 'invited');
  const steps = [
    { step: 'invited', n: invited },
    { step: 'sent', n: numberIn(row, 'sent') },
    { step: 'arrived', n: row.n },
    { step: 'answered', n: numberIn(row, 'answered') },
    { step: 'partial', n: numberIn(row, 'partial') },
    { step: 'expired', n: numberIn(row, 'expired') },
  ] as const;
  return (
    <dl className={classes.steps}>
      {steps.map(({ step, n }) => (
        <div key={step} data-step={step}>
          <dt>{text.response.steps[step]}</dt>
          <dd>
            <span className={classes.step} aria-hidden>
              <span style={{ width: `${((100 * n) / invited).toFixed(2)}%` }} />
            </span>
            <span data-count>{formats.number(n, 0)}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
};
