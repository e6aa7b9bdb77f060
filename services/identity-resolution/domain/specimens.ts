const numbers = (text: string): string[] => text.split(/[\s]+/).filter(Boolean);

/** What the tax office says to write of whoever buys without a number, and is nothing else, in whatever field: Mexico (at home, from abroad), Ecuador, Colombia, Chile, Paraguay, Italy. */
export const anybodysAnywhere = numbers(`
  xaxx010101000 xexx010101000 9999999999999 222222222222 66666666-6 66.666.666-6 44444401-7 oo99999999999
`);

/** The same, where it may be something else in another field; and of who is not of the country. */
const ofAnybody = numbers(`
  9999999999
  222222222 444444444 444444444001
  55555555-5 55.555.555-5 44444444-4 44.444.444-4 77777777-7 11111111-1 11.111.111-1 99999999-9 99.999.999-9
  88888801-5 99999901-0 66666601-6 77777701-0
  99001 99002 99003
  cf c/f c.f. urp urd
  20-00000000-1 23-00000000-0 20000000001 23000000000 20-11111111-2 20111111112 99-99999999-9
  999999990 999.999.990 pt999999990
  ot99999999999 it99999999999
  300000000000003 399999999900003
  111.111.111-11 222.222.222-22 999.999.999-99 11.111.111/1111-11 99.999.999/9999-99
`);

/** What documents and forms show as an example, and what people type from it. */
const examples = numbers(`
  12345678z 12345678a 00000001r 11111111h 99999999r 12345678-z 11111111-h 99999999-r x1234567l a1234567 a12345678 b12345678
  123-45-6789 078-05-1120 219-09-9999 111-11-1111 999-99-9999 987-65-4321
  12345678 123456789 1234567890 12345678901 123456789012 1234567890123 12345678-5 12.345.678-5 123.456.789-09 12345678909 123.456.789-10 12345678910
  rssmra80a01h501u rssmra85t10a562s l01x00t47 t220001293 qq123456c ab123456c 44051401359 19121212-1212 191212121212 121212-1212 131052-308t
  111222333 12345678911 20-12345678-6 20123456786
`);

/** Nobody's: the same digit as often as a number has. */
const oneDigit = [...'123456789'].flatMap((digit) => [8, 9, 10, 11, 12, 13].map((length) => digit.repeat(length)));

/** Identity and tax numbers that many give, who have nothing to do with one another. */
export const specimens = [...new Set([...anybodysAnywhere, ...ofAnybody, ...examples, ...oneDigit])];
