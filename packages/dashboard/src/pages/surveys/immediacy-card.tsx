import { Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { Row } from '../../api/figures.ts';
import type { SurveyFigures } from '../../api/surveys.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Empty } from '../../states/states.tsx';
import { Part } from '../quality/part.tsx';
import classes from './surveys.module.css';
import { minutesIn, rowOf } from './use-surveys.ts';
import { useSurveyWords } from './words/words.ts';

type Props = { query: UseQueryResult<SurveyFigures>; programme?: string };

/** How soon after the contact somebody was asked, against the 48 hours. */
export const ImmediacyCard = ({ query, programme }: Props) => {
  const text = useSurveyWords();
  const answer = query.data?.get('immediacy');
  return (
    <Part
      title={text.immediacy.title}
      query={query}
      rows={3}
      {...(answer && { lead: text.immediacy.lead(answer.timeZone) })}
    >
      {() => {
        const row = rowOf(answer, programme);
        if (row === undefined || row.n === 0)
          return <Empty title={text.immediacy.empty}>{text.immediacy.emptyHint}</Empty>;
        return <Immediacy row={row} />;
      }}
    </Part>
  );
};

const Immediacy = ({ row }: { row: Row }) => {
  const { formats } = useLanguage();
  const text = useSurveyWords();
  const { value, low, high, n } = row;
  return (
    <>
      <Text className={classes.figure} data-figure="immediacy">
        {value === null ? '–' : formats.percent(value)}
      </Text>
      <Text size="xs" c="dimmed" mb="sm">
        {text.immediacy.of(formats.number(n, 0))}
        {low !== null && high !== null && ` · ${text.immediacy.interval(formats.percent(low), formats.percent(high))}`}
      </Text>
      <Times row={row} />
    </>
  );
};

const mostMinutes = 48 * 60;

/** When half were asked, and nine of ten, on a scale of 48 hours. */
const Times = ({ row }: { row: Row }) => {
  const text = useSurveyWords();
  const timeText = useTimeText();
  const minutes = minutesIn(row);
  if (minutes === undefined) return null;
  const { p50, p90 } = minutes;
  const at = (value: number): string => `${Math.min((100 * value) / mostMinutes, 100).toFixed(2)}%`;
  return (
    <>
      <div className={classes.track} role="img" aria-label={text.immediacy.scale(timeText(p50), timeText(p90))}>
        <span className={classes.until} style={{ width: at(p90) }} />
        <span className={classes.half} style={{ left: at(p50) }} />
      </div>
      <div className={classes.ends} aria-hidden>
        <span>0</span>
        <span>{text.immediacy.hours('24')}</span>
        <span>{text.immediacy.hours('48')}</span>
      </div>
      <dl className={classes.numbers}>
        <div>
          <dt>{text.immediacy.half}</dt>
          <dd data-figure="p50">{timeText(p50)}</dd>
        </div>
        <div>
          <dt>{text.immediacy.most}</dt>
          <dd data-figure="p90">{timeText(p90)}</dd>
        </div>
      </dl>
    </>
  );
};

/** A time since the contact, in hours once it is more than two. */
const useTimeText = () => {
  const { formats } = useLanguage();
  const text = useSurveyWords();
  return (minutes: number): string =>
    minutes < 120
      ? text.immediacy.minutes(formats.number(minutes, 1))
      : text.immediacy.hours(formats.number(minutes / 60, 1));
};
