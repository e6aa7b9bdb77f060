import { Button, Modal, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Users } from 'lucide-react';
import { useState } from 'react';
import { type Answer, askExplained, type Question, type Row, readFigureTable } from '../../api/figures.ts';
import { ChartCard, type TableOf } from '../../cards/chart-card.tsx';
import { type Behind, Who } from '../../cards/who.tsx';
import { Points } from '../../charts/points.tsx';
import { Sparkline } from '../../charts/sparkline.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { Failed, Waiting } from '../../states/states.tsx';
import { useBehind } from './behind.ts';
import { valueText } from './figure-text.ts';
import type { Tile } from './questions.ts';

/** `whole` asks for the figure of the tile, where its line is of another one: open cases beside cases as they came. */
type Props = { tile: Tile; question: Question; whole?: Question; close(): void };

/** A figure over time, with the rule by which it is counted and what was left out, as a table, to be taken along, and who is behind it. */
export const Detail = ({ tile, question, whole = question, close }: Props) => {
  const { words } = useLanguage();
  const [behind, see] = useState<Behind>();
  const { data, error, refetch } = useQuery({
    queryKey: ['figures', 'explained', question],
    queryFn: ({ signal }) => askExplained(question, signal),
  });
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      closeOnEscape={behind === undefined}
      title={words.figures[tile]}
      closeButtonProps={{ 'aria-label': words.detail.close }}
    >
      {error && <Failed error={error} retry={() => void refetch()} isStale={false} />}
      {data === undefined && !error && <Waiting height={28} count={6} />}
      {data && <Explained tile={tile} answer={data} question={question} whole={whole} see={see} />}
      {behind && <Who behind={behind} close={() => see(undefined)} />}
    </Modal>
  );
};

type ExplainedProps = { tile: Tile; answer: Answer; question: Question; whole: Question; see(behind: Behind): void };

const Explained = ({ tile, answer, question, whole, see }: ExplainedProps) => {
  const { words } = useLanguage();
  const behind = useBehind();
  const { rule } = answer.explain ?? {};
  return (
    <ChartCard
      title={words.detail.overTime}
      lead={`${words.figures.hints[tile]}.`}
      rules={rule === undefined ? [] : [rule]}
      table={useOverTime(tile, answer)}
      csv={{ name: tile, read: () => readFigureTable(question) }}
    >
      <Line tile={tile} answer={answer} question={question} see={see} />
      <LeftOut answer={answer} />
      <Button
        size="xs"
        variant="default"
        mt="xs"
        style={{ alignSelf: 'flex-start' }}
        leftSection={<Users size={14} aria-hidden />}
        onClick={() => see(behind({ question: whole, title: words.figures[tile] }))}
      >
        {words.detail.seeAll}
      </Button>
    </ChartCard>
  );
};

/** The line, of which each point opens who is behind it. */
const Line = ({ tile, answer, question, see }: Omit<ExplainedProps, 'whole'>) => {
  const { words, formats } = useLanguage();
  const behind = useBehind();
  const whenOf = useWhen(answer);
  const points = answer.rows.map((row) => {
    const { group, value, n } = row;
    const said = words.detail.point(whenOf(row), valueText(tile, value, formats), formats.number(n, 0));
    return {
      key: Object.values(group).join(' '),
      said,
      open: () => see(behind({ question, group, title: `${words.figures[tile]}: ${whenOf(row)}` })),
    };
  });
  const label = words.figures.overTime(words.figures[tile], points.length);
  return (
    <Points points={points} label={label} hint={words.detail.choosePoint}>
      <Sparkline points={answer.rows.map(pointOf)} label={label} height={110} />
    </Points>
  );
};

const pointOf = ({ value, low, high, running = false }: Row) => ({ value, low, high, running });

const LeftOut = ({ answer: { explain } }: { answer: Answer }) => {
  const { words, formats } = useLanguage();
  const leftOut = explain?.leftOut ?? [];
  if (leftOut.length === 0) return null;
  return (
    <Text size="xs" c="dimmed" lang="en">
      {words.detail.leftOut}: {leftOut.map(({ reason, n }) => `${reason} (${formats.number(n, 0)})`).join(', ')}
    </Text>
  );
};

/** Of which day, or week, a row is. */
const useWhen = ({ from: first, timeZone }: Answer) => {
  const { words, formats } = useLanguage();
  return ({ from = first, running }: Row): string =>
    `${formats.day(from, timeZone)}${running ? ` (${words.detail.running})` : ''}`;
};

const useOverTime = (tile: Tile, answer: Answer): TableOf => {
  const { words, formats } = useLanguage();
  const whenOf = useWhen(answer);
  const { period, value: figure, interval } = words.detail;
  return {
    columns: [{ name: period }, ...[figure, interval, 'n'].map((name) => ({ name, isNumber: true }))],
    rows: answer.rows.toReversed().map((row) => {
      const { value, low, high, n } = row;
      const text = (limit: number) => valueText(tile, limit, formats);
      return [
        whenOf(row),
        valueText(tile, value, formats),
        low === null || high === null ? '–' : words.figures.interval(text(low), text(high)),
        formats.number(n, 0),
      ];
    }),
  };
};
