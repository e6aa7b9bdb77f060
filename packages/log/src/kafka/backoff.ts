/** How long to wait after so many failures in a row: 100 ms, doubling up to 5 s. */
export const backoffMs = (failures: number): number => Math.min(100 * 2 ** (failures - 1), 5000);
