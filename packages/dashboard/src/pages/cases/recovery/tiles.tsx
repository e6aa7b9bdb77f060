import { Card, Group, SimpleGrid, Text } from '@mantine/core';
import { type Change, figureIn, type Row, totalOf } from '../../../api/figures.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { ChangeLine } from '../../overview/change-line.tsx';
import type { Answers } from './questions.ts';
import classes from './recovery.module.css';
import { useWritten } from './use-written.ts';
import { useRecoveryWords } from './words/words.ts';

type Told = {
  name: keyof ReturnType<typeof useRecoveryWords>['tiles'];
  value: string;
  basis: (string | undefined)[];
  change?: Change | undefined;
};

/** Six figures, each with of how many it is and how sure. */
export const RecoveryTiles = ({ answers }: { answers: Answers }) => (
  <SimpleGrid cols={{ base: 2, md: 3, xl: 6 }} spacing={{ base: 'xs', sm: 'sm' }}>
    {useTold(answers).map((told) => (
      <Tile key={told.name} {...told} />
    ))}
  </SimpleGrid>
);

const useTold = (answers: Answers): Told[] => {
  const text = useRecoveryWords();
  const { count, hours, percent, rise, between } = useWritten();
  const [opened, overdue, contact, resolution, reopened, recovery] = (
    ['opened', 'overdue', 'contact', 'resolution', 'reopened', 'recovery'] as const
  ).map((name) => totalOf(answers.get(name)));
  const inTime = figureIn(resolution, 'inTime');
  const inHand = numberIn(opened, 'open') + numberIn(opened, 'waiting');
  const nineInTen = (row: Row | undefined) => text.nineInTen(hours(numberOrNone(row, 'p90')));
  return [
    {
      ...{ name: 'inTime', value: percent(inTime?.value) },
      basis: inTime?.n ? [text.resolvedOf(count(inTime.n)), between(inTime, percent)] : [text.noneResolved],
    },
    {
      ...{ name: 'resolution', value: hours(resolution?.value) },
      basis: resolution?.n ? [text.casesOf(count(resolution.n)), nineInTen(resolution)] : [text.noneResolved],
    },
    {
      ...{ name: 'contact', value: hours(contact?.value) },
      basis: contact?.n ? [text.casesOf(count(contact.n)), nineInTen(contact)] : [text.noneContacted],
    },
    {
      ...{ name: 'opened', value: count(opened?.value ?? 0), change: opened?.change },
      basis: [text.inHand(count(inHand)), text.overdueNow(count(overdue?.value ?? 0))],
    },
    {
      ...{ name: 'reopened', value: percent(reopened?.value), change: reopened?.change },
      basis: reopened?.n ? [text.casesOf(count(reopened.n)), between(reopened, percent)] : [text.noneResolved],
    },
    {
      ...{ name: 'recovery', value: rise(recovery?.value) },
      basis: [text.scoresOf(count(recovery?.n ?? 0)), between(recovery, rise)],
    },
  ];
};

const numberOrNone = (row: Row | undefined, name: string): number | undefined => {
  const found = row?.[name];
  return typeof found === 'number' ? found : undefined;
};
const numberIn = (row: Row | undefined, name: string): number => numberOrNone(row, name) ?? 0;

/** What the API calls a figure that changed. */
const metrics = { opened: 'cases', reopened: 'reopened' } as const;

const Tile = ({ name, value, basis, change }: Told) => {
  const { words } = useLanguage();
  const text = useRecoveryWords();
  const isSure = basis.filter((one) => one !== undefined).length > 1;
  return (
    <Card withBorder padding="sm" component="section" aria-label={text.tiles[name]}>
      <Text size="sm" fw={600} c="dimmed" title={text.hints[name]}>
        {text.tiles[name]}
      </Text>
      <Group justify="space-between" align="baseline" gap={4} wrap="nowrap">
        <span className={classes.value} data-figure={name}>
          {value}
        </span>
        {(name === 'opened' || name === 'reopened') && <ChangeLine metric={metrics[name]} change={change} />}
      </Group>
      <Text size="xs" c="dimmed" className={classes.numbers} {...(isSure && { title: words.figures.intervalHint })}>
        {basis.filter((one) => one !== undefined).join(' · ')}
      </Text>
    </Card>
  );
};
