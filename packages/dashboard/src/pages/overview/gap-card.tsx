import { Card, Text, Title } from '@mantine/core';
import { type Answer, type Figure, figureIn, type Row, totalOf } from '../../api/figures.ts';
import { type Dot, Dots } from '../../charts/dots.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { Empty, Waiting } from '../../states/states.tsx';
import { valueText } from './figure-text.ts';

/** In the order in which they are shown, each in a shape of its own. */
const speaking = [
  { voice: 'customers', shape: 'circle' },
  { voice: 'employees', shape: 'square' },
  { voice: 'management', shape: 'diamond' },
] as const;

/** What is believed inside, beside what customers say, each with its interval. */
export const GapCard = ({ answer }: { answer: Answer | undefined }) => {
  const { words } = useLanguage();
  const dots = useDots(totalOf(answer));
  const isEmpty = dots.every(({ name }) => name === words.gap.customers);
  return (
    <Card withBorder padding="md" component="section" aria-labelledby="gap">
      <Title order={2} size="h4" id="gap">
        {words.gap.title}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {words.gap.lead}
      </Text>
      {answer === undefined ? (
        <Waiting height={28} count={3} />
      ) : (
        <>
          <Dots dots={dots} from={-100} to={100} />
          {isEmpty ? <Empty title={words.gap.none}>{words.gap.noneHint}</Empty> : <Differences row={totalOf(answer)} />}
        </>
      )}
    </Card>
  );
};

const useDots = (row: Row | undefined): Dot[] => {
  const { words, formats } = useLanguage();
  return speaking.flatMap(({ voice, shape }) => {
    const figure = figureIn(row, voice);
    if (!isKnown(figure)) return [];
    const { value, low, high, n } = figure;
    return [
      {
        name: words.gap[voice],
        value,
        low,
        high,
        shape,
        text: `${valueText('nps', value, formats)} (${formats.number(n, 0)})`,
      },
    ];
  });
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
