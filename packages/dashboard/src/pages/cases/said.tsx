import { Badge, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { askCases, type WholeCase } from '../../api/cases.ts';
import type { Entry } from '../../api/customers.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FactCard } from '../../states/fact-card.tsx';
import { Failed, Waiting } from '../../states/states.tsx';
import { answersIn } from '../customers/answers.ts';
import { useCustomerWords } from '../customers/words/words.ts';
import classes from './cases.module.css';
import { useCaseWords } from './words/words.ts';

/** What the customer said that opened the case, and what it has taken up since; with the words by which it was judged. */
export const Said = ({ one }: { one: WholeCase }) => {
  const text = useCaseWords();
  const { data, error, refetch } = useQuery({
    queryKey: ['customer', one.customer, 'thread', 'of-case', one.id, one.interactions.length],
    queryFn: ({ signal }) => askCases.said({ id: one.customer, ...spanOfCase(one), signal }),
  });
  const entries = data?.interactions.filter((entry) => one.interactions.some((said) => isOf(said, entry)));
  return (
    <FactCard title={text.said}>
      {error && <Failed error={error} retry={() => void refetch()} isStale={entries !== undefined} />}
      {entries === undefined && !error && <Waiting height={40} count={2} />}
      {entries?.length === 0 && <Text size="sm">{text.saidNot}</Text>}
      {entries?.map((entry) => (
        <SaidEntry
          key={`${entry.source} ${entry.id}`}
          entry={entry}
          judged={one.verbatims.filter(({ interaction }) => isOf(interaction, entry))}
        />
      ))}
    </FactCard>
  );
};

type Named = { source: string; id: string };
const isOf = (one: Named, other: Named): boolean => one.id === other.id && one.source === other.source;

/** From the first of what it is about up to, and with, the last. */
const spanOfCase = ({ interactions, occurredAt }: WholeCase): { from: string; to: string } => {
  const times = [occurredAt, ...interactions.map((one) => one.occurredAt)].map((at) => Date.parse(at));
  return { from: new Date(Math.min(...times)).toISOString(), to: new Date(Math.max(...times) + 1).toISOString() };
};

const SaidEntry = ({ entry, judged }: { entry: Entry; judged: WholeCase['verbatims'] }) => {
  const { words, formats } = useLanguage();
  const text = useCaseWords();
  const polarities = useCustomerWords();
  const channels: Readonly<Record<string, string>> = words.channels;
  const decided = [...new Set(judged.flatMap((one) => one.words.map(({ word }) => word)))];
  return (
    <div className={classes.said}>
      <Text size="xs" c="dimmed" className={classes.words}>
        <time dateTime={entry.occurredAt}>{formats.moment(entry.occurredAt)}</time> · {entry.kind} · {entry.touchpoint}{' '}
        · {channels[entry.channel] ?? entry.channel}
      </Text>
      {entry.text !== undefined && <blockquote className={classes.quote}>{entry.text}</blockquote>}
      <Group gap={6}>
        {answersIn(entry.answers).map(({ question, scale, said }) => (
          <Badge key={question} variant="light" tt="none" size="sm" title={question} maw="100%">
            {scale === 'text' ? `“${said}”` : `${scale.toUpperCase()} ${said}`}
          </Badge>
        ))}
        {judged.flatMap(({ id, polarity, topics }) =>
          polarity === undefined
            ? []
            : [
                <Badge key={id} variant="outline" tt="none" size="sm" color="gray" c="var(--mantine-color-text)">
                  {[polarities[polarity], ...topics].join(' · ')}
                </Badge>,
              ],
        )}
      </Group>
      {decided.length > 0 && (
        <Text size="xs" mt={4} className={classes.words}>
          {text.wordsThatDecided}: <b>{decided.join(', ')}</b>
        </Text>
      )}
    </div>
  );
};
