import type { HistoryFigures, ProgrammeAnswer, ProgrammeFigures } from './answer.ts';
import { caveatLines, countLine, minutesText, numberText, strong } from './bars.ts';

/** What programmes would have done, for people. */
export const programmeLines = ({ id, result }: ProgrammeAnswer): string[] =>
  result === undefined
    ? [`dry run ${id}: nothing came of it`]
    : [
        `dry run ${id}`,
        historyLine(result.history, result.policy),
        ...result.programmes.flatMap((one) => ['', ...linesOf(one)]),
        ...caveatLines(result.caveats),
      ];

const historyLine = (
  { source, interactions, from, to, heardOf }: HistoryFigures,
  policy: number | undefined,
): string => {
  const what =
    interactions === undefined ? 'what was noted' : `${numberText(interactions)} interactions of the ${source}`;
  const when = from === undefined || to === undefined ? '' : `; candidates of ${from} to ${to}`;
  const by = policy === undefined ? 'the policy that is proposed' : `version ${policy} of the policy`;
  return `${what}${when}; decided by ${by}, as if heard of ${heardOf === 'at-once' ? 'at once' : 'when received'}`;
};

const width = 64;

const linesOf = (one: ProgrammeFigures): string[] => {
  const { programme, version, candidates: all, asked, withheld, undecided, really } = one;
  const line = (what: string, count: number, colour: 'green' | 'yellow' | 'gray', more = '') =>
    countLine(what, count, { all, width, colour, more });
  const { waits } = asked;
  if (all === 0) return [strong(`${programme}: there is nothing that it would ask about`)];
  return [
    strong(
      `${programme}${version === undefined ? '' : ` (version ${version})`}: ${numberText(all)} would be asked about`,
    ),
    line('asked', asked.count, 'green'),
    ...asked.byChannel.map(({ channel, count }) => line(`  by ${channel}`, count, 'green')),
    line('  when it was due', asked.atOnce, 'green'),
    line(
      '  later, before the deadline',
      asked.later,
      'green',
      waits && `half within ${minutesText(waits.median)}, all within ${minutesText(waits.max)}`,
    ),
    ...asked.waitedFor.map(({ reason, rule, count }) => line(`    after ${reason} (${rule})`, count, 'green')),
    ...(asked.heardLate > 0 ? [line('  in truth heard of too late to ask', asked.heardLate, 'yellow')] : []),
    line('withheld', withheld.count, 'yellow'),
    ...withheld.by.map(({ reason, rule, count, only }) =>
      line(`  ${reason} (${rule})`, count, 'yellow', `for nothing else: ${numberText(only)}`),
    ),
    line('undecided', undecided.count, 'gray'),
    ...undecided.by.map(({ why, count }) => line(`  ${why}`, count, 'gray')),
    ...(really
      ? [
          `in truth: asked ${numberText(really.asked)}, withheld ${numberText(really.withheld)}, pending ${numberText(really.pending)}, not looked at ${numberText(really.none)}`,
        ]
      : []),
  ];
};
