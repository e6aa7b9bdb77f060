import { Text } from '@mantine/core';
import type { PermittedHours, Policy } from '../../api/pressure.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Empty } from '../../states/states.tsx';
import { minutesOf } from './minutes.ts';
import card from './pressure.module.css';
import { usePacks, usePolicy } from './use-pressure.ts';
import classes from './week.module.css';
import { usePressureWords } from './words/words.ts';

type Day = PermittedHours['days'][number];
type Props = { days: readonly Day[]; draft: Policy | undefined };

const hours = [0, 6, 12, 18, 24];

/** Seven days by twenty-four hours: what is filled is permitted. The same stands beside it in numbers. */
export const WeekPicture = ({ days, draft }: Props) => {
  const text = usePressureWords();
  return (
    <>
      <div className={classes.scale} aria-hidden>
        {hours.map((hour) => (
          <span key={hour} style={{ left: `${(100 * hour) / 24}%` }}>
            {String(hour).padStart(2, '0')}
          </span>
        ))}
      </div>
      <ul className={classes.days}>
        {days.map((day) => (
          <DayRow key={day.date} day={day} />
        ))}
      </ul>
      <Text size="xs" c="dimmed" mt={4}>
        {text.hours.wall}
      </Text>
      <ClosingRules days={days} draft={draft} />
    </>
  );
};

const DayRow = ({ day: { date, open, closedBy, holidays } }: { day: Day }) => {
  const { formats } = useLanguage();
  const text = usePressureWords();
  const isHoliday = closedBy.some(({ by }) => by === 'holiday');
  const said = open.length === 0 ? text.hours.closed : open.map(({ from, to }) => `${from}–${to}`).join(', ');
  return (
    <li data-day={date}>
      <span className={classes.date}>{formats.weekday(date, 'UTC')}</span>
      <span className={classes.track} aria-hidden>
        {open.map(({ from, to }) => (
          <span
            key={from}
            className={classes.open}
            style={{
              left: `${(100 * minutesOf(from)) / 1440}%`,
              width: `${(100 * (minutesOf(to) - minutesOf(from))) / 1440}%`,
            }}
          />
        ))}
      </span>
      <span className={classes.said}>
        <span data-open>{said}</span>
        {holidays.length > 0 && (
          <span className={isHoliday ? classes.holiday : classes.unheeded}>
            {text.hours.holiday(holidays.join(', '))}
          </span>
        )}
      </span>
    </li>
  );
};

/** Which rules leave something of this week out, and where they are written. */
const ClosingRules = ({ days, draft }: Props) => {
  const text = usePressureWords();
  const { data: { packs = [] } = {} } = usePacks();
  const { data: inForce } = usePolicy();
  const own = (draft ?? inForce?.policy)?.rules ?? [];
  const sources = new Map([...packs.flatMap(({ rules }) => rules), ...own].map(({ id, source }) => [id, source]));
  const closing = [...new Set(days.flatMap(({ closedBy }) => closedBy.map(({ rule }) => rule)))];
  if (closing.length === 0) return <Empty title={text.hours.always} />;
  return (
    <>
      <Text size="sm" fw={600} mt="sm">
        {text.hours.rules}
      </Text>
      <ul className={card.rules}>
        {closing.map((rule) => (
          <li key={rule} data-closing={rule}>
            <b>{rule}</b> {sources.get(rule)}
          </li>
        ))}
      </ul>
    </>
  );
};
