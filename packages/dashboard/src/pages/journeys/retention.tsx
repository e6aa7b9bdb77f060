import { ScrollArea, SegmentedControl, Table, UnstyledButton } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  askJourneys,
  listBehind,
  type RetentionAnswer,
  type RetentionQuestion,
  readJourneyTable,
} from '../../api/journeys.ts';
import { ChartCard } from '../../cards/chart-card.tsx';
import { type Behind, Who } from '../../cards/who.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { Answered } from '../../states/answered.tsx';
import { Empty } from '../../states/states.tsx';
import common from './journeys.module.css';
import classes from './retention.module.css';
import { intervals, stepFilterOf } from './shown.ts';
import { StepChoice } from './step-choice.tsx';
import { useJourneys, useRange } from './use-journeys.ts';
import { useJourneyWords } from './words/words.ts';

/** Who comes back in the periods after the one in which they began. */
export const RetentionView = ({ offered }: { offered: readonly string[] }) => {
  const { shown, show } = useJourneys();
  const text = useJourneyWords();
  const range = useRange();
  const start = shown.anchor ?? offered[0] ?? ',,';
  const interval = shown.interval ?? 'week';
  const question: RetentionQuestion = { ...range, start: stepFilterOf(start), interval };
  const query = useQuery({
    queryKey: ['journeys', 'retention', question],
    queryFn: (asking) => askJourneys.retention(question, asking),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <fieldset className={common.choice}>
        <legend>{text.retention.choice}</legend>
        <StepChoice
          label={text.retention.start}
          offered={offered}
          value={start}
          choose={(step) => show({ ...shown, anchor: step })}
        />
        <SegmentedControl
          size="xs"
          aria-label={text.retention.interval}
          data={intervals.map((value) => ({ value, label: text.retention.intervals[value] }))}
          value={interval}
          onChange={(value) => show({ ...shown, interval: intervals.find((one) => one === value) })}
        />
      </fieldset>
      <Answered query={query} rows={6}>
        {(answer) => <Retention answer={answer} question={question} />}
      </Answered>
    </>
  );
};

type Cohort = RetentionAnswer['rows'][number];
type Cell = Cohort['periods'][number];

const Retention = ({ answer, question }: { answer: RetentionAnswer; question: RetentionQuestion }) => {
  const text = useJourneyWords();
  const { formats } = useLanguage();
  const [behind, open] = useState<Behind>();
  const cohorts = answer.rows.filter(({ began }) => began > 0);
  const see = (row: Cohort, cell: Cell | undefined): void => {
    // A cohort is named by its place in the answer.
    const place = { cohort: answer.rows.indexOf(row) + 1, ...(cell && { after: cell.after }) };
    const day = formats.day(row.from, answer.timeZone);
    open({
      key: ['retention', question, place],
      title: cell === undefined ? text.retention.began(day) : text.retention.backAfter(day, cell.after),
      list: ({ cursor, signal }) =>
        listBehind.retention({ question, ...place, limit: 20, ...(cursor !== undefined && { cursor }) }, { signal }),
    });
  };
  return (
    <ChartCard
      title={text.views.retention}
      lead={text.retention.lead}
      rules={Object.values(answer.rules)}
      table={useRetentionTable(answer, cohorts)}
      csv={{ name: 'retention', read: () => readJourneyTable.retention(question) }}
    >
      {cohorts.length === 0 ? (
        <Empty title={text.retention.none}>{text.retention.noneHint}</Empty>
      ) : (
        <Triangle answer={answer} cohorts={cohorts} see={see} />
      )}
      {behind && <Who behind={behind} close={() => open(undefined)} />}
    </ChartCard>
  );
};

type TriangleProps = {
  answer: RetentionAnswer;
  cohorts: readonly Cohort[];
  see(row: Cohort, cell: Cell | undefined): void;
};

/** A row for each cohort, a column for each period after; what runs is hatched, and the mean of all stands first. */
const Triangle = ({ answer, cohorts, see }: TriangleProps) => {
  const text = useJourneyWords();
  const { formats } = useLanguage();
  const periods = Array.from(
    { length: Math.max(...cohorts.map(({ periods: all }) => all.length)) },
    (_, after) => after,
  );
  const mean = new Map(answer.mean.map(({ after, value }) => [after, value]));
  const percent = (value: number | null | undefined) => (value == null ? '–' : formats.percent(value, 0));
  return (
    <ScrollArea viewportProps={{ tabIndex: 0, 'aria-label': text.views.retention, role: 'region' }}>
      <Table fz="sm" className={classes.triangle} withRowBorders={false}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text.retention.cohort}</Table.Th>
            <Table.Th ta="right">{text.retention.size}</Table.Th>
            {periods.map((after) => (
              <Table.Th key={after} ta="center">
                {after}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          <Table.Tr className={classes.mean}>
            <Table.Th scope="row">{text.retention.mean}</Table.Th>
            <Table.Td />
            {periods.map((after) => (
              <Table.Td key={after} ta="center">
                {percent(mean.get(after))}
              </Table.Td>
            ))}
          </Table.Tr>
          {cohorts.map((row) => (
            <Table.Tr key={row.from}>
              <Table.Th scope="row">{formats.shortDay(row.from, answer.timeZone)}</Table.Th>
              <Table.Td ta="right">
                <UnstyledButton className={classes.number} onClick={() => see(row, undefined)}>
                  {formats.number(row.began, 0)}
                </UnstyledButton>
              </Table.Td>
              {row.periods.map((cell) => (
                <Table.Td key={cell.after} p={2}>
                  <UnstyledButton
                    className={classes.cell}
                    data-running={cell.running}
                    style={{ '--share': (cell.value ?? 0) / 100 }}
                    title={text.retention.back(formats.number(cell.back, 0), formats.number(row.began, 0))}
                    onClick={() => see(row, cell)}
                  >
                    {percent(cell.value)}
                  </UnstyledButton>
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
};

const useRetentionTable = (answer: RetentionAnswer, cohorts: readonly Cohort[]) => {
  const text = useJourneyWords();
  const { formats } = useLanguage();
  const { columns } = text.retention;
  const number = (n: number) => formats.number(n, 0);
  return {
    columns: [
      { name: text.retention.cohort },
      ...[text.retention.size, columns.after, columns.back, columns.share].map((name) => ({ name, isNumber: true })),
    ],
    rows: cohorts.flatMap(({ from, began, periods }) =>
      periods.map(({ after, back, value, running }) => [
        formats.day(from, answer.timeZone),
        number(began),
        running ? text.retention.running(number(after)) : number(after),
        number(back),
        value === null ? '–' : formats.percent(value),
      ]),
    ),
  };
};
