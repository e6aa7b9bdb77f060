import { useLanguage } from '../../../i18n/language.tsx';
import { useRecoveryWords } from './words/words.ts';

type Value = number | null | undefined;
type Bounded = { low?: number | null; high?: number | null };

/** How figures of cases are written: a dash where there is none. */
export const useWritten = () => {
  const { words, formats } = useLanguage();
  const text = useRecoveryWords();
  const orDash = (value: Value, write: (value: number) => string) =>
    value === null || value === undefined ? '–' : write(value);
  return {
    count: (value: number) => formats.number(value, 0),
    // Hilo says tenths of an hour.
    hours: (value: Value) =>
      orDash(value, (known) =>
        known === 0 ? `< ${text.hours(formats.number(0.1))}` : text.hours(formats.number(known, known < 10 ? 1 : 0)),
      ),
    percent: (value: Value) => orDash(value, (known) => formats.percent(known)),
    rise: (value: Value) => orDash(value, (known) => formats.signed(known)),
    /** Between which the true value lies; nothing where nobody can say. */
    between: (row: Bounded | undefined, write: (value: number) => string): string | undefined => {
      const { low = null, high = null } = row ?? {};
      return low === null || high === null ? undefined : words.figures.interval(write(low), write(high));
    },
  };
};
