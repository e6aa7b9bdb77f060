import { Button, Card, Group, ScrollArea, SegmentedControl, Table, Text, Title } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { Check, FileDown, Link2 } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { Failed } from '../states/states.tsx';
import classes from './chart-card.module.css';
import { saveAs } from './save-as.ts';
import { useChartWords } from './words/words.ts';

/** A chart as a table: what is not a number stands at the left. */
export type TableOf = {
  columns: readonly { name: string; isNumber?: boolean }[];
  rows: readonly (readonly string[])[];
};

/** What is taken along: under which name, and how it is read. */
export type Csv = { name: string; read(): Promise<string> };

type Props = {
  title: string;
  lead?: ReactNode;
  /** The rules by which it is counted, as the API says them. */
  rules?: readonly string[];
  table: TableOf;
  csv: Csv;
  children: ReactNode;
};

/** A chart under its title, which is a table as well, can be taken along, and has an address. */
export const ChartCard = ({ title, lead, rules = [], table, csv, children }: Props) => {
  const id = useId();
  const text = useChartWords();
  const [shown, show] = useState('chart');
  return (
    <Card withBorder padding="md" component="section" aria-labelledby={id}>
      <Group justify="space-between" gap="xs" mb="xs">
        <Title order={2} size="h4" id={id}>
          {title}
        </Title>
        <Group gap="xs">
          <SegmentedControl
            size="xs"
            aria-label={text.show}
            data={[
              { value: 'chart', label: text.chart },
              { value: 'table', label: text.table },
            ]}
            value={shown}
            onChange={show}
          />
          <Take csv={csv} />
          <CopyLink />
        </Group>
      </Group>
      {lead && (
        <Text size="sm" mb="sm" component="div">
          {lead}
        </Text>
      )}
      {shown === 'table' ? <AsTable title={title} table={table} /> : children}
      {rules.length > 0 && (
        <Text size="xs" c="dimmed" mt="sm" lang="en" className={classes.rules}>
          {text.rules}: {rules.map((rule) => rule.replace(/\.$/, '')).join('; ')}.
        </Text>
      )}
    </Card>
  );
};

const Take = ({ csv }: { csv: Csv }) => {
  const text = useChartWords();
  const { mutate, isPending, error } = useMutation({
    mutationFn: async () => saveAs(`${csv.name}.csv`, await csv.read()),
  });
  return (
    <>
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<FileDown size={14} aria-hidden />}
        loading={isPending}
        onClick={() => mutate()}
      >
        {text.csv}
      </Button>
      {error && <Failed error={error} retry={() => mutate()} isStale={false} />}
    </>
  );
};

const CopyLink = () => {
  const text = useChartWords();
  const { copy, copied } = useClipboard({ timeout: 2000 });
  const Icon = copied ? Check : Link2;
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      title={text.linkHint}
      leftSection={<Icon size={14} aria-hidden />}
      onClick={() => copy(window.location.href)}
    >
      {copied ? text.copied : text.link}
    </Button>
  );
};

const AsTable = ({ title, table }: { title: string; table: TableOf }) => (
  <ScrollArea.Autosize mah={420} viewportProps={{ tabIndex: 0, 'aria-label': title, role: 'region' }}>
    <Table stickyHeader fz="sm" className={classes.table}>
      <Table.Thead>
        <Table.Tr>
          {table.columns.map(({ name, isNumber }) => (
            <Table.Th key={name} ta={isNumber ? 'right' : 'left'}>
              {name}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {table.rows.map((row) => (
          <Table.Tr key={row.join('\n')}>
            {row.map((cell, at) => (
              <Table.Td key={table.columns[at]?.name} ta={table.columns[at]?.isNumber ? 'right' : 'left'}>
                {cell}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </ScrollArea.Autosize>
);
