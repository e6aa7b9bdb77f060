import { Badge, Group, SimpleGrid, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { askFigures } from '../../api/figures.ts';
import { FilterBar } from '../../filters/filter-bar.tsx';
import { rememberZone, todayIn, zoneOfFigures } from '../../filters/today.ts';
import { useFilters } from '../../filters/use-filters.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { useLive } from '../../live/use-live.ts';
import page from '../../states/page.module.css';
import { Page } from '../../states/page.tsx';
import { Failed } from '../../states/states.tsx';
import { useLast } from '../../states/use-last.ts';
import { ViewsButton } from '../../views/views-button.tsx';
import { Detail } from './detail.tsx';
import { GapCard } from './gap-card.tsx';
import { MovedCard } from './moved-card.tsx';
import classes from './overview.module.css';
import { questionsOf, type Tile, tiles } from './questions.ts';
import { TileCard } from './tile-card.tsx';

/** How it goes: eight figures, what moved most and why, and what is believed beside what is said. */
export const Overview = () => {
  const { words } = useLanguage();
  const { shown } = useFilters();
  const [opened, open] = useOpened();
  const live = useLive();
  const questions = questionsOf(shown, todayIn(zoneOfFigures()));
  const {
    data: read,
    error,
    refetch,
    isPlaceholderData,
  } = useQuery({
    queryKey: ['figures', 'overview', questions],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const answers = await askFigures(questions, signal);
      rememberZone(answers.get('volume')?.timeZone ?? zoneOfFigures());
      return answers;
    },
  });
  const data = useLast(read);
  return (
    <Page title={words.pages.overview} beside={<AsOf answer={data?.get('volume')} isLive={live.isLive} />}>
      <FilterBar>
        <ViewsButton />
      </FilterBar>
      {error && <Failed error={error} retry={() => void refetch()} isStale={data !== undefined} />}
      <div className={error || isPlaceholderData ? page.stale : undefined}>
        <SimpleGrid cols={{ base: 2, md: 4 }} spacing={{ base: 'xs', sm: 'sm' }} mb="md">
          {tiles.map((tile) => (
            <TileCard key={tile} tile={tile} answers={data} today={live.today} open={() => open(tile)} />
          ))}
        </SimpleGrid>
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="sm">
          <MovedCard answers={data} questions={questions} isCompared={shown.compare !== 'none'} />
          <GapCard answer={data?.get('gap')} question={questions.gap} />
        </SimpleGrid>
      </div>
      {opened && (
        <Detail
          tile={opened}
          question={questions[opened]}
          {...(opened === 'cases' && { whole: questions.openCases })}
          close={() => open(undefined)}
        />
      )}
    </Page>
  );
};

/** Which figure is open: the fragment of the address says so, that a link shows it too; other pages do not carry it along. */
const useOpened = (): [Tile | undefined, (tile: Tile | undefined) => void] => {
  const navigate = useNavigate();
  const hash = useRouterState({ select: ({ location }) => location.hash });
  const open = (tile: Tile | undefined) =>
    void navigate({ to: '.', search: true, hash: tile ?? '', replace: tile === undefined, resetScroll: false });
  return [tiles.find((one) => one === hash), open];
};

type AsOfProps = { answer: { asOf: string; timeZone: string } | undefined; isLive: boolean };

/** Up to when the page knows everything, in the zone of who reads; and of which zone its days are. */
const AsOf = ({ answer, isLive }: AsOfProps) => {
  const { words, formats } = useLanguage();
  return (
    <Group gap="xs">
      <Text size="sm" c="dimmed">
        {answer &&
          `${words.states.asOf(formats.time(answer.asOf))} ${formats.zone} · ${words.states.figuresIn(answer.timeZone)}`}
      </Text>
      <Badge
        variant="light"
        color={isLive ? 'teal' : 'gray'}
        size="sm"
        className={classes.badge}
        data-live-state={isLive}
      >
        {isLive ? words.states.live : words.states.notLive}
      </Badge>
    </Group>
  );
};
