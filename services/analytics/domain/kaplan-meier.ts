/**
 * After how long so many have done something, where of some it is not known yet whether they will: S(t) = Π (1 − d/n), d of the n who were still
 * observed having done it at a time (E. L. Kaplan, P. Meier, "Nonparametric Estimation from Incomplete Observations", JASA 53, 1958).
 * `done`: after how long each did; `censored`: how long each of the others was observed, who was at risk until then.
 */
export const timesUntil = (
  done: readonly number[],
  censored: readonly number[],
  shares: readonly number[],
): { share: number; times: (number | null)[] } => {
  const [happened, left] = [done.toSorted((a, b) => a - b), censored.toSorted((a, b) => a - b)];
  const times: (number | null)[] = shares.map(() => null);
  let [surviving, gone, at] = [1, 0, 0];
  while (at < happened.length) {
    const time = happened[at] ?? 0;
    while (gone < left.length && (left[gone] ?? 0) < time) gone++;
    const atRisk = happened.length - at + left.length - gone;
    let deaths = 0;
    while (happened[at] === time) {
      deaths++;
      at++;
    }
    surviving *= 1 - deaths / atRisk;
    for (const [n, share] of shares.entries()) if (times[n] === null && 1 - surviving >= share - 1e-12) times[n] = time;
  }
  return { share: 1 - surviving, times };
};
