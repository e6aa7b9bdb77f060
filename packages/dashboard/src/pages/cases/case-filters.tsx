import { Group, Select } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useLanguage } from '../../i18n/language.tsx';
import { ViewsButton } from '../../views/views-button.tsx';
import classes from './cases.module.css';
import { severities, type View, views } from './shown.ts';
import { useCounts, useMe, useQueueCounts, useVocabulary } from './use-cases.ts';
import { useShownCases } from './use-shown-cases.ts';
import { useCaseWords } from './words/words.ts';

/** Which cases are looked at: how they stand, of which queue, how severe. */
export const CaseFilters = () => {
  const text = useCaseWords();
  const { shown, show } = useShownCases();
  const counts = useCounts(shown);
  const me = useMe();
  return (
    <Group justify="space-between" align="center" mb="sm" gap="xs">
      <nav className={classes.views} aria-label={text.viewsTitle}>
        {views
          .filter((view) => view !== 'mine' || me !== undefined)
          .map((view) => (
            <ViewLink key={view} view={view} isShown={(shown.cases ?? 'hand') === view} count={counts[view]} />
          ))}
      </nav>
      <Group gap="xs">
        <ViewsButton path="/cases" />
        <QueueSelect queue={shown.queue} choose={(queue) => show({ ...shown, queue })} />
        <Select
          size="xs"
          w={130}
          clearable
          aria-label={text.severity}
          placeholder={text.severity}
          data={severities.map((value) => ({ value, label: text.severities[value] }))}
          value={shown.severity ?? null}
          onChange={(value) => show({ ...shown, severity: severities.find((one) => one === value) })}
        />
      </Group>
    </Group>
  );
};

type Viewing = { view: View; isShown: boolean; count: number | undefined };

const ViewLink = ({ view, isShown, count }: Viewing) => {
  const { formats } = useLanguage();
  const text = useCaseWords();
  return (
    <Link
      to="/cases"
      search={{ cases: view === 'hand' ? undefined : view }}
      className={classes.view}
      data-shown={isShown}
      data-view={view}
      activeOptions={{ explicitUndefined: true }}
    >
      {text.views[view]}
      {count !== undefined && <span className={classes.count}>{formats.number(count, 0)}</span>}
    </Link>
  );
};

type Queueing = { queue: string | undefined; choose(queue: string | undefined): void };

const QueueSelect = ({ queue, choose }: Queueing) => {
  const { formats } = useLanguage();
  const text = useCaseWords();
  const { queues } = useVocabulary();
  const counts = useQueueCounts();
  const known = [...new Set([...(queue === undefined ? [] : [queue]), ...queues, ...(counts?.keys() ?? [])])];
  return (
    <Select
      size="xs"
      w={210}
      clearable
      aria-label={text.queue}
      placeholder={text.queue}
      data={known.map((value) => ({
        value,
        label: counts ? text.inQueue(value, formats.number(counts.get(value) ?? 0, 0)) : value,
      }))}
      value={queue ?? null}
      onChange={(value) => choose(value ?? undefined)}
    />
  );
};
