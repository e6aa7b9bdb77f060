import type { Channel } from '@hilo/contracts';

/** So many candidates of a programme that ended so. */
export type CandidateCount = {
  programme: string;
  state: 'pending' | 'invited' | 'withheld' | 'historical';
  reason: string | null;
  candidates: number;
};

/** What became of the candidates of a programme. */
export type CandidateCounts = Record<'candidates' | CandidateCount['state'], number> & {
  programme: string;
  reasons: Record<string, number>;
};

/** The sum of each programme: `candidates` is what is pending, was invited, was withheld, and was history. */
export const candidateCountsOf = (counted: readonly CandidateCount[]): CandidateCounts[] =>
  [...Map.groupBy(counted, ({ programme }) => programme)]
    .map(([programme, own]) => {
      const sum = (state?: CandidateCount['state']): number =>
        own.reduce((total, one) => total + (state === undefined || one.state === state ? one.candidates : 0), 0);
      const withheld = own.filter(({ state }) => state === 'withheld');
      return {
        programme,
        candidates: sum(),
        pending: sum('pending'),
        invited: sum('invited'),
        withheld: sum('withheld'),
        historical: sum('historical'),
        reasons: Object.fromEntries(withheld.map(({ reason, candidates }) => [reason ?? '', candidates])),
      };
    })
    .toSorted((one, other) => (one.programme < other.programme ? -1 : 1));

/** Who was invited by one channel, and what came of it. */
type ChannelCount = { programme: string; channel: Channel; invited: number; undelivered: number; answered: number };

export type ChannelResponse = Omit<ChannelCount, 'programme'> & { response: number | null };

/** The response on each channel of a programme: answered, of those with whom anything arrived, in percent. */
export const responseByChannel = (counted: readonly ChannelCount[], programme: string): ChannelResponse[] =>
  counted
    .filter((one) => one.programme === programme)
    .map(({ programme: _, ...one }) => {
      const reached = one.invited - one.undelivered;
      return { ...one, response: reached === 0 ? null : Math.round((10_000 * one.answered) / reached) / 100 };
    });
