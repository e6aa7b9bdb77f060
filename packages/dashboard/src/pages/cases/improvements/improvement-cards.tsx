import { Text } from '@mantine/core';
import type { WholeImprovement } from '../../../api/improvements.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { FactCard } from '../../../states/fact-card.tsx';
import classes from '../cases.module.css';
import { useMe } from '../use-cases.ts';
import { useCaseWords } from '../words/words.ts';
import { useWordOf } from '../words-of.ts';
import { useImprovementWords } from './words/words.ts';

/** What is to be otherwise, where, against what, by whom and until when. */
export const PlanCard = ({ one }: { one: WholeImprovement }) => {
  const { formats } = useLanguage();
  const { plan, fields } = useImprovementWords();
  const wordOf = useWordOf();
  const facts: [string, string | undefined][] = [
    [fields.touchpoint, one.touchpoint],
    [fields.cause, one.cause && wordOf('rootCauses', one.cause)],
    [fields.owner, one.owner],
    [fields.due, formats.day(one.due, 'UTC')],
    [fields.on, one.doneOn && formats.day(one.doneOn, 'UTC')],
    [fields.metric, one.metric.toUpperCase()],
    [fields.openedAt, formats.moment(one.openedAt)],
  ];
  return (
    <FactCard title={plan} beside={formats.zone}>
      <dl className={classes.facts}>
        {facts.map(
          ([name, value]) =>
            value !== undefined && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      {one.action !== undefined && <blockquote className={classes.quote}>{one.action}</blockquote>}
    </FactCard>
  );
};

/** All that was done with it, the latest first: what, why, by whom, when. */
export const HistoryCard = ({ one }: { one: WholeImprovement }) => {
  const { formats } = useLanguage();
  const text = useImprovementWords();
  const { you } = useCaseWords();
  const me = useMe();
  return (
    <FactCard title={text.history}>
      <ol className={classes.steps}>
        {one.steps.toReversed().map(({ revision, step, why, by, at }) => {
          const who = by.person?.subject ?? by.source;
          return (
            <li key={revision} data-step={step}>
              <b>{text.steps[step]}</b>
              {why !== undefined && <blockquote className={classes.quote}>{why}</blockquote>}
              <Text size="xs" c="dimmed">
                {who === me ? you : who} · <time dateTime={at}>{formats.moment(at)}</time>
              </Text>
            </li>
          );
        })}
      </ol>
    </FactCard>
  );
};
