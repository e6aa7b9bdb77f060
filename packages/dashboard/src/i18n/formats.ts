const instant = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})/g;

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
  const moment = inZone({ dateStyle: 'medium', timeStyle: 'short' });
  return {
    number,
    signed,
    short: (value: number): string =>
      new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 2 }).format(value),
    percent,
    time: inZone({ timeStyle: 'medium' }),
    day: inZone({ day: 'numeric', month: 'short', year: 'numeric' }),
    shortDay: inZone({ day: 'numeric', month: 'short' }),
    weekday: inZone({ weekday: 'short', day: 'numeric', month: 'short' }),
    moment,
    /** A sentence of the API, with the instants in it as people write them. */
    sentence: (said: string): string => said.replaceAll(instant, (at) => moment(at)),
    /** The zone of who reads, by name. */
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
};

export type Formats = ReturnType<typeof formatsOf>;
