/** How numbers and times are written in a language; times in the zone of who reads, unless another is named. */
export const formatsOf = (language: string) => {
  const number = (value: number, digits = 1): string =>
    new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
  const signed = (value: number, digits = 1): string =>
    new Intl.NumberFormat(language, { maximumFractionDigits: digits, signDisplay: 'exceptZero' }).format(value);
  const percent = (value: number, digits = 1): string =>
    new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: digits }).format(value / 100);
  const inZone = (options: Intl.DateTimeFormatOptions) => (at: string | number, timeZone?: string) =>
    new Intl.DateTimeFormat(language, { ...options, ...(timeZone && { timeZone }) }).format(new Date(at));
  return {
    number,
    signed,
    percent,
    time: inZone({ timeStyle: 'medium' }),
    day: inZone({ day: 'numeric', month: 'short', year: 'numeric' }),
    shortDay: inZone({ day: 'numeric', month: 'short' }),
    moment: inZone({ dateStyle: 'medium', timeStyle: 'short' }),
    /** The zone of who reads, by name. */
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
};

export type Formats = ReturnType<typeof formatsOf>;
