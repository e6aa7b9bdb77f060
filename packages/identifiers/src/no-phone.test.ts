import { expect, test } from 'vitest';
import { lines, valuesOf } from '../test/reading.ts';

test.each(
  lines(`
    No tiene
    123123123
    121212121
    ver notas
    Скрытый номер
    Número confidencial
    skjult nummer
    120363025246125486@g.us
    34600550005-1414141414@g.us
    26422382231@lid
    status@broadcast
    sip:anonymous@anonymous.invalid
    6XX XXX XXX
    600***005
    x
    Restricted
    Unavailable
    ANONYMOUS CALLER
    #REF!
    TRUE
    1
    +1
    +34
    911
    112
    b3@mail.example.org
    3.46E+10
    3,46E+10
    6.00550005E+08
    1-800-FLOWERS
    +34 6OO 55O OO5
    DNI 12345678
    ref 600550005
    llamar 600550005 o 600550006 por la tarde
    60055000
    6005500055
    +34 60055000
    Habitación 312
    +7378742833
    +2562533
    +266696687
    +86282452253
    266696687
    012345678
    000000000
    111111111
    123456789
    999999999
    999 999 999
    1234567890
    privado
    número oculto
    Unterdrückt
    masqué
    pas de téléphone
    no phone
    sin teléfono
    AMAZON
    +
    ()
    ext. 101
    12345
    2026-11-20
    20/11/2026
    10:30
    192.168.1.1
    40.4168, -3.7038
    €600
    +34600550005abc
    abc+34600550005
  `),
)('%s is no phone number', (posted) => {
  expect(valuesOf('phone', posted)).toEqual([]);
});

test('a number that looks made up is none where a country with the same code is', () => {
  expect(valuesOf('phone', '121212121', 'VA')).toEqual([]);
});
