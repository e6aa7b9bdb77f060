import { Text } from '@mantine/core';
import type { DryRunResult, ProgrammeReport } from '../../api/surveys.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Empty } from '../../states/states.tsx';
import { triedParts } from './asked.ts';
import { AskedChart } from './asked-chart.tsx';
import classes from './surveys.module.css';
import { useSurveyWords } from './words/words.ts';

/** Who would have been asked, who would not, and why; beside what really came of it, and what nobody can know any more. */
export const DryRunReport = ({ report, result }: { report: ProgrammeReport; result: DryRunResult }) => {
  const { words, formats } = useLanguage();
  const text = useSurveyWords();
  const { candidates, asked, really } = report;
  const { from, to } = result.history;
  const number = (value: number): string => formats.number(value, 0);
  if (candidates === 0) return <Empty title={text.dryRun.nothing}>{text.dryRun.nothingHint}</Empty>;
  const channels: Readonly<Record<string, string>> = words.channels;
  const byChannel = asked.byChannel.map(({ channel, count }) => `${channels[channel] ?? channel} ${number(count)}`);
  return (
    <>
      <AskedChart parts={triedParts(report)} all={text.dryRun.all} />
      <ul className={classes.said}>
        {from !== undefined && to !== undefined && <li>{text.dryRun.of(formats.moment(from), formats.moment(to))}</li>}
        {byChannel.length > 0 && <li>{text.dryRun.asked(byChannel.join(', '))}</li>}
        <li>{text.dryRun.times(number(asked.atOnce), number(asked.later))}</li>
        {asked.heardLate > 0 && <li>{text.dryRun.heardLate(number(asked.heardLate))}</li>}
        {really && (
          <li data-really>
            {text.dryRun.really(
              number(really.asked),
              number(really.withheld),
              number(really.pending),
              number(really.none),
            )}
          </li>
        )}
      </ul>
      <details className={classes.caveats}>
        <summary>{text.dryRun.caveats}</summary>
        <ul lang="en">
          {result.caveats.map(({ caveat, count, message }) => (
            <li key={caveat}>
              {message}
              {count !== undefined && ` (${number(count)})`}
            </li>
          ))}
        </ul>
      </details>
      <Text size="xs" c="dimmed" mt={4}>
        {text.dryRun.asOf(formats.moment(result.history.asOf))}
      </Text>
    </>
  );
};
