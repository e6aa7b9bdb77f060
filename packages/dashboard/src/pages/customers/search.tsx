import { Badge, Card, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { type Found, findCustomers, nameOf } from '../../api/customers.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Page } from '../../states/page.tsx';
import { Empty, Failed, Waiting } from '../../states/states.tsx';
import classes from './customers.module.css';
import { useCustomerWords } from './words/words.ts';

const afterMs = 40;
const most = 20;

/** Customers as one types. What is searched stands in no address and in no log, since it says who somebody is. */
export const CustomerSearch = () => {
  const text = useCustomerWords();
  const { words } = useLanguage();
  const [query, setQuery] = useState('');
  const [wanted] = useDebouncedValue(query.trim(), afterMs);
  return (
    <Page title={words.pages.customers}>
      <Stack gap="md" maw={720}>
        <TextInput
          size="md"
          data-autofocus
          ref={focus}
          type="search"
          autoComplete="off"
          label={text.search}
          description={text.lead}
          leftSection={<Search size={18} aria-hidden />}
          value={query}
          onChange={({ currentTarget }) => setQuery(currentTarget.value)}
        />
        {wanted === '' ? <Empty title={text.start} /> : <Results query={wanted} />}
      </Stack>
    </Page>
  );
};

/** Whoever opens this page is about to type. */
const focus = (input: HTMLInputElement | null): void => input?.focus();

const Results = ({ query }: { query: string }) => {
  const text = useCustomerWords();
  const { data, error, refetch, isPlaceholderData } = useQuery({
    queryKey: ['customers', 'found', query, most],
    queryFn: ({ signal }) => findCustomers({ query, limit: most }, signal),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
  if (error) return <Failed error={error} retry={() => void refetch()} isStale={data !== undefined} />;
  if (data === undefined) return <Waiting height={64} count={4} />;
  if (data.customers.length === 0) return <Empty title={text.nothing(query)}>{text.nothingHint}</Empty>;
  return (
    <>
      <ul className={classes.found} aria-busy={isPlaceholderData}>
        {data.customers.map((one) => (
          <li key={one.id}>
            <FoundCustomer found={one} />
          </li>
        ))}
      </ul>
      {data.nextCursor !== undefined && (
        <Text size="sm" c="dimmed">
          {text.more}
        </Text>
      )}
    </>
  );
};

const FoundCustomer = ({ found }: { found: Found }) => {
  const text = useCustomerWords();
  const { formats } = useLanguage();
  const { total, lastAt } = found.interactions;
  return (
    <Card
      withBorder
      padding="sm"
      renderRoot={(props) => <Link to="/customers/$id" params={{ id: found.id }} {...props} />}
      className={classes.card}
    >
      <Text fw={600}>
        {nameOf(found)}{' '}
        {found.ambiguous && (
          <Badge size="sm" color="orange" variant="light" tt="none" c="var(--warn)">
            {text.shared}
          </Badge>
        )}
      </Text>
      <Text size="sm" c="dimmed" className={classes.identifiers}>
        {found.identifiers.map(({ value }) => value).join(' · ')}
      </Text>
      <Text size="xs" c="dimmed">
        {text.interactions(formats.number(total, 0))}
        {lastAt !== undefined && ` · ${text.last(formats.moment(lastAt))}`}
      </Text>
    </Card>
  );
};
