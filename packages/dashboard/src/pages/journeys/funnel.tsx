import { ActionIcon, Button, Group, Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import {
  askJourneys,
  type FunnelAnswer,
  type FunnelQuestion,
  listBehind,
  readJourneyTable,
} from '../../api/journeys.ts';
import { ChartCard } from '../../cards/chart-card.tsx';
import { type Behind, Who } from '../../cards/who.tsx';
import { durationText } from '../../i18n/durations.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Answered } from '../../states/answered.tsx';
import { FunnelBars, type FunnelPart } from './funnel-bars.tsx';
import classes from './journeys.module.css';
import { mostSteps, stepFilterOf, windows } from './shown.ts';
import { StepChoice } from './step-choice.tsx';
import { useJourneys, useRange, useStepName } from './use-journeys.ts';
import { useJourneyWords } from './words/words.ts';

/** How many of the most frequent steps are asked about before somebody chooses. */
const byItself = 3;
const fewest = 2;

/** Who of those that begin takes which step, within a window. */
export const FunnelView = ({ offered }: { offered: readonly string[] }) => {
  const { shown } = useJourneys();
  const range = useRange();
  const steps = shown.step ?? offered.slice(0, byItself);
  const question: FunnelQuestion = {
    ...range,
    steps: steps.map(stepFilterOf),
    ...(shown.window && { window: shown.window }),
  };
  const query = useQuery({
    queryKey: ['journeys', 'funnel', question],
    queryFn: (asking) => askJourneys.funnel(question, asking),
    placeholderData: keepPreviousData,
    enabled: steps.length >= fewest,
  });
  const text = useJourneyWords();
  return (
    <>
      <FunnelChoice steps={steps} offered={offered} />
      {steps.length < fewest ? (
        text.funnel.tooFew
      ) : (
        <Answered query={query} rows={steps.length + 1}>
          {(answer) => answer.rows.map((row) => <Funnel key="all" {...{ answer, row, question, steps }} />)}
        </Answered>
      )}
    </>
  );
};

type Chosen = { steps: readonly string[]; offered: readonly string[] };

const FunnelChoice = ({ steps, offered }: Chosen) => {
  const text = useJourneyWords();
  const { shown, show } = useJourneys();
  const take = (step: readonly string[]) => show({ ...shown, step: [...step] });
  const next = offered.find((step) => !steps.includes(step));
  return (
    <fieldset className={classes.choice}>
      <legend>{text.funnel.steps}</legend>
      {steps.map((step, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step is told from another by its place alone
        <Group key={at} gap={4} align="end" wrap="nowrap" className={classes.chosen}>
          <StepChoice
            label={text.funnel.step(at + 1)}
            offered={offered}
            value={step}
            choose={(chosen) => take(steps.with(at, chosen))}
          />
          {steps.length > fewest && (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={text.funnel.remove(at + 1)}
              onClick={() => take(steps.toSpliced(at, 1))}
            >
              <X size={16} aria-hidden />
            </ActionIcon>
          )}
        </Group>
      ))}
      {steps.length < mostSteps && next !== undefined && (
        <Button
          size="xs"
          variant="default"
          leftSection={<Plus size={14} aria-hidden />}
          onClick={() => take([...steps, next])}
        >
          {text.funnel.add}
        </Button>
      )}
      <Select
        size="xs"
        label={text.funnel.window}
        allowDeselect={false}
        data={windows.map((value) => ({ value, label: text.windows[value] }))}
        value={shown.window ?? 'P7D'}
        onChange={(value) => show({ ...shown, window: windows.find((one) => one === value) })}
      />
    </fieldset>
  );
};

type FunnelRow = FunnelAnswer['rows'][number];
type FunnelProps = { answer: FunnelAnswer; row: FunnelRow; question: FunnelQuestion; steps: readonly string[] };

const Funnel = ({ answer, row, question, steps }: FunnelProps) => {
  const text = useJourneyWords();
  const nameOf = useStepName();
  const [behind, open] = useState<Behind>();
  const names = steps.map(nameOf);
  const see = (step: number, part: FunnelPart): void => {
    // Who went on from a step is who took the next one.
    const place = part === 'wentOn' ? ({ step: step + 1, state: 'reached' } as const) : { step, state: part };
    open({
      key: ['funnel', question, place],
      title: `${text.funnel.parts[part]}: ${names[step - 1] ?? ''}`,
      list: ({ cursor, signal }) =>
        listBehind.funnel({ question, ...place, limit: 20, ...(cursor !== undefined && { cursor }) }, { signal }),
    });
  };
  return (
    <ChartCard
      title={text.views.funnel}
      lead={<Sentence row={row} />}
      rules={Object.values(answer.rules)}
      table={useFunnelTable(row, names)}
      csv={{ name: 'funnel', read: () => readJourneyTable.funnel(question) }}
    >
      <FunnelBars row={row} names={names} see={see} />
      {behind && <Who behind={behind} close={() => open(undefined)} />}
    </ChartCard>
  );
};

const Sentence = ({ row }: { row: FunnelRow }) => {
  const { formats, language } = useLanguage();
  const text = useJourneyWords();
  if (row.began === 0) return text.funnel.nobody;
  const { value, low, high, converted, began, open, timeToConvert } = row;
  const percent = (share: number | null) => (share === null ? '–' : formats.percent(share));
  return (
    <>
      <b data-funnel="share">{percent(value)}</b> {text.funnel.interval(percent(low), percent(high))} ·{' '}
      {text.funnel.sentence(formats.number(converted, 0), formats.number(began, 0), formats.number(open, 0))}
      {timeToConvert.median !== null && ` · ${text.funnel.median(durationText(timeToConvert.median, language))}`}
    </>
  );
};

const useFunnelTable = ({ steps }: FunnelRow, names: readonly string[]) => {
  const { formats } = useLanguage();
  const text = useJourneyWords();
  const number = (n: number) => formats.number(n, 0);
  const percent = (share: { value: number | null } | null) =>
    share?.value == null ? '–' : formats.percent(share.value);
  const { columns } = text.funnel;
  const heads = [
    columns.reached,
    columns.fromFirst,
    columns.fromPrevious,
    columns.open,
    columns.excluded,
    columns.dropped,
  ];
  return {
    columns: [{ name: columns.step }, ...heads.map((name) => ({ name, isNumber: true }))],
    rows: steps.map(({ step, reached, open, excluded, dropped, fromFirst, fromPrevious }) => [
      `${step}. ${names[step - 1] ?? ''}`,
      number(reached),
      percent(fromFirst),
      percent(fromPrevious),
      number(open),
      number(excluded),
      number(dropped),
    ]),
  };
};
