import { Anchor, Badge, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { askErasure, type ErasureStatus } from '../../api/privacy.ts';
import { ApiProblem } from '../../api/problem.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Page } from '../../states/page.tsx';
import { Empty, Failed, Waiting } from '../../states/states.tsx';
import { usePrivacyWords } from './words/words.ts';

const oftenMs = 1000;

/** How far an erasure is, and what was removed where; without a name, since there is none any more. */
export const ErasurePage = () => {
  const text = usePrivacyWords().erasure;
  const { words } = useLanguage();
  const { id = '' } = useParams({ strict: false });
  const { data, error, refetch } = useQuery({
    queryKey: ['erasure', id],
    queryFn: ({ signal }) => askErasure({ id, signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'done' || state.error !== null ? false : oftenMs),
  });
  const status = error instanceof ApiProblem ? error.status : undefined;
  if (status === 404 || status === 400) return <Empty title={text.notFound}>{text.notFoundHint}</Empty>;
  if (status === 403) return <Empty title={words.states.notAllowed} />;
  return (
    <Page title={text.title}>
      {error && <Failed error={error} retry={() => void refetch()} isStale={data !== undefined} />}
      {data === undefined && !error && <Waiting height={32} count={5} />}
      {data && <Standing erasure={data} />}
      <Anchor component={Link} to="/customers" size="sm">
        {text.toCustomers}
      </Anchor>
    </Page>
  );
};

const Standing = ({ erasure: { at, by, reason, state, doneAt, report } }: { erasure: ErasureStatus }) => {
  const text = usePrivacyWords().erasure;
  const { formats } = useLanguage();
  return (
    <>
      <Text fw={600} role="status" data-erasure-state={state}>
        {state === 'done' ? text.done(formats.moment(doneAt ?? at)) : text.running}
      </Text>
      <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {text.until(formats.moment(at))} {text.by(by.person?.subject ?? by.key)}.{' '}
        {reason !== undefined && text.reason(reason)}
      </Text>
      <Table my="md" maw={720} fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text.where}</Table.Th>
            <Table.Th>{text.state}</Table.Th>
            <Table.Th ta="right">{text.removed}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {report.map((one) => (
            <Part key={one.where} part={one} />
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
};

const Part = ({ part: { where, state, removed, waitsFor = [] } }: { part: ErasureStatus['report'][number] }) => {
  const text = usePrivacyWords().erasure;
  const { formats } = useLanguage();
  const rows = removed && Object.values(removed).reduce((sum, count) => sum + count, 0);
  return (
    <Table.Tr data-where={where}>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        {where}
        {waitsFor.map(({ group, records, lastAliveAt }) => (
          <Text key={group} size="xs" c="var(--warn)">
            {text.waitsFor(group, formats.number(records, 0), formats.moment(lastAliveAt))}
          </Text>
        ))}
      </Table.Td>
      <Table.Td>
        <Badge
          size="sm"
          variant="light"
          tt="none"
          color={state === 'done' ? 'teal' : 'orange'}
          c={state === 'done' ? 'var(--good)' : 'var(--warn)'}
        >
          {text.states[state]}
        </Badge>
      </Table.Td>
      <Table.Td ta="right" style={{ fontVariantNumeric: 'tabular-nums' }}>
        {rows === undefined ? '–' : formats.number(rows, 0)}
      </Table.Td>
    </Table.Tr>
  );
};
