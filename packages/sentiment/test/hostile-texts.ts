/** What nobody should write, and somebody does: tricks of Unicode, markup, what is endless. */
const pieces = [
  ...[
    '\u0000',
    '\ud800',
    '\udfff',
    '\u202e',
    '\u200d',
    '\ufeff',
    '\u0301'.repeat(300),
    '👩‍👩‍👧‍👦',
    '🇪🇸',
    'ﬃ',
    '①',
    '日本語',
    'ʼn',
    'İ',
    'ſ',
    'ẞ',
    '؀',
  ],
  ...[
    '<script>alert(1)</script>',
    '&amp;amp;#x1F600;',
    '&#xD800;',
    '&#99999999;',
    '&notin',
    '<!--',
    ']]>',
    '%00',
    '\\u0000',
  ],
  ...[
    '@',
    '#',
    '@a',
    '#CamelCase9Tag',
    'RT @x:',
    'https://',
    'www.',
    ' ',
    '\n',
    '\t',
    '!!!!????',
    ':(',
    '<3',
    "n't",
    'not very very bad but',
    'aaaaaa',
  ],
  ...['gracias por nada ', 'no me ', 'thank you for ', '1 2 3 hours ', 'what’s up with', 'won’t x '],
];

/** By the number of the text: the same whenever the tests run. */
export const hostile = (seed: number): string => {
  let state = seed * 2_654_435_761 + 1;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
  const some = Array.from({ length: 1 + next(40) }, () => pieces[next(pieces.length)]).join(next(2) === 0 ? '' : ' ');
  return next(5) === 0 ? some.repeat(1 + Math.floor(100_000 / some.length)) : some;
};
