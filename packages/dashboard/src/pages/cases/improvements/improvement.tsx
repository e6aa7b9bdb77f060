import { Anchor, Badge, Group, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { askImprovements, type WholeImprovement } from '../../../api/improvements.ts';
import { ApiProblem } from '../../../api/problem.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { useCommands } from '../../../states/commands.ts';
import { Page } from '../../../states/page.tsx';
import { Empty, Failed, Waiting } from '../../../states/states.tsx';
import { CaseTabs } from '../case-tabs.tsx';
import { KeysHelp } from '../keys-help.tsx';
import { EffectCard } from './effect.tsx';
import { ImprovementActions } from './improvement-actions.tsx';
import { HistoryCard, PlanCard } from './improvement-cards.tsx';
import { Standing } from './improvement-list.tsx';
import classes from './improvements.module.css';
import { useImprovementWords } from './words/words.ts';

/** The improvement of the address. */
export const ImprovementPage = () => {
  const { words } = useLanguage();
  const text = useImprovementWords();
  const navigate = useNavigate();
  const { id = '' } = useParams({ strict: false });
  const { data, error, refetch } = useQuery({
    queryKey: ['improvements', 'one', id],
    queryFn: ({ signal }) => askImprovements.one({ id, signal }),
  });
  useCommands([{ key: 'u', label: text.back, run: () => void navigate({ to: '/cases/improvements' }) }]);
  const status = error instanceof ApiProblem ? error.status : undefined;
  const isUnknown = status === 400 || status === 404;
  return (
    <Page title={words.pages.cases} beside={<KeysHelp />}>
      <CaseTabs shown="improvements" />
      <Anchor component={Link} to="/cases/improvements" size="sm" className={classes.back}>
        <ArrowLeft size={14} aria-hidden /> {text.back}
      </Anchor>
      {isUnknown && <Empty title={text.notFound} />}
      {status === 403 && <Empty title={words.states.notAllowed} />}
      {error && !isUnknown && status !== 403 && (
        <Failed error={error} retry={() => void refetch()} isStale={data !== undefined} />
      )}
      {data === undefined && !error && <Waiting height={96} count={3} />}
      {data && !isUnknown && <Shown one={data} />}
    </Page>
  );
};

/** What it is, what came of it, and what was done. */
const Shown = ({ one }: { one: WholeImprovement }) => {
  const text = useImprovementWords();
  return (
    <article className={classes.parts} data-open-improvement={one.id}>
      <Group gap="sm" align="baseline">
        <Title order={2} size="h3" className={classes.words}>
          {one.title}
        </Title>
        <Badge variant="light" tt="none" c="var(--mantine-color-text)" data-state={one.state}>
          {text.states[one.state]}
        </Badge>
        {one.state === 'open' && <Standing one={one} />}
      </Group>
      {one.state === 'open' && <ImprovementActions one={one} />}
      {one.state === 'done' && <EffectCard one={one} />}
      <PlanCard one={one} />
      <HistoryCard one={one} />
    </article>
  );
};
