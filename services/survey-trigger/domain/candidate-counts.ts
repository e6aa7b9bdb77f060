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
