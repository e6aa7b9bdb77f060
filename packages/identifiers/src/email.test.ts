import { expect, test } from 'vitest';
import { lines, read } from '../test/reading.ts';

test.each([
  ['Eva.Case@C3.Example.ORG', 'eva.case@c3.example.org'],
  ...lines(`
    eva@c3.example.org
    mailto:eva@c3.example.org
    MAILTO:Eva@c3.example.org
    mailto:eva@c3.example.org?subject=Hola
    mailto:eva%40c3.example.org
    smtp:eva@c3.example.org
    E-Mail: eva@c3.example.org
    <eva@c3.example.org>
    <mailto:eva@c3.example.org>
    <mailto:eva@c3.example.org|eva@c3.example.org>
    "Eva" <eva@c3.example.org>
    Eva Case <eva@c3.example.org>
    Case, Eva <eva@c3.example.org>
    "Case, Eva" <eva@c3.example.org>
    'Eva' <eva@c3.example.org>;
    eva@c3.example.org <eva@c3.example.org>
    eva@c3.example.org (Eva)
    eva@c3.example.org;
    eva@c3.example.org,
    eva@c3.example.org.
    eva@c3.example.org..
    'eva@c3.example.org'
    "eva@c3.example.org"
    «eva@c3.example.org»
    (eva@c3.example.org)
    [eva@c3.example.org]
    {eva@c3.example.org}
    [mailto:eva@c3.example.org]
    eva @c3.example.org
    eva@ c3.example.org
    eva @ c3.example.org
    ‘eva@c3.example.org’
    ＥＶＡ＠c3.example.org
    eva@c3。example。org
    eva@c3.example.org>
    "eva"@c3.example.org
    eva@c3.example.org; eva@c3.example.org
  `).map((posted) => [posted, 'eva@c3.example.org']),
  ['\u200beva@c3.example.org', 'eva@c3.example.org'],
  ['\u200feva@c3.example.org\u200e', 'eva@c3.example.org'],
  ['ev\u00ada@c3.example.org', 'eva@c3.example.org'],
  ['\ufeffeva@c3.example.org\u00a0', 'eva@c3.example.org'],
  ['eva@c3.example.org\r\n', 'eva@c3.example.org'],
  ['eva@bücher-c2.example', 'eva@xn--bcher-c2-65a.example'],
  ['eva@BÜCHER-C2.example', 'eva@xn--bcher-c2-65a.example'],
  ['eva@xn--bcher-c2-65a.example', 'eva@xn--bcher-c2-65a.example'],
  ['eva@XN--BCHER-C2-65A.example', 'eva@xn--bcher-c2-65a.example'],
  ['jose\u0301@example.org', 'josé@example.org'],
  ["o'brien@example.org", "o'brien@example.org"],
  ['eva+news@example.org', 'eva+news@example.org'],
  ['_eva_@example.org', '_eva_@example.org'],
  ['a@x.org', 'a@x.org'],
  ['info@hotel.example', 'info@hotel.example'],
  ['mail@mueller.example', 'mail@mueller.example'],
  ['nil@empresa.example', 'nil@empresa.example'],
  ['nil@example.org', 'nil@example.org'],
  ['guest@example.org', 'guest@example.org'],
  ['nobody@example.org', 'nobody@example.org'],
  ['na@empresa.example', 'na@empresa.example'],
  ['no@nordea.example', 'no@nordea.example'],
  ['nora@no.com', 'nora@no.com'],
  ['noelia@example.org', 'noelia@example.org'],
  ['tester@example.org', 'tester@example.org'],
  ['true.believer@example.org', 'true.believer@example.org'],
  ['null.void7@example.org', 'null.void7@example.org'],
  ['test1@example.org', 'test1@example.org'],
  ['a@b.com', 'a@b.com'],
  ['x@example.org', 'x@example.org'],
  ['ana@ana.es', 'ana@ana.es'],
  ['bbc@bbc.example', 'bbc@bbc.example'],
  ['123@qq.com', '123@qq.com'],
  ['eva@example.museum', 'eva@example.museum'],
  ['eva@пример.рф', 'eva@xn--e1afmkfd.xn--p1ai'],
])('the address %s is %s', (posted, address) => {
  expect(read('email', posted)).toEqual({ values: [address] });
});

test.each([
  ['a@x.org, b@x.org', ['a@x.org', 'b@x.org']],
  ['a@x.org & b@x.org', ['a@x.org', 'b@x.org']],
  ['a@x.org + b@x.org', ['a@x.org', 'b@x.org']],
  ['a@x.org - b@x.org', ['a@x.org', 'b@x.org']],
  ['a@x.org // b@x.org', ['a@x.org', 'b@x.org']],
  ['a@x.org<br>b@x.org', ['a@x.org', 'b@x.org']],
  ['a@x.org ó b@x.org', ['a@x.org', 'b@x.org']],
  ['a@x.org (casa) b@x.org (trabajo)', ['a@x.org', 'b@x.org']],
  ['casa: a@x.org trabajo: b@x.org', ['a@x.org', 'b@x.org']],
  ['["a@x.org","b@x.org"]', ['a@x.org', 'b@x.org']],

  ['a@x.org; b@x.org', ['a@x.org', 'b@x.org']],
  ['a@x.org;b@x.org;', ['a@x.org', 'b@x.org']],
  ['a@x.org / b@x.org', ['a@x.org', 'b@x.org']],
  ['a@x.org/b@x.org', ['a@x.org', 'b@x.org']],
  ['a@x.org | b@x.org', ['a@x.org', 'b@x.org']],
  ['a@x.org b@x.org', ['a@x.org', 'b@x.org']],
  ['a@x.org y b@x.org', ['a@x.org', 'b@x.org']],
  ['a@x.org ::: b@x.org', ['a@x.org', 'b@x.org']],
  ['a@x.org\nb@x.org', ['a@x.org', 'b@x.org']],
  ['Ana <a@x.org>, Bea <b@x.org>', ['a@x.org', 'b@x.org']],
  ['"Ruiz, Ana" <a@x.org>, Bea <b@x.org>', ['a@x.org', 'b@x.org']],
])('two addresses in a cell are two: %s', (posted, both) => {
  expect(read('email', posted)).toEqual({ values: both });
});

test.each(
  lines(`
    [eva@x.org](mailto:eva@x.org)
    Eva: eva@x.org
    e-mail eva@x.org
    Correo electrónico: eva@x.org
    eva@x.org/
    eva@x.org#
    eva﹫x.org
    eva&#64;x.org
    eva&commat;x.org
    &lt;eva@x.org&gt;
    Eva &lt;eva@x.org&gt;
    eva@x.org&nbsp;
    eva@x.org%20
    %20eva@x.org
    - eva@x.org
    eva@x.org - trabajo
    eva\\@x.org
    =eva@x.org
    ✉ eva@x.org
    📧eva@x.org
    acct:eva@x.org
  `),
)('what stands around an address is no part of it: %s', (posted) => {
  expect(read('email', posted)).toEqual({ values: ['eva@x.org'] });
});

test.each(
  lines(`
    info@info.es
    info@example.org
    john.doe@example.com
    juan.perez@example.org
    user@test.example.org
    test1@gmail.com
    user1@example.org
    ana@example.com
    1234567@qq.com
    x*y@x.org
    guest@grandhotel.es
    your.friend@juan.es
  `),
)('%s may be somebody’s', (posted) => {
  expect(read('email', posted)).toEqual({ values: [posted] });
});
