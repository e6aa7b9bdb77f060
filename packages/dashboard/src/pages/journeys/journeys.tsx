import { Tabs, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { FilterBar } from '../../filters/filter-bar.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { Page } from '../../states/page.tsx';
import { Empty, Failed, Waiting } from '../../states/states.tsx';
import { ViewsButton } from '../../views/views-button.tsx';
import { FunnelView } from './funnel.tsx';
import { MomentsView } from './moments.tsx';
import { PathsView } from './paths.tsx';
import { RetentionView } from './retention.tsx';
import { stepText, type View, views } from './shown.ts';
import { useJourneys, useSteps } from './use-journeys.ts';
import { useJourneyWords } from './words/words.ts';

/** Who takes which steps, in what order, how often, and what goes along with that. */
export const JourneysPage = () => {
  const { words } = useLanguage();
  const text = useJourneyWords();
  const { shown, show } = useJourneys();
  const view = shown.journeys ?? 'funnel';
  return (
    <Page
      title={words.pages.journeys}
      beside={
        <Text c="dimmed" size="sm">
          {text.lead}
        </Text>
      }
    >
      <FilterBar compares={false}>
        <ViewsButton />
      </FilterBar>
      <Tabs
        value={view}
        keepMounted={false}
        onChange={(value) => show({ ...shown, journeys: views.find((one) => one === value) })}
      >
        <Tabs.List mb="md">
          {views.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {text.views[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {views.map((name) => (
          <Tabs.Panel key={name} value={name}>
            <WithSteps>{(steps) => <Shown view={name} steps={steps} />}</WithSteps>
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  );
};

/** Whoever asks nothing yet is shown what is asked most often. */
const WithSteps = ({ children }: { children(steps: readonly string[]): ReactNode }) => {
  const text = useJourneyWords();
  const { data, error, refetch } = useSteps();
  if (error) return <Failed error={error} retry={() => void refetch()} isStale={false} />;
  if (data === undefined) return <Waiting height={40} count={5} />;
  if (data.steps.length === 0) return <Empty title={text.nothing}>{text.nothingHint}</Empty>;
  return children(data.steps.map(stepText));
};

const Shown = ({ view, steps }: { view: View; steps: readonly string[] }) => {
  if (view === 'funnel') return <FunnelView offered={steps} />;
  if (view === 'paths') return <PathsView offered={steps} />;
  if (view === 'retention') return <RetentionView offered={steps} />;
  return <MomentsView />;
};
