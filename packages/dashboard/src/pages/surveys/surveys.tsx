import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { askSurveys, type Counts, type ListedProgramme, type SurveyFigures } from '../../api/surveys.ts';
import { RangeFilter } from '../../filters/filter-bar.tsx';
import { howMany } from '../../filters/filters.ts';
import { useFilters } from '../../filters/use-filters.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Page } from '../../states/page.tsx';
import { Empty } from '../../states/states.tsx';
import { ViewsButton } from '../../views/views-button.tsx';
import { Part } from '../quality/part.tsx';
import { askedParts } from './asked.ts';
import { AskedCard } from './asked-card.tsx';
import { AskedBar } from './asked-chart.tsx';
import { ImmediacyCard } from './immediacy-card.tsx';
import { ResponseCard } from './response-card.tsx';
import classes from './surveys.module.css';
import { TemplatesCard } from './templates-card.tsx';
import { rowOf, useAskedDays, useMayChange } from './use-surveys.ts';
import { useSurveyWords } from './words/words.ts';

/** Whom we ask what: every programme, and what came of all of them. */
export const SurveysPage = () => {
  const { words } = useLanguage();
  const text = useSurveyWords();
  const { counts, figures } = useAskedDays();
  const mayChange = useMayChange();
  return (
    <Page
      title={words.pages.surveys}
      beside={
        <Text size="sm" c="dimmed">
          {text.lead}
        </Text>
      }
    >
      <Group justify="space-between" gap="xs">
        <TimeOfFigures />
        {mayChange && (
          <Button component={Link} to="/new-programme" size="xs" mb="sm" leftSection={<Plus size={14} aria-hidden />}>
            {text.new}
          </Button>
        )}
      </Group>
      <Stack gap="sm">
        <AskedCard query={counts} />
        <div className={classes.two}>
          <ImmediacyCard query={figures} />
          <ResponseCard query={figures} />
        </div>
        <Programmes counted={counts.data?.programmes} figures={figures.data} />
        <TemplatesCard />
      </Stack>
    </Page>
  );
};

/** By what the figures are filtered here, and that it is by no more. */
export const TimeOfFigures = () => {
  const text = useSurveyWords();
  const { shown, show } = useFilters();
  return (
    <Group gap="xs" mb="sm">
      <RangeFilter shown={shown} show={show} />
      <ViewsButton />
      {howMany(shown) > 0 && (
        <Text size="xs" c="dimmed">
          {text.onlyTime}
        </Text>
      )}
    </Group>
  );
};

type Known = { counted: readonly Counts[] | undefined; figures: SurveyFigures | undefined };

const Programmes = ({ counted, figures }: Known) => {
  const text = useSurveyWords();
  const query = useQuery({ queryKey: ['surveys', 'programmes'], queryFn: askSurveys.programmes });
  return (
    <Part title={text.list.title} query={query} rows={4}>
      {({ programmes }) =>
        programmes.length === 0 ? (
          <Empty title={text.list.empty}>{text.list.emptyHint}</Empty>
        ) : (
          <ul className={classes.list}>
            {programmes.map((one) => (
              <li key={one.id}>
                <ProgrammeRow
                  one={one}
                  counted={counted?.filter(({ programme }) => programme === one.id)}
                  figures={figures}
                />
              </li>
            ))}
          </ul>
        )
      }
    </Part>
  );
};

type Row = Known & { one: ListedProgramme };

const ProgrammeRow = ({ one, counted, figures }: Row) => {
  const { formats } = useLanguage();
  const text = useSurveyWords();
  const { id, version, state, programme } = one;
  return (
    <div className={classes.row} data-programme={id}>
      <div className={classes.name}>
        <Group gap={6} wrap="wrap">
          <Link to="/surveys/$id" params={{ id }} className={classes.title}>
            {programme?.title ?? id}
          </Link>
          <StateBadge state={state} />
        </Group>
        <Text size="xs" c="dimmed">
          {id} · {text.list.version(formats.number(version, 0))}
        </Text>
        {programme === undefined && (
          <Text size="xs" c="var(--bad)">
            {text.list.unreadable}
          </Text>
        )}
      </div>
      {counted && <AskedOf counted={counted} />}
      <FiguresOf id={id} figures={figures} />
    </div>
  );
};

const AskedOf = ({ counted }: { counted: readonly Counts[] }) => {
  const { formats } = useLanguage();
  const text = useSurveyWords();
  const [one] = counted;
  if (one === undefined || one.candidates === 0)
    return (
      <Text size="xs" c="dimmed">
        {text.list.nobody}
      </Text>
    );
  return (
    <div>
      <AskedBar parts={askedParts(counted)} />
      <Text size="xs" mt={2} className={classes.tabular}>
        {text.list.asked(formats.number(one.invited, 0), formats.number(one.candidates, 0))}
      </Text>
    </div>
  );
};

const FiguresOf = ({ id, figures }: { id: string; figures: SurveyFigures | undefined }) => {
  const { formats } = useLanguage();
  const text = useSurveyWords();
  if (figures === undefined) return <span />;
  const [response, immediacy] = [rowOf(figures.get('response'), id), rowOf(figures.get('immediacy'), id)];
  const isMeasured = response !== undefined && response.value !== null;
  return (
    <Text size="xs" className={classes.tabular} {...(!isMeasured && { c: 'dimmed' })}>
      {isMeasured
        ? text.list.response(formats.percent(response.value ?? 0), formats.number(response.n, 0))
        : text.list.noResponse}
      {immediacy && immediacy.value !== null && ` · ${text.list.soon(formats.percent(immediacy.value))}`}
    </Text>
  );
};

const colours = { active: 'teal', paused: 'yellow', ended: 'gray' } as const;

/** How a programme stands. */
export const StateBadge = ({ state }: Pick<ListedProgramme, 'state'>) => {
  const text = useSurveyWords();
  return (
    <Badge variant="light" size="sm" tt="none" color={colours[state]} className={classes.badge} data-state={state}>
      {text.states[state]}
    </Badge>
  );
};
