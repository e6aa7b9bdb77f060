import { Anchor, Group, Modal, ScrollArea, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { FileDown } from 'lucide-react';
import { answerOf, api } from '../../api/client.ts';
import type { Answer, Question, Row } from '../../api/figures.ts';
import { Sparkline } from '../../charts/sparkline.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { Failed, Waiting } from '../../states/states.tsx';
import { csvAddress } from './csv-address.ts';
import { valueText } from './figure-text.ts';
import classes from './overview.module.css';
import type { Tile } from './questions.ts';

type Props = { tile: Tile; question: Question; close(): void };

/** A figure as a table over time, with the rule by which it is counted, what was left out, and a way to take it along. */
export const Detail = ({ tile, question, close }: Props) => {
  const { words } = useLanguage();
  const { data, error, refetch } = useQuery({
    queryKey: ['figures', 'explained', question],
    queryFn: ({ signal }) => askExplained(question, signal),
  });
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={words.figures[tile]}
      closeButtonProps={{ 'aria-label': words.detail.close }}
    >
      {error && <Failed error={error} retry={() => void refetch()} isStale={false} />}
      {data === undefined && !error && <Waiting height={28} count={6} />}
      {data && (
        <Stack gap="sm">
          <Explained tile={tile} answer={data} />
          <Sparkline
            points={data.rows.map(pointOf)}
            label={words.figures.overTime(words.figures[tile], data.rows.length)}
            height={96}
          />
          <Group justify="flex-end">
            <Anchor href={csvAddress(question)} download size="sm">
              <FileDown size={14} aria-hidden /> {words.detail.csv}
            </Anchor>
          </Group>
          <Rows tile={tile} answer={data} />
        </Stack>
      )}
    </Modal>
  );
};

const askExplained = async (question: Question, signal: AbortSignal): Promise<Answer> => {
  const told = await answerOf(
    api.POST('/v1/query', { body: question, params: { query: { explain: 'true' } }, signal }),
  );
  if (typeof told !== 'object' || 'results' in told) throw new Error('one question has one answer');
  return told;
};

const pointOf = ({ value, low, high, running = false }: Row) => ({ value, low, high, running });

const Explained = ({ tile, answer }: { tile: Tile; answer: Answer }) => {
  const { words, formats } = useLanguage();
  const leftOut = answer.explain?.leftOut ?? [];
  return (
    <div>
      <Text size="sm">{words.figures.hints[tile]}.</Text>
      {answer.explain && (
        <Text size="xs" c="dimmed" lang="en">
          {words.detail.rule}: {answer.explain.rule}
        </Text>
      )}
      {leftOut.length > 0 && (
        <Text size="xs" c="dimmed" lang="en">
          {words.detail.leftOut}: {leftOut.map(({ reason, n }) => `${reason} (${formats.number(n, 0)})`).join(', ')}
        </Text>
      )}
    </div>
  );
};

const Rows = ({ tile, answer }: { tile: Tile; answer: Answer }) => {
  const { words, formats } = useLanguage();
  return (
    <ScrollArea.Autosize mah={320} viewportProps={{ tabIndex: 0, 'aria-label': words.detail.table, role: 'region' }}>
      <Table stickyHeader fz="sm" className={classes.numbers}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.detail.period}</Table.Th>
            <Table.Th ta="right">{words.detail.value}</Table.Th>
            <Table.Th ta="right">{words.detail.interval}</Table.Th>
            <Table.Th ta="right">n</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {answer.rows.toReversed().map(({ from = answer.from, value, low, high, n, running }) => (
            <Table.Tr key={from}>
              <Table.Td>
                {formats.day(from, answer.timeZone)}{' '}
                {running && (
                  <Text span size="xs" c="dimmed">
                    ({words.detail.running})
                  </Text>
                )}
              </Table.Td>
              <Table.Td ta="right">{valueText(tile, value, formats)}</Table.Td>
              <Table.Td ta="right">
                {low === null || high === null
                  ? '–'
                  : words.figures.interval(valueText(tile, low, formats), valueText(tile, high, formats))}
              </Table.Td>
              <Table.Td ta="right">{formats.number(n, 0)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
};
