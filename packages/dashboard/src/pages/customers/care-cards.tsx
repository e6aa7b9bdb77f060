import { Badge, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { askCustomer, type CaseOf } from '../../api/customers.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FactCard } from '../../states/fact-card.tsx';
import { Failed, Waiting } from '../../states/states.tsx';
import classes from './customers.module.css';
import { useCustomerWords } from './words/words.ts';

/** Why somebody takes care of her, and until when. */
export const CasesCard = ({ cases }: { cases: readonly CaseOf[] | undefined }) => {
  const text = useCustomerWords();
  const { formats } = useLanguage();
  return (
    <FactCard title={text.cases}>
      {cases === undefined && <Waiting height={20} count={2} />}
      {cases?.length === 0 && <Text size="sm">{text.noCases}</Text>}
      <ul className={classes.plain}>
        {cases?.map(({ id, rule, state, about, nextDueAt, overdue }) => (
          <li key={id}>
            <Badge
              color={overdue ? 'red' : 'orange'}
              variant="light"
              c={overdue ? 'var(--bad)' : 'var(--warn)'}
              tt="none"
              size="sm"
            >
              {overdue ? text.overdue : text.states[state]}
            </Badge>{' '}
            <Link to="/cases/$id" params={{ id }} className={classes.case}>
              {rule} · {about}
            </Link>
            {nextDueAt !== undefined && ` · ${text.due(formats.moment(nextDueAt))}`}
          </li>
        ))}
      </ul>
    </FactCard>
  );
};

/** Who contacted her last, what stops that, and how much of each limit is used; in the words of the API. */
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
      <ul className={classes.plain} lang="en">
        {data?.brakes.map(({ words: said, at }) => (
          <li key={`${said} ${at}`}>
            <span className={classes.no}>{formats.sentence(said)}</span>
          </li>
        ))}
        {data?.budgets.map(({ rule, words: said }) => (
          <li key={rule}>{formats.sentence(said)}</li>
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

/** For what she may be contacted where, as it is now. */
export const ConsentsCard = ({ id }: { id: string }) => {
  const text = useCustomerWords();
  const { words, formats } = useLanguage();
  const { data, error, refetch } = useQuery({
    queryKey: ['customer', id, 'consents'],
    queryFn: ({ signal }) => askCustomer.consents({ id, signal }),
  });
  const asOf = data === undefined ? {} : { beside: text.asOf(formats.moment(data.at)) };
  return (
    <FactCard title={text.consents} {...asOf}>
      {error && <Failed error={error} retry={() => void refetch()} isStale={data !== undefined} />}
      {data === undefined && !error && <Waiting height={20} count={2} />}
      {data?.contacts.length === 0 && <Text size="sm">{text.noConsents}</Text>}
      <ul className={classes.plain}>
        {data?.contacts.map(({ purpose, channel, contactPoint, lawful, why }) => (
          <li key={`${purpose} ${channel} ${contactPoint.value}`} className={classes.words}>
            <span className={lawful ? classes.yes : classes.no}>
              {purpose}, {words.channels[channel]}: {lawful ? text.lawful : text.unlawful}
            </span>{' '}
            <Text span size="xs" c="dimmed">
              {contactPoint.value} ({why})
            </Text>
          </li>
        ))}
      </ul>
    </FactCard>
  );
};
