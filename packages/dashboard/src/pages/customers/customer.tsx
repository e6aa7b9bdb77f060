import { Badge, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { askCustomer, nameOfRecord } from '../../api/customers.ts';
import { ApiProblem } from '../../api/problem.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Page } from '../../states/page.tsx';
import { Empty, Failed, Waiting } from '../../states/states.tsx';
import { PrivacyCard } from '../privacy/privacy-card.tsx';
import { BriefingCard, MayContactCard } from './briefing-cards.tsx';
import { CasesCard, ConsentsCard } from './care-cards.tsx';
import { ContactsCard } from './contacts-card.tsx';
import classes from './customers.module.css';
import { GuidanceCards } from './guidance-cards.tsx';
import { IdentifiersCard, TraitsCard } from './record-cards.tsx';
import { Thread } from './thread.tsx';
import { useCustomerWords } from './words/words.ts';

/** A customer: the thread, and beside it what somebody needs to know who has her on the line. */
export const CustomerPage = () => {
  const text = useCustomerWords();
  const { words } = useLanguage();
  const { id = '' } = useParams({ strict: false });
  const { data, error, refetch } = useQuery({
    queryKey: ['customer', id, 'record'],
    queryFn: ({ signal }) => askCustomer.record({ id, signal }),
  });
  const [until, look] = useState<string>();
  const { data: cases } = useQuery({
    queryKey: ['customer', id, 'cases'],
    queryFn: ({ signal }) => askCustomer.cases({ id, signal }),
  });
  if (error instanceof ApiProblem && error.status === 404)
    return <Empty title={text.notFound}>{text.notFoundHint}</Empty>;
  return (
    <Page title={data === undefined ? words.pages.customers : nameOfRecord(data)} beside={<Lived record={data} />}>
      {error && <Failed error={error} retry={() => void refetch()} isStale={data !== undefined} />}
      <div className={classes.columns}>
        <div className={classes.beside} data-part="first">
          <BriefingCard id={id} />
          <GuidanceCards id={id} />
          <MayContactCard id={id} />
          <CasesCard cases={cases?.cases} />
        </div>
        <div className={classes.middle}>
          <Thread id={id} cases={cases?.cases ?? []} until={until} look={look} />
        </div>
        <div className={classes.beside} data-part="then">
          {data === undefined ? (
            <Waiting height={120} count={2} />
          ) : (
            <>
              <IdentifiersCard record={data} />
              <TraitsCard record={data} />
            </>
          )}
          <ContactsCard id={id} />
          <ConsentsCard id={id} until={until} />
          {data && <PrivacyCard record={data} />}
        </div>
      </div>
    </Page>
  );
};

type Recorded = { record: { ambiguous: boolean; interactions: { total: number; lastAt?: string } } | undefined };

const Lived = ({ record }: Recorded) => {
  const text = useCustomerWords();
  const { formats } = useLanguage();
  if (record === undefined) return null;
  const { total, lastAt } = record.interactions;
  return (
    <Group gap="xs">
      {record.ambiguous && (
        <Badge color="orange" variant="light" tt="none" c="var(--warn)">
          {text.shared}
        </Badge>
      )}
      <Text size="sm" c="dimmed">
        {text.interactions(formats.number(total, 0))}
        {lastAt !== undefined && ` · ${text.last(formats.moment(lastAt))}`} · {formats.zone}
      </Text>
    </Group>
  );
};
