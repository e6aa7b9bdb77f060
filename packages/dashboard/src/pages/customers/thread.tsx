import { Badge, Button, Card, Group, Select, Text, TextInput, Title, Tooltip } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import { askCustomer, type CaseOf, type Entry, type Judged } from '../../api/customers.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Empty, Failed, Waiting } from '../../states/states.tsx';
import { answersIn, reasonIn } from './answers.ts';
import { ChannelIcon } from './channel-icon.tsx';
import classes from './customers.module.css';
import { endOfDay } from './day.ts';
import { silenceBefore } from './silences.ts';
import { useCustomerWords } from './words/words.ts';

type Props = {
  id: string;
  cases: readonly CaseOf[];
  /** The day up to which the thread is shown; without one, up to now. */
  until: string | undefined;
  look(until: string | undefined): void;
};

/** All that happened, the latest first: what was said and answered, which case it opened, and for how long there was silence. */
export const Thread = ({ id, cases, until, look }: Props) => {
  const text = useCustomerWords();
  const { formats } = useLanguage();
  const [channel, setChannel] = useState<string>();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['customer', id, 'thread', channel, until],
    queryFn: ({ signal, pageParam: cursor }) =>
      askCustomer.thread({
        ...{ id, signal },
        ...(channel && { channel }),
        ...(until && { until: endOfDay(until, Date.now()) ?? '' }),
        ...(cursor && { cursor }),
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const judged = useQuery({
    queryKey: ['customer', id, 'verbatims'],
    queryFn: ({ signal }) => askCustomer.verbatims({ id, signal }),
  }).data?.verbatims;
  const entries = data?.pages.flatMap(({ interactions }) => interactions);
  return (
    <Card withBorder padding="md" component="section" aria-labelledby="thread">
      <Group justify="space-between" mb="md">
        <Title order={2} size="h4" id="thread">
          {text.thread}
        </Title>
        <Group gap="xs">
          <DayFilter until={until} look={look} />
          <ChannelFilter channel={channel} setChannel={setChannel} />
        </Group>
      </Group>
      {error && <Failed error={error} retry={() => void refetch()} isStale={entries !== undefined} />}
      {entries === undefined && !error && <Waiting height={56} count={5} />}
      {entries?.length === 0 && <Empty title={until === undefined ? text.threadEmpty : text.nothingUntil} />}
      <ol className={classes.thread}>
        {entries?.map((entry, n) => {
          const silence = silenceBefore(entry.occurredAt, entries[n + 1]?.occurredAt);
          const of = ({ interaction }: { interaction: { source: string; id: string } }) =>
            interaction.id === entry.id && interaction.source === entry.source;
          return (
            <Fragment key={`${entry.source} ${entry.id}`}>
              <ThreadEntry entry={entry} cases={cases.filter(of)} judged={judged?.filter(of) ?? []} />
              {silence !== undefined && <li className={classes.silence}>{text.silence(formats.number(silence, 0))}</li>}
            </Fragment>
          );
        })}
      </ol>
      {hasNextPage && (
        <Button variant="default" size="xs" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {text.older}
        </Button>
      )}
    </Card>
  );
};

/** Goes to a day: what happened until then is shown, and the consents as they were. */
const DayFilter = ({ until, look }: Pick<Props, 'until' | 'look'>) => {
  const text = useCustomerWords();
  return (
    <Group gap={4}>
      <TextInput
        size="xs"
        type="date"
        aria-label={text.untilDay}
        title={text.untilDay}
        value={until ?? ''}
        onChange={({ currentTarget }) => look(currentTarget.value === '' ? undefined : currentTarget.value)}
      />
      {until !== undefined && (
        <Button size="xs" variant="subtle" onClick={() => look(undefined)}>
          {text.toNow}
        </Button>
      )}
    </Group>
  );
};

type Choosing = { channel: string | undefined; setChannel(channel: string | undefined): void };

const ChannelFilter = ({ channel, setChannel }: Choosing) => {
  const text = useCustomerWords();
  const { words } = useLanguage();
  return (
    <Select
      size="xs"
      w={160}
      clearable
      aria-label={words.filters.channel}
      placeholder={text.allChannels}
      data={Object.entries(words.channels).map(([value, label]) => ({ value, label }))}
      value={channel ?? null}
      onChange={(value) => setChannel(value ?? undefined)}
    />
  );
};

type Told = { entry: Entry; cases: readonly CaseOf[]; judged: readonly Judged[] };

const ThreadEntry = ({ entry, cases, judged }: Told) => {
  const text = useCustomerWords();
  const { words, formats } = useLanguage();
  const channels: Readonly<Record<string, string>> = words.channels;
  const why = reasonIn(entry.why);
  return (
    <li className={classes.entry}>
      <ChannelIcon channel={entry.channel} />
      <div>
        <Text size="sm" className={classes.words}>
          <b>{entry.kind}</b> · {entry.touchpoint} · {channels[entry.channel] ?? entry.channel}
        </Text>
        <Group gap={6}>
          <Text size="xs" c="dimmed">
            <time dateTime={entry.occurredAt}>{formats.moment(entry.occurredAt)}</time>
          </Text>
          {why && (
            <Tooltip
              label={text.whyBy(why.rule, why.by)}
              multiline
              maw={320}
              events={{ hover: true, focus: true, touch: true }}
            >
              <Text
                size="xs"
                c="dimmed"
                td="underline"
                tabIndex={0}
                component="span"
                style={{ textDecorationStyle: 'dotted' }}
              >
                {text.why}
              </Text>
            </Tooltip>
          )}
        </Group>
        {entry.text !== undefined && <blockquote className={classes.quote}>{entry.text}</blockquote>}
        <Marks entry={entry} cases={cases} judged={judged} />
      </div>
    </li>
  );
};

/** What an entry came to: what was answered, how the words feel, who was asked, which case it opened. */
const Marks = ({ entry, cases, judged }: Told) => {
  const text = useCustomerWords();
  const felt = judged.flatMap(({ polarity, topics }) => (polarity === undefined ? [] : [{ polarity, topics }]));
  return (
    <Group gap={6} mt={4}>
      {answersIn(entry.answers).map(({ question, scale, said }) => (
        <Badge key={question} variant="light" tt="none" size="sm" title={question} maw="100%">
          {scale === 'text' ? `“${said}”` : `${scale.toUpperCase()} ${said}`}
        </Badge>
      ))}
      {felt.map(({ polarity, topics }) => (
        <Badge
          key={polarity}
          variant="outline"
          tt="none"
          size="sm"
          color={polarity === 'negative' ? 'red' : polarity === 'positive' ? 'teal' : 'gray'}
          c={polarity === 'negative' ? 'var(--bad)' : polarity === 'positive' ? 'var(--good)' : 'dimmed'}
        >
          {[text[polarity], ...topics].join(' · ')}
        </Badge>
      ))}
      {entry.surveys.map(({ programme, state, reason }) => (
        <Badge key={programme} variant="default" tt="none" size="sm" {...(reason !== undefined && { title: reason })}>
          {text.survey(programme, reason ?? state)}
        </Badge>
      ))}
      {cases.map(({ id, rule, state }) => (
        <Badge key={id} color="orange" variant="light" tt="none" size="sm" c="var(--warn)">
          {text.caseOf(rule)} ({text.states[state]})
        </Badge>
      ))}
    </Group>
  );
};
