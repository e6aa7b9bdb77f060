import { Card, Group, Skeleton, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { type Answer, figureIn, type Row, totalOf } from '../../api/figures.ts';
import { Sparkline } from '../../charts/sparkline.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import type { Today } from '../../live/use-live.ts';
import { ChangeLine } from './change-line.tsx';
import { valueText } from './figure-text.ts';
import classes from './overview.module.css';
import type { Answers, Tile } from './questions.ts';

type Props = { tile: Tile; answers: Answers | undefined; today: Today; open(): void };

/** One figure: its value, of how many, how sure, how it changed, and its line. Pressed, it opens over time. */
export const TileCard = ({ tile, answers, today, open }: Props) => {
  const { words } = useLanguage();
  if (answers === undefined) return <Skeleton height={178} radius="md" aria-hidden />;
  return (
    <UnstyledButton className={classes.button} onClick={open}>
      <Card withBorder padding="sm" className={classes.tile}>
        <Text size="sm" fw={600} c="dimmed" title={words.figures.hints[tile]}>
          {words.figures[tile]}
        </Text>
        <TileFigure tile={tile} answers={answers} />
        <Line tile={tile} answer={answers.get(tile)} />
        <TodayLine tile={tile} today={today} />
        <VisuallyHidden>{words.figures.openDetail}</VisuallyHidden>
      </Card>
    </UnstyledButton>
  );
};

const TileFigure = ({ tile, answers }: Pick<Props, 'tile'> & { answers: Answers }) => {
  const { words, formats } = useLanguage();
  const total = totalOf(answers.get(tile));
  const shown = tile === 'cases' ? totalOf(answers.get('openCases')) : total;
  const isEmpty = isNothing(tile, shown);
  return (
    <>
      <Group justify="space-between" align="baseline" gap={4} wrap="nowrap">
        <span className={classes.value} data-figure={tile}>
          {valueText(tile, shown?.value, formats)}
        </span>
        <ChangeLine metric={tile} change={total?.change} />
      </Group>
      <Text size="xs" c="dimmed" className={classes.numbers}>
        {isEmpty ? words.figures.empty[tile] : <Basis tile={tile} shown={shown} answers={answers} />}
      </Text>
    </>
  );
};

const isNothing = (tile: Tile, row: Row | undefined): boolean =>
  row === undefined || (tile === 'cases' || tile === 'volume' ? row.value === 0 : row.n === 0);

/** Of how many, and how sure: of cases how many are overdue, of contacts how many had too many. */
const Basis = ({ tile, shown, answers }: { tile: Tile; shown: Row | undefined; answers: Answers }) => {
  const { words, formats } = useLanguage();
  const n = tile === 'cases' ? (totalOf(answers.get('overdueCases'))?.value ?? 0) : (shown?.n ?? 0);
  const over = figureIn(shown, 'over')?.value;
  const [low, high] = [shown?.low ?? null, shown?.high ?? null];
  const parts = [
    words.figures.n[tile](formats.number(n, 0)),
    ...(low === null || high === null
      ? []
      : [words.figures.interval(valueText(tile, low, formats), valueText(tile, high, formats))]),
    ...(typeof over === 'number' ? [words.figures.over(formats.percent(over))] : []),
  ];
  const isSure = low !== null;
  return <span title={isSure ? words.figures.intervalHint : undefined}>{parts.join(' · ')}</span>;
};

const Line = ({ tile, answer }: { tile: Tile; answer: Answer | undefined }) => {
  const { words } = useLanguage();
  const rows = answer?.rows ?? [];
  const points = rows.map(({ value, low, high, running = false }) => ({ value, low, high, running }));
  return <Sparkline points={points} label={words.figures.overTime(words.figures[tile], points.length)} />;
};

/** What is told live of today, or of the week that runs. */
const TodayLine = ({ tile, today }: Pick<Props, 'tile' | 'today'>) => {
  const { words, formats } = useLanguage();
  const figure = today.get(tile);
  if (figure === undefined || figure.value === null) return <Text size="xs">&nbsp;</Text>;
  const when = tile === 'pressure' ? words.figures.thisWeek : words.figures.today;
  const n = tile === 'volume' ? '' : ` (${formats.number(figure.n, 0)})`;
  return (
    <Text size="xs" className={classes.numbers} data-live={tile}>
      {when}: {valueText(tile, figure.value, formats)}
      {n}
    </Text>
  );
};
