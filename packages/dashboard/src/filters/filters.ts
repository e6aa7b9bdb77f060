/** The time that is looked at, by name. */
export const ranges = ['7d', '30d', '90d', 'month', 'last-month', 'custom'] as const;
export type RangeName = (typeof ranges)[number];

export const voices = ['customer', 'employee', 'management', 'other'] as const;
export type Voice = (typeof voices)[number];

/** What is filtered by, as the address of the page has it; what says nothing is not in it. */
export type Shown = {
  range?: RangeName | undefined;
  from?: string | undefined;
  to?: string | undefined;
  compare?: 'none' | undefined;
  channel?: string[] | undefined;
  touchpoint?: string[] | undefined;
  segment?: string | undefined;
  voice?: Voice | undefined;
};

/** Of what an address says, what can be filtered by; what nobody understands is left out. */
export const shownIn = (search: Readonly<Record<string, unknown>>): Shown => {
  const range = ranges.find((one) => one === search.range);
  const voice = voices.find((one) => one === search.voice);
  const [channel, touchpoint] = [textsIn(search.channel), textsIn(search.touchpoint)];
  const segment = textsIn(search.segment)[0];
  const [from, to] = [dayIn(search.from), dayIn(search.to)];
  return {
    ...(range && range !== '30d' && { range }),
    ...(range === 'custom' && from !== undefined && { from }),
    ...(range === 'custom' && to !== undefined && { to }),
    ...(search.compare === 'none' && { compare: 'none' as const }),
    ...(channel.length > 0 && { channel }),
    ...(touchpoint.length > 0 && { touchpoint }),
    ...(segment !== undefined && { segment }),
    ...(voice && { voice }),
  };
};

const textsIn = (given: unknown): string[] =>
  (Array.isArray(given) ? given : [given])
    .filter((one) => ['string', 'number', 'boolean'].includes(typeof one) && one !== '')
    .slice(0, 100)
    .map(String);

const dayIn = (given: unknown): string | undefined =>
  typeof given === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(given) ? given : undefined;

/** By how much more than the time is filtered. */
export const howMany = ({ channel, touchpoint, segment, voice }: Shown): number =>
  [channel, touchpoint, segment, voice].filter((one) => one !== undefined).length;

/** The days that are asked for, `today` being the day in the zone of the figures; without both it is what the API takes: 30 days. */
export const daysOf = ({ range = '30d', from, to }: Shown, today: string): { from?: string; to?: string } => {
  const month = today.slice(0, 8);
  const lastOfMonthBefore = daysAfter(`${month}01`, -1);
  const days: Readonly<Record<RangeName, { from?: string; to?: string }>> = {
    '7d': { from: daysAfter(today, -6) },
    '30d': {},
    '90d': { from: daysAfter(today, -89) },
    month: { from: `${month}01` },
    'last-month': { from: `${lastOfMonthBefore.slice(0, 8)}01`, to: lastOfMonthBefore },
    custom: { ...(from !== undefined && { from }), ...(to !== undefined && { to }) },
  };
  return days[range];
};

/** The same with both ends, for whatever counts whole days: without any, the last thirty. */
export const wholeDaysOf = (shown: Shown, today: string): { from: string; to: string } => {
  const { from, to = today } = daysOf(shown, today);
  return { from: from ?? daysAfter(to, -29), to };
};

const dayMs = 86_400_000;
const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);

/** How fine a line over this time is: a point a day, or a week where days would be too many. */
export const intervalOf = (shown: Shown, today: string): 'day' | 'week' => {
  const { from, to = today } = daysOf(shown, today);
  if (from === undefined) return 'day';
  return (Date.parse(to) - Date.parse(from)) / dayMs > 45 ? 'week' : 'day';
};

/** The filters, as `POST /v1/query` takes them. */
export const askedFilters = ({ channel, touchpoint, segment, voice }: Shown) => ({
  ...(channel && { channel }),
  ...(touchpoint && { touchpoint }),
  ...(segment !== undefined && { segment }),
  ...(voice && { voice: [voice] }),
});
