const longest = 100;

/**
 * A name as people write it, as a word of the vocabulary: `Order Completed` becomes order_completed. Undefined if nothing
 * of it can stand in a word. What is a word already stays as it is, but for its case.
 */
export const wordFrom = (name: string): string | undefined => {
  const spelled = name
    .toLowerCase()
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}_.:/-]+/gu, '_')
    .replace(/^[^\p{L}\p{N}]+/u, '');
  return shortened(spelled).replace(/_+$/, '') || undefined;
};

/** Cut between characters, never within one. */
const shortened = (text: string): string => {
  if (text.length <= longest) return text;
  const cut = text.slice(0, longest);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
};
