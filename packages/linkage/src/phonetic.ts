/**
 * How a name sounds, roughly, in Spanish and in English: the first letter and the consonants that follow, with those that
 * are confused written alike, five at most. After the idea of Russell's Soundex (1918), with letters in place of numbers.
 */
export const soundOf = (word: string): string => {
  const said = rules.reduce((text, [from, to]) => text.replace(from, to), word);
  return (said.slice(0, 1) + said.slice(1).replace(/[aeiou]/g, '')).replace(/(.)\1+/g, '$1').slice(0, 5);
};

const rules: readonly [RegExp, string][] = [
  [/^(kn|gn|pn)/, 'n'],
  [/^wr/, 'r'],
  [/ph/g, 'f'],
  [/(tch|sch|ch|sh)/g, 'x'],
  [/g(?=[eiy])/g, 'j'],
  [/ght/g, 't'],
  [/c(?=[eiy])/g, 's'],
  [/(ck|qu|q|c)/g, 'k'],
  [/z/g, 's'],
  [/[vw]/g, 'b'],
  [/h/g, ''],
  [/y/g, 'i'],
  [/(.)\1+/g, '$1'],
];
