import { SegmentedControl, UnstyledButton } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  askJourneys,
  listBehind,
  type MomentsAnswer,
  type MomentsQuestion,
  readJourneyTable,
} from '../../api/journeys.ts';
import { ChartCard } from '../../cards/chart-card.tsx';
import { type Behind, Who } from '../../cards/who.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { Answered } from '../../states/answered.tsx';
import { Empty } from '../../states/states.tsx';
import common from './journeys.module.css';
import classes from './moments.module.css';
import { scores } from './shown.ts';
import { useJourneys, useRange, useStepName } from './use-journeys.ts';
import { useJourneyWords } from './words/words.ts';

/** Which steps go along with better or worse answers. */
export const MomentsView = () => {
  const { words } = useLanguage();
  const text = useJourneyWords();
  const { shown, show } = useJourneys();
  const range = useRange();
  const score = shown.score ?? 'nps';
  const question: MomentsQuestion = { ...range, of: score };
  const query = useQuery({
    queryKey: ['journeys', 'moments', question],
    queryFn: (asking) => askJourneys.moments(question, asking),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <fieldset className={common.choice}>
        <legend>{text.moments.choice}</legend>
        <SegmentedControl
          size="xs"
          aria-label={text.moments.choice}
          data={scores.map((value) => ({ value, label: words.figures[value] }))}
          value={score}
          onChange={(value) => show({ ...shown, score: scores.find((one) => one === value) })}
        />
      </fieldset>
      <Answered query={query} rows={6}>
        {(answer) => <Moments answer={answer} question={question} />}
      </Answered>
    </>
  );
};

type Moment = MomentsAnswer['rows'][number];
/** Differences of a score in points reach from one end to the other. */
const widest = 200;

const Moments = ({ answer, question }: { answer: MomentsAnswer; question: MomentsQuestion }) => {
  const text = useJourneyWords();
  const { formats } = useLanguage();
  const nameOf = useStepName();
  const [behind, open] = useState<Behind>();
  const see = ({ step }: Moment): void =>
    open({
      key: ['moments', question, step],
      title: nameOf(step),
      list: ({ cursor, signal }) =>
        listBehind.moments({ question, step, limit: 20, ...(cursor !== undefined && { cursor }) }, { signal }),
    });
  return (
    <ChartCard
      title={text.views.moments}
      lead={text.moments.lead(formats.number(answer.n, 0))}
      rules={Object.values(answer.rules)}
      table={useMomentsTable(answer)}
      csv={{ name: 'moments', read: () => readJourneyTable.moments(question) }}
    >
      {answer.rows.length === 0 ? (
        <Empty title={text.moments.none}>{text.moments.noneHint}</Empty>
      ) : (
        <MomentDots answer={answer} see={see} />
      )}
      {behind && <Who behind={behind} close={() => open(undefined)} />}
    </ChartCard>
  );
};

/** A dot for each step: by how many points answers with it differ, with its interval; the larger, the more answers have it. */
const MomentDots = ({ answer, see }: { answer: MomentsAnswer; see(one: Moment): void }) => {
  const text = useJourneyWords();
  const { formats } = useLanguage();
  const nameOf = useStepName();
  const most = Math.min(
    widest,
    Math.max(10, ...answer.rows.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)])),
  );
  const at = (value: number): string => `${(50 + (50 * Math.min(Math.max(value, -most), most)) / most).toFixed(2)}%`;
  const sizeOf = (n: number): string => `${8 + 12 * Math.sqrt(n / Math.max(1, answer.n))}px`;
  return (
    <ul className={classes.moments}>
      {answer.rows.map((one) => (
        <li key={nameOf(one.step)} data-moment={nameOf(one.step)}>
          <UnstyledButton className={classes.moment} onClick={() => see(one)} data-significant={one.significant}>
            <span>{nameOf(one.step)}</span>
            <span className={classes.scale} aria-hidden>
              <span className={classes.zero} />
              <span className={classes.interval} style={{ left: at(one.low), right: `calc(100% - ${at(one.high)})` }} />
              <span
                className={classes.dot}
                style={{ left: at(one.value), width: sizeOf(one.n), height: sizeOf(one.n) }}
              />
            </span>
            <span className={classes.gap}>
              {text.moments.points(formats.signed(one.value))}
              {!one.significant && ` (${text.moments.chance})`}
            </span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
};

const useMomentsTable = ({ rows }: MomentsAnswer) => {
  const text = useJourneyWords();
  const { formats } = useLanguage();
  const nameOf = useStepName();
  const { columns } = text.moments;
  const heads = [columns.n, columns.with, columns.without, columns.gap, columns.interval, columns.impact];
  return {
    columns: [{ name: columns.step }, ...heads.map((name) => ({ name, isNumber: true })), { name: columns.beyond }],
    rows: rows.map((one) => [
      nameOf(one.step),
      formats.number(one.n, 0),
      formats.number(one.with),
      formats.number(one.without),
      formats.signed(one.value),
      `${formats.signed(one.low)} … ${formats.signed(one.high)}`,
      formats.signed(one.impact),
      one.significant ? text.moments.yes : text.moments.chance,
    ]),
  };
};
