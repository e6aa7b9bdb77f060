import { Button, Group, SegmentedControl, UnstyledButton } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  askJourneys,
  listBehind,
  type PathsAnswer,
  type PathsNode,
  type PathsQuestion,
  readJourneyTable,
} from '../../api/journeys.ts';
import { ChartCard } from '../../cards/chart-card.tsx';
import { type Behind, Who } from '../../cards/who.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { Answered } from '../../states/answered.tsx';
import { Empty } from '../../states/states.tsx';
import classes from './journeys.module.css';
import { PathsFlow } from './paths-flow.tsx';
import type { PathsPlace } from './paths-place.ts';
import { directions, stepFilterOf, stepText } from './shown.ts';
import { StepChoice } from './step-choice.tsx';
import { useJourneys, useRange, useStepName } from './use-journeys.ts';
import { useJourneyWords } from './words/words.ts';

/** So many places and steps at each can be read at once. */
const length = 5;
const top = 8;

/** What customers do after a step, or before it. */
export const PathsView = ({ offered }: { offered: readonly string[] }) => {
  const { shown, show } = useJourneys();
  const text = useJourneyWords();
  const range = useRange();
  const anchor = shown.anchor ?? offered[0] ?? ',,';
  const direction = shown.direction ?? 'from';
  const question: PathsQuestion = { ...range, anchor: stepFilterOf(anchor), direction, length, top };
  const query = useQuery({
    queryKey: ['journeys', 'paths', question],
    queryFn: (asking) => askJourneys.paths(question, asking),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <fieldset className={classes.choice}>
        <legend>{text.paths.choice}</legend>
        <SegmentedControl
          size="xs"
          aria-label={text.paths.choice}
          data={directions.map((value) => ({ value, label: text.paths.directions[value] }))}
          value={direction}
          onChange={(value) => show({ ...shown, direction: directions.find((one) => one === value) })}
        />
        <StepChoice
          label={text.paths.anchor}
          offered={offered}
          value={anchor}
          choose={(step) => show({ ...shown, anchor: step })}
        />
      </fieldset>
      <Answered query={query} rows={6}>
        {(answer) => <Paths answer={answer} question={question} />}
      </Answered>
    </>
  );
};

type Props = { answer: PathsAnswer; question: PathsQuestion };

const Paths = ({ answer, question }: Props) => {
  const text = useJourneyWords();
  const nameOf = useNodeName();
  const [place, open] = useState<PathsPlace>();
  return (
    <ChartCard
      title={text.views.paths}
      lead={<PathsLead n={answer.n} />}
      rules={Object.values(answer.rules)}
      table={usePathsTable(answer)}
      csv={{ name: 'paths', read: () => readJourneyTable.paths(question) }}
    >
      {answer.n === 0 ? (
        <Empty title={text.paths.none}>{text.paths.noneHint}</Empty>
      ) : (
        <div className={classes.paths}>
          <PathsFlow answer={answer} nameOf={nameOf} open={open} />
          <TopPaths answer={answer} open={open} />
        </div>
      )}
      {place && <WhoOfPaths place={place} question={question} close={() => open(undefined)} />}
    </ChartCard>
  );
};

const PathsLead = ({ n }: { n: number }) => {
  const { formats } = useLanguage();
  return <span data-paths={n}>{useJourneyWords().paths.lead(formats.number(n, 0))}</span>;
};

/** How what stands at a place is called. */
const useNodeName = (): ((node: PathsNode) => string) => {
  const text = useJourneyWords();
  const nameOf = useStepName();
  return (node) => (typeof node === 'string' ? text.paths.nodes[node] : nameOf(node));
};

/** The sequences that were taken most often: what people read. */
const TopPaths = ({ answer, open }: { answer: PathsAnswer; open(place: PathsPlace): void }) => {
  const text = useJourneyWords();
  const { formats } = useLanguage();
  const nameOf = useNodeName();
  return (
    <ol className={classes.sequences} aria-label={text.paths.top}>
      {answer.rows.map(({ path, count, value }) => (
        <li key={path.map(nameOf).join('\n')}>
          <UnstyledButton onClick={() => open({ path })} className={classes.sequence}>
            <b>{formats.number(count, 0)}</b> {value !== null && `(${formats.percent(value)})`}{' '}
            {path.map(nameOf).join(' → ')}
          </UnstyledButton>
        </li>
      ))}
      {answer.others > 0 && (
        <li>
          <UnstyledButton onClick={() => open({ others: true })} className={classes.sequence}>
            <b>{formats.number(answer.others, 0)}</b> {text.paths.others}
          </UnstyledButton>
        </li>
      )}
    </ol>
  );
};

type WhoProps = { place: PathsPlace; question: PathsQuestion; close(): void };

const WhoOfPaths = ({ place, question, close }: WhoProps) => {
  const text = useJourneyWords();
  const nameOf = useNodeName();
  const { shown, show } = useJourneys();
  const behind: Behind = {
    key: ['paths', question, place],
    title: titleOf(place, nameOf, text.paths.others),
    list: ({ cursor, signal }) =>
      listBehind.paths({ question, ...place, limit: 20, ...(cursor !== undefined && { cursor }) }, { signal }),
  };
  const step = 'step' in place && place.next === undefined && typeof place.step !== 'string' ? place.step : undefined;
  return (
    <Who behind={behind} close={close}>
      {step && (
        <Group gap="xs">
          {directions.map((direction) => (
            <Button
              key={direction}
              size="xs"
              variant="default"
              onClick={() => {
                show({ ...shown, anchor: stepText(step), direction });
                close();
              }}
            >
              {text.paths.goOn[direction]}
            </Button>
          ))}
        </Group>
      )}
    </Who>
  );
};

const titleOf = (place: PathsPlace, nameOf: (node: PathsNode) => string, others: string): string => {
  if ('others' in place) return others;
  if ('path' in place) return place.path.map(nameOf).join(' → ');
  return [place.step, ...(place.next === undefined ? [] : [place.next])].map(nameOf).join(' → ');
};

const usePathsTable = ({ rows, others, n }: PathsAnswer) => {
  const text = useJourneyWords();
  const { formats } = useLanguage();
  const nameOf = useNodeName();
  const percent = (value: number | null) => (value === null ? '–' : formats.percent(value));
  const { columns } = text.paths;
  return {
    columns: [{ name: columns.path }, { name: columns.count, isNumber: true }, { name: columns.share, isNumber: true }],
    rows: [
      ...rows.map(({ path, count, value }) => [path.map(nameOf).join(' → '), formats.number(count, 0), percent(value)]),
      [text.paths.others, formats.number(others, 0), percent(n === 0 ? null : (100 * others) / n)],
    ],
  };
};
