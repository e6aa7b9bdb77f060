import { expect, test } from 'vitest';
import { lines, read } from '../test/reading.ts';
import { isSurelyUsed, type Unused } from './index.ts';
import { noAddress } from './placeholder-address.ts';

test.each<[string, Unused]>([
  ...lines(`
    eva
    eva@
    @eva
    @example.org
    eva@localhost
    eva@example
    eva@@example.org
    eva@exa mple.org
    eva lopez@example.org
    eva@-example.org
    eva@example-.org
    eva@example..org
    eva@exam_ple.org
    eva@example.1
    eva@1.2.3.4
    eva@[1.2.3.4]
    eva.@example.org
    eva..a@example.org
    eva,lopez@example.org
    eva(at)example.org
    600000001
    eva.example.org
    www.example.org
    eva@example.com/inbox
  `).map((posted): [string, Unused] => [posted, 'no-email-address']),
  [`${'a'.repeat(65)}@example.org`, 'no-email-address'],
  [`eva@${'a'.repeat(64)}.org`, 'no-email-address'],
  [`eva@${'a.'.repeat(130)}org`, 'no-email-address'],
  ...lines(`
    no@no.com
    NO@NO.COM
    abc@abc.com
    hola@hola.com
    sdf@sdf.sdf
    asdasd@asdasd.com
    noaplica@noaplica.com
    nocontesta@nocontesta.com
    test1@test.com
    tester@test.com
    your@email.com
    tucorreo@gmail.com
    youremail@domain.com
    nao@tem.com.br
    нет@нет.рф
    e***a@x.org
    xxxx@gmail.com
    123456@hotmail.com
    aaaa@bbbb.com
    user@example.com
    na@na.com
    a@a.com
    aaa@aaa.com
    x@xx.com
    nn@nn.com
    asdf@asdf.com
    test@test.com
    test@example.org
    null@example.org
    undefined@example.org
    null.null@example.com
    undefined.undefined@empresa.example
    {email}@empresa.example
    %EMAIL%@empresa.example
    no@tiene.com
    notiene@gmail.com
    no.tiene@gmail.com
    sincorreo@gmail.com
    sin-email@hotel.example
    no@mail.com
    no@hotmail.com
    nocorreo@gmail.com
    prueba@gmail.com
    foo@bar.com
    123@123.com
    email@domain.com
    noemail@noemail.com
    no-email@example.org
    noreply@example.org
    no-reply@example.org
    no_reply@example.org
    donotreply@example.org
    email@email.com
    mail@mail.com
    correo@correo.com
    nil@nil.com
    anonymous@example.org
    unknown@example.org
    keine@email.de
    aucun@aucun.fr
    pasdemail@orange.fr
  `).map((posted): [string, Unused] => [posted, 'placeholder']),
])('%s is no address of anybody', (posted, unused) => {
  expect(isSurelyUsed(posted, 'email')).toBe(false);
  expect(read('email', posted)).toEqual({ values: [], unused });
});

test('no placeholder of an address is taken for one that is surely used', () => {
  const locals = [...noAddress].flatMap((name) => ['', '.', '-', '_'].map((mark) => name.replaceAll(' ', mark)));
  const unread = [
    'noreply',
    'no-reply',
    'no.reply',
    'donotreply',
    'do-not-reply',
    'noresponder',
    'no_responda',
    'naoresponda',
  ];
  for (const local of [...locals, ...unread, 'nepasrepondre', 'ne-pas-repondre', 'mailer-daemon', 'no', 'nulljnull']) {
    const address = `${local}@empresa.example`;
    const isUsed = read('email', address).unused === undefined;
    expect({ address, isSurelyUsed: isSurelyUsed(address, 'email') && !isUsed }).toEqual({
      address,
      isSurelyUsed: false,
    });
  }
});

test.each(['ei@ole.fi', 'nu@are.ro', 'non@ha.it', 'nao@tem.br', 'no@hay.com', 'nem@ismert.hu'])(
  '%s says before and after its @ that there is none',
  (address) => {
    expect(read('email', address)).toEqual({ values: [], unused: 'placeholder' });
    expect(isSurelyUsed(address, 'email')).toBe(false);
  },
);

test.each(['ole@ei.no', 'sem@bakker.nl', 'nu@flow.org', 'sin@cheng.hk'])(
  '%s is an address like any other',
  (address) => {
    expect(read('email', address)).toEqual({ values: [address] });
  },
);

test.each(['nan@nanbakery.com', 'null@p6null.example.org', 'none@none-family.org', 'nan@nan-goldin.org'])(
  '%s is the address of somebody who is called so, at a domain of that name',
  (address) => {
    expect(read('email', address)).toEqual({ values: [address] });
  },
);

test.each(['null@nullmail.com', 'none@nonemail.com', 'nan@nan.com', 'null@null7.com', 'undefined@undefinedlabs.org'])(
  '%s is nobody’s, though its domain is called as it is',
  (address) => {
    expect(read('email', address)).toEqual({ values: [], unused: 'placeholder' });
    expect(read('exact', address)).toEqual({ values: [], unused: 'placeholder' });
    expect(isSurelyUsed(address, 'email')).toBe(false);
  },
);
