import { Badge, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { askCustomer, type CaseOf } from '../../api/customers.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FactCard } from '../../states/fact-card.tsx';
import { Failed, Waiting } from '../../states/states.tsx';
import classes from './customers.module.css';
import { endOfDay } from './day.ts';
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

/** For what she may be contacted where, as it is now, or as it was at the end of a day. */
export const ConsentsCard = ({ id, until }: { id: string; until: string | undefined }) => {
  const text = useCustomerWords();
  const { words, formats } = useLanguage();
  const { data, error, refetch } = useQuery({
    queryKey: ['customer', id, 'consents', until],
    queryFn: ({ signal }) =>
      askCustomer.consents({ id, signal, at: until === undefined ? undefined : endOfDay(until, Date.now()) }),
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
