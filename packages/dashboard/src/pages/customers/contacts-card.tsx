import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { askCustomer } from '../../api/customers.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FactCard } from '../../states/fact-card.tsx';
import { Failed, Waiting } from '../../states/states.tsx';
import classes from './customers.module.css';
import { useCustomerWords } from './words/words.ts';

type Told = Awaited<ReturnType<typeof askCustomer.contacts>>;

/** Who contacted her last, what stops that, and how much of each limit is used. */
export const ContactsCard = ({ id }: { id: string }) => {
  const text = useCustomerWords();
  const { formats } = useLanguage();
  const { data, error, refetch } = useQuery({
    queryKey: ['customer', id, 'contacts'],
    queryFn: ({ signal }) => askCustomer.contacts({ id, signal }),
  });
  return (
    <FactCard title={text.budget}>
      {error && <Failed error={error} retry={() => void refetch()} isStale={data !== undefined} />}
      {data === undefined && !error && <Waiting height={20} count={3} />}
      <ul className={classes.plain}>
        {data?.brakes.map((brake) => (
          <Brake key={`${brake.brake} ${brake.at}`} brake={brake} />
        ))}
        {data?.brakes.length === 0 && <li>{text.noBrakes}</li>}
        {data?.budgets.map((budget) => (
          <Budget key={budget.rule} budget={budget} />
        ))}
      </ul>
      {data && (
        <Text size="xs" c="dimmed" mt="xs" mb={4}>
          {data.contacts.length === 0 ? text.noContacts : text.lastContacts}
        </Text>
      )}
      <ul className={classes.plain} lang="en">
        {data?.contacts.map(({ id: contact, at, words: said }) => (
          <li key={contact}>
            <Text span size="xs" c="dimmed">
              {formats.moment(at)}
            </Text>{' '}
            {formats.sentence(said)}
          </li>
        ))}
      </ul>
    </FactCard>
  );
};

const Brake = ({ brake: { brake, at, channel } }: { brake: Told['brakes'][number] }) => {
  const text = useCustomerWords();
  const { words, formats } = useLanguage();
  const channels: Readonly<Record<string, string>> = words.channels;
  return (
    <li data-brake={brake}>
      <span className={classes.no}>{text.brakes[brake]}</span>
      <Text size="xs" c="dimmed">
        {text.brakeSince(formats.moment(at))}
        {channel !== undefined && ` · ${channels[channel] ?? channel}`}
      </Text>
    </li>
  );
};

/** So many dots are as many as one counts at a glance; more are told by the sentence alone. */
const mostDots = 12;

const Budget = ({ budget }: { budget: Told['budgets'][number] }) => {
  const text = useCustomerWords();
  const { words, formats } = useLanguage();
  const { rule, used, max, of, window, classes: kinds = [], channels = [], freeAt } = budget;
  const named: Readonly<Record<string, string>> = words.channels;
  const of_ = [...kinds, ...channels.map((one) => named[one] ?? one)].join(', ');
  const isFull = used >= max;
  return (
    <li data-budget={rule}>
      {max <= mostDots && (
        <span className={classes.dots} aria-hidden>
          {Array.from({ length: max }, (_, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
            <span key={n} data-used={n < used} />
          ))}
        </span>
      )}
      <span className={isFull ? classes.no : undefined}>
        {text.used(formats.number(used), formats.number(max, 0), text.counted[of], text.span(window))}
      </span>
      <Text size="xs" c="dimmed">
        {[rule, ...(of_ === '' ? [] : [of_])].join(' · ')}
        {freeAt !== undefined && ` · ${text.from(formats.moment(freeAt))}`}
      </Text>
    </li>
  );
};
