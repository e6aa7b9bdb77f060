import { Button, Group, NativeSelect, Progress, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { FlaskConical, Square } from 'lucide-react';
import { useState } from 'react';
import { type DryRun, dryRuns, type History } from '../../api/surveys.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FactCard } from '../../states/fact-card.tsx';
import { Failed } from '../../states/states.tsx';
import { DryRunReport } from './dry-run-report.tsx';
import { useMayChange } from './use-surveys.ts';
import { useSurveyWords } from './words/words.ts';

const oftenMs = 1000;
const isUnderWay = (run: DryRun | undefined): boolean => run?.state === 'waiting' || run?.state === 'running';

/** What is tried: a programme that is in force, or one as it is written. */
type Tried = { id: string; draft?: object | undefined };

/** What a programme would have done about what really happened. Nothing is sent, and nobody is asked. */
export const DryRunCard = ({ id, draft }: Tried) => {
  const text = useSurveyWords();
  const mayChange = useMayChange();
  const [history, setHistory] = useState<History>('log');
  const start = useMutation({ mutationFn: () => dryRuns.start({ id, draft, history }) });
  const first = start.data;
  const { data = first, error } = useQuery({
    queryKey: ['surveys', 'dry-run', first?.id],
    enabled: first !== undefined && isUnderWay(first),
    queryFn: ({ signal }) => dryRuns.read({ id: first?.id ?? '', signal }),
    refetchInterval: ({ state }) => (state.data === undefined || isUnderWay(state.data) ? oftenMs : false),
  });
  if (!mayChange) return null;
  const wrong = start.error ?? error;
  return (
    <FactCard title={text.dryRun.title}>
      <Text size="sm" mb="xs">
        {text.dryRun.lead}
      </Text>
      <Group gap="xs" align="flex-end" mb="xs">
        <NativeSelect
          size="xs"
          label={text.dryRun.history}
          data={(['log', 'invitations'] as const).map((value) => ({ value, label: text.dryRun.histories[value] }))}
          value={history}
          onChange={({ currentTarget }) => setHistory(currentTarget.value === 'log' ? 'log' : 'invitations')}
        />
        <Button
          size="xs"
          variant="default"
          leftSection={<FlaskConical size={14} aria-hidden />}
          loading={start.isPending || isUnderWay(data)}
          onClick={() => start.mutate()}
        >
          {text.dryRun.start}
        </Button>
      </Group>
      {wrong && <Failed error={wrong} retry={() => start.mutate()} isStale={false} />}
      {data && <Standing run={data} />}
    </FactCard>
  );
};

const Standing = ({ run }: { run: DryRun }) => {
  const text = useSurveyWords();
  const [report] = run.result?.programmes ?? [];
  return (
    <div data-dry-run={run.state}>
      {isUnderWay(run) && <UnderWay run={run} />}
      {run.failure !== undefined && <Text c="var(--bad)">{run.failure}</Text>}
      {(run.state === 'stopped' || run.state === 'broken-off') && (
        <Text size="sm">{text.dryRun.states[run.state]}</Text>
      )}
      {report && run.result && <DryRunReport report={report} result={run.result} />}
    </div>
  );
};

const UnderWay = ({ run }: { run: DryRun }) => {
  const { formats } = useLanguage();
  const text = useSurveyWords();
  const stop = useMutation({ mutationFn: () => dryRuns.stop(run.id) });
  const { progress } = run;
  const phases: Readonly<Record<string, string>> = text.dryRun.phases;
  return (
    <Stack gap="xs" role="status">
      <Text size="sm">
        {progress === undefined
          ? text.dryRun.states.waiting
          : `${phases[progress.phase] ?? progress.phase}: ${formats.number(progress.done, 0)} / ${formats.number(progress.total, 0)}`}
      </Text>
      {progress && (
        <Progress
          value={progress.total === 0 ? 0 : (100 * progress.done) / progress.total}
          aria-label={text.dryRun.progress}
        />
      )}
      <Button
        size="compact-xs"
        variant="default"
        style={{ alignSelf: 'flex-start' }}
        leftSection={<Square size={12} aria-hidden />}
        loading={stop.isPending}
        onClick={() => stop.mutate()}
      >
        {text.dryRun.stop}
      </Button>
    </Stack>
  );
};
