import { Anchor, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { ApiProblem } from '../../api/problem.ts';
import { askSurveys, type WholeProgramme } from '../../api/surveys.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Answered } from '../../states/answered.tsx';
import { FactCard } from '../../states/fact-card.tsx';
import { Page } from '../../states/page.tsx';
import { Empty } from '../../states/states.tsx';
import { AskedCard } from './asked-card.tsx';
import { ChannelsCard } from './channels-card.tsx';
import { DryRunCard } from './dry-run.tsx';
import { ImmediacyCard } from './immediacy-card.tsx';
import { ResponseCard } from './response-card.tsx';
import { StandingActions } from './standing.tsx';
import classes from './surveys.module.css';
import { StateBadge, TimeOfFigures } from './surveys.tsx';
import { useAskedDays } from './use-surveys.ts';
import { VersionsCard } from './versions-card.tsx';
import { WhatCard } from './what-card.tsx';
import { useSurveyWords } from './words/words.ts';

/** One programme: what it asks, whom it asked and whom not, how soon, and what was answered. */
export const ProgrammePage = () => {
  const { id = '' } = useParams({ strict: false });
  const text = useSurveyWords();
  const query = useQuery({
    queryKey: ['surveys', 'one', id],
    queryFn: ({ signal }) => askSurveys.one({ id, signal }),
  });
  const isUnknown = query.error instanceof ApiProblem && [400, 404].includes(query.error.status);
  return (
    <Page title={query.data?.programme?.title ?? id} beside={query.data && <StateBadge state={query.data.state} />}>
      <Anchor component={Link} to="/surveys" size="sm" className={classes.back}>
        <ArrowLeft size={14} aria-hidden /> {text.one.back}
      </Anchor>
      {isUnknown ? (
        <Empty title={text.one.notFound}>{text.one.notFoundHint}</Empty>
      ) : (
        <Answered query={query} rows={6}>
          {(one) => <Opened one={one} />}
        </Answered>
      )}
    </Page>
  );
};

const Opened = ({ one }: { one: WholeProgramme }) => {
  const { counts, figures } = useAskedDays();
  const { id } = one;
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="xs">
        <TimeOfFigures />
        <StandingActions one={one} />
      </Group>
      <AskedCard query={counts} programme={id} />
      <div className={classes.two}>
        <ImmediacyCard query={figures} programme={id} />
        <ResponseCard query={figures} programme={id} />
      </div>
      <div className={classes.two}>
        <ChannelsCard query={counts} programme={id} />
        <WarningsCard one={one} />
      </div>
      <DryRunCard id={id} />
      <div className={classes.two}>
        {one.programme && <WhatCard programme={one.programme} />}
        <VersionsCard one={one} />
      </div>
    </Stack>
  );
};

/** What the API warns of, in its words. */
const WarningsCard = ({ one }: { one: WholeProgramme }) => {
  const { formats } = useLanguage();
  const text = useSurveyWords();
  return (
    <FactCard title={text.one.warnings}>
      {one.warnings.length === 0 && <Text size="sm">{text.one.noWarnings}</Text>}
      <ul className={classes.plain} lang="en">
        {one.warnings.map(({ path, message }) => (
          <li key={`${path} ${message}`}>{formats.sentence(message)}</li>
        ))}
      </ul>
    </FactCard>
  );
};
