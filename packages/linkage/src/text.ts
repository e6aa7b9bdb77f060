const nothings = new Set([
  ...'na n/a nan null none nil unknown unk undefined missing unspecified anonymous n.a. n.d. nd s/n s/d tbc tbd'.split(
    ' ',
  ),
  ...'desconocido desconocida anonimo anonima ninguno ninguna vacio x xx xxx xxxx test prueba'.split(' '),
  ...'not known,not available,not given,not applicable,no name,no email,no fixed abode'.split(','),
  ...'no aplica,no consta,sin datos,sin nombre,sin apellido,sin apellidos,sin domicilio'.split(','),
]);

/** Lower case, without accents, compatibility forms and outer blanks (Unicode NFKD). */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('æ', 'ae')
    .replaceAll('ł', 'l')
    .trim();

/** Whether a value only says that there is none. */
export const isNoWord = (folded: string): boolean => nothings.has(folded) || !/[\p{L}\p{N}]/u.test(folded);

/** Words of letters and digits. */
export const wordsOf = (folded: string): string[] => folded.match(/[\p{L}\p{N}]+/gu) ?? [];

/** Two texts that differ in punctuation, accents or case become the same; `undefined` for what says nothing. */
export const plainText = (text: string): string | undefined => {
  const folded = fold(text);
  return isNoWord(folded) ? undefined : wordsOf(folded.replace(/['’`]/g, '')).join(' ');
};
