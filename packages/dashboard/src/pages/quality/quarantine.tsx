import { Button, Group, SegmentedControl, Text, UnstyledButton } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { listQuarantine, type QuarantineState, quarantineStates } from '../../api/quality.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Answered } from '../../states/answered.tsx';
import { FactCard } from '../../states/fact-card.tsx';
import { Empty } from '../../states/states.tsx';
import { EntryDialog } from './entry-dialog.tsx';
import { Verdict } from './part.tsx';
import classes from './quality.module.css';
import { useQualityWords } from './words/words.ts';

/** What could not be processed, by its reason; each is opened, fixed, put onto the log again, or discarded. */
export const QuarantinePart = () => {
  const text = useQualityWords();
  const [state, setState] = useState<QuarantineState>('waiting');
  const [reason, setReason] = useState<string>();
  const [opened, setOpened] = useState<number>();
  const { data: { counts = [] } = {} } = useReasons(state);
  // Once the last of a reason is settled, it cannot be chosen any more.
  const chosen = counts.find((one) => one.reason === reason)?.reason;
  const show = (next: string): void => {
    setState(quarantineStates.find((one) => one === next) ?? 'waiting');
    setReason(undefined);
  };
  return (
    <FactCard title={text.quarantine.title}>
      <Waiting />
      <SegmentedControl
        size="xs"
        mb="xs"
        aria-label={text.quarantine.state}
        data={quarantineStates.map((value) => ({ value, label: text.quarantine.states[value] }))}
        value={state}
        onChange={show}
      />
      <Reasons counts={counts} chosen={chosen} choose={setReason} />
      <Entries state={state} reason={chosen} open={setOpened} />
      {opened !== undefined && <EntryDialog id={opened} close={() => setOpened(undefined)} />}
    </FactCard>
  );
};

/** How many there are of each reason: of whatever is listed, so that the one is the sum of the other. */
const useReasons = (state: QuarantineState) =>
  useQuery({
    queryKey: ['quarantine', 'reasons', state],
    queryFn: ({ signal }) => listQuarantine({ signal, state, limit: 1 }),
    refetchInterval: 15_000,
  });

const Waiting = () => {
  const { formats } = useLanguage();
  const text = useQualityWords();
  const query = useReasons('waiting');
  return (
    <Answered query={query} rows={1}>
      {({ counts }) => {
        const n = counts.reduce((sum, { count }) => sum + count, 0);
        return (
          <Verdict tone={n === 0 ? 'fine' : 'wrong'}>
            <span data-count="waiting" data-value={n}>
              {n === 0 ? text.quarantine.none : text.quarantine.waits(formats.number(n, 0))}
            </span>
            {n === 0 && (
              <Text span display="block" size="sm" c="dimmed">
                {text.quarantine.noneHint}
              </Text>
            )}
          </Verdict>
        );
      }}
    </Answered>
  );
};

type Counts = Awaited<ReturnType<typeof listQuarantine>>['counts'];
type Choosing = { counts: Counts; chosen: string | undefined; choose(reason: string | undefined): void };

const Reasons = ({ counts, chosen, choose }: Choosing) => {
  const { formats } = useLanguage();
  const text = useQualityWords();
  if (counts.length === 0) return null;
  return (
    <Group gap={6} mb="xs" role="group" aria-label={text.quarantine.reasons}>
      {counts.map((one) => (
        <Button
          key={one.reason}
          size="compact-xs"
          h="auto"
          py={3}
          maw="100%"
          variant={one.reason === chosen ? 'filled' : 'default'}
          aria-pressed={one.reason === chosen}
          styles={{ label: { whiteSpace: 'normal', overflowWrap: 'anywhere', textAlign: 'left' } }}
          onClick={() => choose(one.reason === chosen ? undefined : one.reason)}
        >
          {one.reason} · {formats.number(one.count, 0)}
        </Button>
      ))}
    </Group>
  );
};

type Listing = { state: QuarantineState; reason: string | undefined; open(id: number): void };

const Entries = ({ state, reason, open }: Listing) => {
  const text = useQualityWords();
  const query = useInfiniteQuery({
    queryKey: ['quarantine', 'entries', state, reason],
    queryFn: ({ signal, pageParam: cursor }) => listQuarantine({ signal, state, reason, cursor, limit: 10 }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  return (
    <Answered query={query} rows={3}>
      {({ pages }) => {
        const entries = pages.flatMap(({ quarantine }) => quarantine);
        if (entries.length === 0 && state !== 'waiting') return <Empty title={text.quarantine.noneOf[state]} />;
        return (
          <>
            <ul className={classes.entries}>
              {entries.map((entry) => (
                <li key={entry.id}>
                  <EntryRow entry={entry} open={open} />
                </li>
              ))}
            </ul>
            {query.hasNextPage && (
              <Button
                variant="default"
                size="xs"
                loading={query.isFetchingNextPage}
                onClick={() => void query.fetchNextPage()}
              >
                {text.quarantine.more}
              </Button>
            )}
          </>
        );
      }}
    </Answered>
  );
};

type Listed = Awaited<ReturnType<typeof listQuarantine>>['quarantine'][number];

const EntryRow = ({ entry, open }: { entry: Listed; open(id: number): void }) => {
  const { formats } = useLanguage();
  const text = useQualityWords();
  const { id, reason, source, interaction, origin, arrivedAt } = entry;
  return (
    <UnstyledButton className={classes.entry} data-entry={interaction ?? id} onClick={() => open(id)}>
      <b>{reason}</b>
      <Text span size="xs" c="dimmed">
        {formats.moment(arrivedAt)}
      </Text>
      <span className={classes.about}>
        {text.quarantine.look(String(id))}: {text.quarantine.of(interaction ?? origin.topic, source ?? origin.group)}
      </span>
    </UnstyledButton>
  );
};
