/** The share of a normal distribution below z: Abramowitz and Stegun, 26.2.17, to 7.5 × 10⁻⁸. */
export const normalBelow = (z: number): number => {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429)))) *
    (Math.exp(-(z ** 2) / 2) / Math.sqrt(2 * Math.PI));
  return z < 0 ? tail : 1 - tail;
};
