import { Table, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useLanguage } from '../../i18n/language.tsx';
import { Part } from '../quality/part.tsx';
import type { CountsOfDays } from './use-surveys.ts';
import { useSurveyWords } from './words/words.ts';

/** What came of asking on each channel. */
export const ChannelsCard = ({ query, programme }: { query: UseQueryResult<CountsOfDays>; programme: string }) => {
  const { words, formats } = useLanguage();
  const text = useSurveyWords();
  return (
    <Part title={text.response.byChannel} lead={text.response.channelLead} query={query} rows={2}>
      {({ programmes }) => {
        const channels = programmes.find((one) => one.programme === programme)?.channels ?? [];
        if (channels.length === 0) return <Text size="sm">{text.response.empty}</Text>;
        return (
          <Table horizontalSpacing={6} verticalSpacing={4}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{text.response.channel}</Table.Th>
                {(['asked', 'undelivered', 'answered', 'share'] as const).map((name) => (
                  <Table.Th key={name} ta="right">
                    {text.response[name]}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {channels.map(({ channel, invited, undelivered, answered, response }) => (
                <Table.Tr key={channel} data-channel={channel}>
                  <Table.Th scope="row" fw={400}>
                    {words.channels[channel]}
                  </Table.Th>
                  {[invited, undelivered, answered].map((count, place) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: each place is another count
                    <Table.Td key={place} ta="right">
                      {formats.number(count, 0)}
                    </Table.Td>
                  ))}
                  <Table.Td ta="right" data-share>
                    {response === null ? '–' : formats.percent(response)}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        );
      }}
    </Part>
  );
};
