import { Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { Counts } from '../../api/surveys.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Part } from '../quality/part.tsx';
import classes from './surveys.module.css';
import type { CountsOfDays } from './use-surveys.ts';
import { useSurveyWords } from './words/words.ts';

/** What came of asking on each channel. */
export const ChannelsCard = ({ query, programme }: { query: UseQueryResult<CountsOfDays>; programme: string }) => {
  const text = useSurveyWords();
  return (
    <Part title={text.response.byChannel} lead={text.response.channelLead} query={query} rows={2}>
      {({ programmes }) => {
        const channels = programmes.find((one) => one.programme === programme)?.channels ?? [];
        if (channels.length === 0) return <Text size="sm">{text.response.empty}</Text>;
        return (
          <ul className={classes.list}>
            {channels.map((one) => (
              <li key={one.channel} className={classes.channel} data-channel={one.channel}>
                <Channel one={one} />
              </li>
            ))}
          </ul>
        );
      }}
    </Part>
  );
};

/** In a row that breaks where it has to: on a telephone, words in Spanish leave no room for columns. */
const Channel = ({ one }: { one: Counts['channels'][number] }) => {
  const { words, formats } = useLanguage();
  const text = useSurveyWords();
  const { channel, response, ...counts } = one;
  return (
    <>
      <b>{words.channels[channel]}</b>
      <dl className={classes.numbers}>
        <div>
          <dt>{text.response.share}</dt>
          <dd data-share>{response === null ? '–' : formats.percent(response)}</dd>
        </div>
        {(['invited', 'undelivered', 'answered'] as const).map((name) => (
          <div key={name}>
            <dt>{text.response.counts[name]}</dt>
            <dd>{formats.number(counts[name], 0)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
};
