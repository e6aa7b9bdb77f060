import { Anchor, Button, Drawer, Stack, Text } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { askCustomer, nameOfRecord } from '../api/customers.ts';
import { useSession } from '../session/session.ts';
import { Empty, Failed, Waiting } from '../states/states.tsx';
import classes from './who.module.css';
import { useChartWords } from './words/words.ts';

/** What is counted of somebody, where a figure counts more than customers: whose it is, unless nobody knows, and which it is, in words. */
type CountedOf = { key: string; customer?: string; said: string };

/** The customers behind a figure, page by page. */
export type ListWho = (asking: {
  cursor: string | undefined;
  signal: AbortSignal;
}) => Promise<{ customers: readonly (string | CountedOf)[]; nextCursor?: string }>;

/** Which figure: how it is called, and who is behind it; `key` tells it from every other one. */
export type Behind = { key: unknown; title: string; list: ListWho };

/** Who is behind a figure, and what else can be done with it. */
export const Who = ({ behind, close, children }: { behind: Behind; close(): void; children?: ReactNode }) => {
  const text = useChartWords();
  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      title={behind.title}
      closeButtonProps={{ 'aria-label': text.close }}
      styles={{ title: { overflowWrap: 'anywhere', fontWeight: 600 } }}
    >
      <Stack gap="sm">
        {children}
        <Listed behind={behind} />
      </Stack>
    </Drawer>
  );
};

const Listed = ({ behind: { key, list } }: { behind: Behind }) => {
  const text = useChartWords();
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['who', key],
    queryFn: ({ signal, pageParam: cursor }) => list({ cursor, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const mayRead = useMayReadCustomers();
  if (error) return <Failed error={error} retry={() => void refetch()} isStale={data !== undefined} />;
  if (data === undefined) return <Waiting height={24} count={6} />;
  const all = data.pages.flatMap(({ customers }) => customers.map(countedOf));
  if (all.length === 0) return <Empty title={text.who.nobody} />;
  return (
    <>
      <Text size="xs" c="dimmed">
        {mayRead ? text.who.noted : text.who.hidden}
      </Text>
      <ul className={classes.list}>
        {all.map(({ key, customer, said }) => (
          <li key={key} data-who={customer ?? ''}>
            {customer === undefined ? (
              <Text size="sm">{text.who.unknown}</Text>
            ) : (
              <Anchor
                size="sm"
                renderRoot={(props) => <Link to="/customers/$id" params={{ id: customer }} {...props} />}
              >
                {mayRead ? <Name id={customer} /> : customer}
              </Anchor>
            )}
            {said !== '' && (
              <Text size="xs" c="dimmed">
                {said}
              </Text>
            )}
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button variant="default" size="xs" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {text.who.more}
        </Button>
      )}
    </>
  );
};

const countedOf = (one: string | CountedOf): CountedOf =>
  typeof one === 'string' ? { key: one, customer: one, said: '' } : one;

/** Whether who looks may see who somebody is; nobody is signed in where Hilo is asked by a key. */
const useMayReadCustomers = (): boolean => {
  const { data } = useSession();
  return data === null || (data?.scopes.some((scope) => scope === '*' || scope === 'customers:read') ?? false);
};

const Name = ({ id }: { id: string }) => {
  const { data } = useQuery({
    queryKey: ['customer', id, 'record'],
    queryFn: ({ signal }) => askCustomer.record({ id, signal }),
    staleTime: 60_000,
  });
  return data === undefined ? id : nameOfRecord(data);
};
