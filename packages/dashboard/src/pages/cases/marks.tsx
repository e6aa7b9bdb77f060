import { useInterval } from '@mantine/hooks';
import { ChevronDown, ChevronsUp, ChevronUp, CirclePause, Clock, ClockAlert, Equal } from 'lucide-react';
import { useState } from 'react';
import type { Severity } from '../../api/cases.ts';
import type { CaseOf } from '../../api/customers.ts';
import { useLanguage } from '../../i18n/language.tsx';
import classes from './cases.module.css';
import { dueOf, spanOf } from './due.ts';
import { useCaseWords } from './words/words.ts';

const icons = { urgent: ChevronsUp, high: ChevronUp, normal: Equal, low: ChevronDown };

/** How much a case matters: by a sign and a word, and by a colour besides. */
export const SeverityMark = ({ severity }: { severity: Severity }) => {
  const text = useCaseWords();
  const Icon = icons[severity];
  return (
    <span className={classes.severity} data-severity={severity}>
      <Icon size={15} aria-hidden />
      {text.severities[severity]}
    </span>
  );
};

type Timed = { one: Pick<CaseOf, 'state' | 'nextDueAt' | 'waitingUntil'>; now: number };

const soonMs = 3_600_000;

/** For how long a case has been due, or how long is left. */
export const DueMark = ({ one, now }: Timed) => {
  const { formats } = useLanguage();
  const text = useCaseWords();
  const due = dueOf(one, now);
  if (due.is === 'done') return null;
  if (due.is === 'standing')
    return (
      <span className={classes.due}>
        <CirclePause size={14} aria-hidden />
        {due.until === undefined ? text.stands : text.standsUntil(formats.moment(due.until))}
      </span>
    );
  const span = spanOf(due.ms);
  const isOver = due.is === 'over';
  const Icon = isOver ? ClockAlert : Clock;
  return (
    <span className={classes.due} data-due={isOver ? 'over' : due.ms < soonMs ? 'soon' : 'later'}>
      <Icon size={14} aria-hidden />
      {isOver ? text.overdueBy(span) : text.dueIn(span)}
    </span>
  );
};

const tickMs = 10_000;

/** What time it is, told again every ten seconds: no span that is shown has seconds. */
export const useNow = (): number => {
  const [now, setNow] = useState(Date.now);
  useInterval(() => setNow(Date.now()), tickMs, { autoInvoke: true });
  return now;
};
