import { Text } from '@mantine/core';
import { useState } from 'react';
import {
  type Answer,
  type Figure,
  figureIn,
  type Question,
  type Row,
  readFigureTable,
  totalOf,
} from '../../api/figures.ts';
import { ChartCard, type TableOf } from '../../cards/chart-card.tsx';
import { type Behind, Who } from '../../cards/who.tsx';
import { type Dot, Dots } from '../../charts/dots.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { Empty, Waiting } from '../../states/states.tsx';
import { useBehind } from './behind.ts';
import { valueText } from './figure-text.ts';

/** In the order in which they are shown, each in a shape of its own; `speaks` is the voice as the API names it. */
const speaking = [
  { voice: 'customers', speaks: 'customer', shape: 'circle' },
  { voice: 'employees', speaks: 'employee', shape: 'square' },
  { voice: 'management', speaks: 'management', shape: 'diamond' },
] as const;

type Props = { answer: Answer | undefined; question: Question };

/** What is believed inside, beside what customers say, each with its interval; by touchpoint as a table. */
export const GapCard = ({ answer, question }: Props) => {
  const { words } = useLanguage();
  const [behind, see] = useState<Behind>();
  const dots = useDots(totalOf(answer), question, see);
  const isEmpty = dots.every(({ name }) => name === words.gap.customers);
  return (
    <ChartCard
      title={words.gap.title}
      lead={words.gap.lead}
      table={useGapTable(answer)}
      csv={{ name: 'gap', read: () => readFigureTable(question) }}
    >
      {answer === undefined ? (
        <Waiting height={28} count={3} />
      ) : (
        <>
          <Dots dots={dots} from={-100} to={100} />
          {isEmpty ? <Empty title={words.gap.none}>{words.gap.noneHint}</Empty> : <Differences row={totalOf(answer)} />}
        </>
      )}
      {behind && <Who behind={behind} close={() => see(undefined)} />}
    </ChartCard>
  );
};

const useDots = (row: Row | undefined, question: Question, see: (behind: Behind) => void): Dot[] => {
  const { words, formats } = useLanguage();
  const behind = useBehind();
  return speaking.flatMap(({ voice, speaks, shape }) => {
    const figure = figureIn(row, voice);
    if (!isKnown(figure)) return [];
    const { value, low, high, n } = figure;
    const { from, to, filters } = question;
    const said: Question = {
      ...{ metric: 'nps', filters: { ...filters, voice: [speaks] } },
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    };
    const name = words.gap[voice];
    const text = `${valueText('nps', value, formats)} (${formats.number(n, 0)})`;
    return [{ ...{ name, value, low, high, shape, text }, open: () => see(behind({ question: said, title: name })) }];
  });
};

const useGapTable = (answer: Answer | undefined): TableOf => {
  const { words, formats } = useLanguage();
  const { customers, employees, management, touchpoint, gapOfEmployees } = words.gap;
  const text = (figure: Pick<Figure, 'value' | 'n'> | undefined): string =>
    figure?.value == null ? '–' : `${valueText('nps', figure.value, formats)} (${formats.number(figure.n, 0)})`;
  return {
    columns: [
      { name: touchpoint },
      ...[customers, employees, management, gapOfEmployees].map((name) => ({ name, isNumber: true })),
    ],
    rows: (answer?.rows ?? []).map((row) => [
      row.group.touchpoint ?? '',
      ...speaking.map(({ voice }) => text(figureIn(row, voice))),
      row.value === null ? '–' : formats.signed(row.value),
    ]),
  };
};

type Known = Figure & { value: number; low: number; high: number };
const isKnown = (figure: Figure | undefined): figure is Known =>
  figure !== undefined && figure.value !== null && figure.low !== null && figure.high !== null;

/** By how much each is away from what customers say, and whether that is told from chance. */
const Differences = ({ row }: { row: Row | undefined }) => {
  const { words, formats } = useLanguage();
  const all = [
    { who: words.gap.employees, difference: row },
    { who: words.gap.management, difference: row?.managementGap },
  ];
  return (
    <Text size="sm" mt="sm">
      {all
        .flatMap(({ who, difference }) => {
          if (!isDifference(difference)) return [];
          const said = words.gap.difference(who, formats.signed(difference.value));
          return difference.significant ? [said] : [`${said} (${words.gap.chance})`];
        })
        .join(' · ')}
    </Text>
  );
};

const isDifference = (found: unknown): found is { value: number; significant: boolean } =>
  typeof found === 'object' &&
  found !== null &&
  'value' in found &&
  typeof found.value === 'number' &&
  'significant' in found;
