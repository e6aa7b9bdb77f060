import type { WholeCase } from '../../api/cases.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FactCard } from '../../states/fact-card.tsx';
import classes from './cases.module.css';
import { useMe } from './use-cases.ts';
import { useCaseWords } from './words/words.ts';
import { useWordOf } from './words-of.ts';

/** Who has the case, until when, and what came of it. */
export const Standing = ({ one }: { one: WholeCase }) => {
  const { formats } = useLanguage();
  const text = useCaseWords();
  const wordOf = useWordOf();
  const me = useMe();
  const { fields } = text;
  const moment = (at: string | undefined) => at && formats.moment(at);
  const score = (given: WholeCase['before']) => given && `${given.scale.toUpperCase()} ${formats.number(given.value)}`;
  const recovery = one.recovery === undefined ? '' : ` (${formats.signed(one.recovery)})`;
  const facts: [string, string | undefined][] = [
    [fields.queue, one.queue],
    [fields.owner, one.owner === me && me !== undefined ? text.you : (one.owner ?? text.nobody)],
    [fields.defender, one.defender],
    [fields.firstResponseDueAt, one.contactedAt === undefined ? moment(one.firstResponseDueAt) : undefined],
    [fields.resolutionDueAt, moment(one.resolutionDueAt)],
    [fields.waitingSince, moment(one.waitingSince)],
    [fields.contactedAt, moment(one.contactedAt)],
    [fields.resolvedAt, moment(one.resolvedAt)],
    [fields.rootCause, one.rootCause && wordOf('rootCauses', one.rootCause)],
    [fields.resolution, one.resolution && wordOf('resolutions', one.resolution)],
    [fields.rule, one.rule],
    [fields.openedAt, moment(one.openedAt)],
    [fields.level, one.level > 0 ? formats.number(one.level, 0) : undefined],
    [fields.reopened, one.reopened > 0 ? text.times(one.reopened) : undefined],
    [fields.before, score(one.before)],
    [fields.after, one.after && `${score(one.after)}${recovery}`],
  ];
  return (
    <FactCard title={text.standing} beside={formats.zone}>
      <dl className={classes.facts}>
        {facts.flatMap(([name, value]) =>
          value === undefined
            ? []
            : [
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>,
              ],
        )}
      </dl>
    </FactCard>
  );
};
