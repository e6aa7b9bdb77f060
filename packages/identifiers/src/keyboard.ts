const rows =
  'qwertyuiop asdfghjklñ zxcvbnm qwertzuiop yxcvbnm azertyuiop qsdfghjklm wxcvbn йцукенгшщзхъ фывапролджэ ячсмитьбю';

/** Whether a word is nothing but keys beside one another, from left to right, once or again and again: `sdfg`, `asdasd`. */
export const isKeyboardRow = (word: string, atLeast: number): boolean => {
  if (word.length < atLeast || !rows.includes(word.slice(0, 3))) return false;
  const [, unit = word] = /^(.{3,}?)\1+$/u.exec(word) ?? [];
  return unit.length >= 3 && !unit.includes(' ') && rows.includes(unit);
};
