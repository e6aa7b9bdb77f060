import { expect, test } from 'vitest';
import { lines, read, valuesOf } from '../test/reading.ts';

test.each(
  lines(`
    1
    42
    007
    Wala
    Nav
    Sem Benelli
    Kein Lee
    Sin Wai Kin
    Nie Er
    Sans Souci
    No Angel
    Non Stop
    未来
    Bez Ezos
    Nu Flow
    Fara
    Bos
    Maybe
    abc
    admin
    2026-11-20-001
    20261120
    12/7
    31/12
    1970
    10:30
    9e9
    1E10
    undefined.es7
    acme-null7
    crm-7
    mr_null
    dev_null
    a*b
    *7*
    xxx1
    Testino
    Mailand
    userland
    Symbol7
    class-7
    Error-7
    window.cleaner
    event.manager
    Optional
    Promise Okafor
    Christopher Null
    100
    null-7
    null7
    nullable
    undefined_1
    Xavier
    X1
    xena
    Nilsson
    Nills
    Guest-4711
    guest_8f3a
    anon-123
    anonymous-77
    test-1
    test42
    tester
    user_id_5
    user-1
    user5
    true.believer
    trueblue
    falsetto
    Nantes
    nana
    Nano
    Nadal
    Nadia
    Ninguez
    Kein-Lee
    Keiner2
    Noname7
    Nota
    0x1F
    0A
    00001
    0-1
    -17
    -100123456
    +1
    1e5
    12E4
    1.5
    not-a-bot-3
    object-1
    [A-1]
    {3-4}
    100%
    $100
    #42
    #A1!7
    a<b
    <42>
    b5
    no-7
    unknown-1
    4294967296
    2147483648
    e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b856
    11111111-1111-1111-1111-111111111111
    12345678z
    Ана
    愛
    김
    Infinity-8
    mr.null
    nullo.rossi
    the-real-7
    privatus
    Verena
    Vero
    Nonna
    Tom
    Sem2
    Bartolome
    Foote
    aab
    50%25off7
    R&D-7
    Demokrit
    userA7
    McNullen
    JohnDoe7
    x-device
    na-client
    nn user
  `),
)('%s is an id like any other', (id) => {
  expect(valuesOf('exact', id)).toEqual([id]);
  expect(valuesOf('lower', id)).toEqual([id.toLowerCase()]);
});

test.each([
  [' 42 ', '42'],
  ['"42"', '42'],
  ['“42”', '42'],
  ['\u200b42\u2060', '42'],
  ['\u202a42\u202c', '42'],
  ['４２', '42'],
  ['="007"', '007'],
  ["'007", '007'],
  ['1234.0', '1234'],
  ['A\u00a0 1', 'A 1'],
  ['E\u0301va', 'Éva'],
  ['3F2504E0-4F89-41D3-9A0C-0305E82C3301', '3f2504e0-4f89-41d3-9a0c-0305e82c3301'],
  ['{3F2504E0-4F89-41D3-9A0C-0305E82C3301}', '3f2504e0-4f89-41d3-9a0c-0305e82c3301'],
  ['AbC', 'AbC'],
])('the id %s is %s', (posted, id) => {
  expect(valuesOf('exact', posted)).toEqual([id]);
});

test('what a language prints around an id is no part of it', () => {
  for (const posted of ['Optional("a7")', 'Optional[a7]', 'Some("a7")'])
    expect(valuesOf('exact', posted)).toEqual(['a7']);
});

test.each(['shop12-undefined', 'es:null', 'crm_7_NaN', 'web|undefined'])(
  'a code whose last part was missing is nobody’s: %s',
  (posted) => {
    expect(read('exact', posted)).toEqual({ values: [], unused: 'placeholder' });
    expect(read('lower', posted)).toEqual({ values: [], unused: 'placeholder' });
    expect(valuesOf('handle', posted)).toHaveLength(1);
  },
);
