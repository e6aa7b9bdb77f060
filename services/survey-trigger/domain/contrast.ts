/** How well two colours, `#rrggbb`, are told apart: from 1 to 21, by WCAG 2.2 (relative luminance of sRGB). */
export const contrast = (one: string, other: string): number => {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
};

/** What WCAG 2.2 asks of text (1.4.3), and of what is no text (1.4.11). */
export const leastContrast = { text: 4.5, shape: 3 } as const;

const weights = [0.2126, 0.7152, 0.0722];

const luminance = (colour: string): number =>
  weights.reduce(
    (sum, weight, n) => sum + weight * linear(Number.parseInt(colour.slice(1 + 2 * n, 3 + 2 * n), 16) / 255),
    0,
  );

const linear = (channel: number): number => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);
