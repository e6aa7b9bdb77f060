import { describe, expect, test } from 'vitest';
import { isSurelyUsed, type Normaliser, readIdentifier, type Unused } from './index.ts';
import { noAddress } from './placeholder-address.ts';

const read = (normaliser: Normaliser, posted: string, defaultCountry = 'ES') =>
  readIdentifier(posted, { normaliser, defaultCountry });
const valuesOf = (normaliser: Normaliser, posted: string, country?: string): readonly string[] =>
  read(normaliser, posted, country).values;
const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

describe('a placeholder of any kind says nothing of who it is', () => {
  const placeholders = lines(`
    [object Object]
    sem cadastro
    aucune donnée
    未入力
    該当なし
    暂无数据
    해당없음
    Не задано
    пусто
    غير محدد
    لا شيء
    אין נתונים
    ไม่ระบุ
    không có
    tidak ada
    कोई नहीं
    není
    nincs megadva
    fără
    nu există
    ikke oplyst
    ej angivet
    ei tiedossa
    boş
    ni podatka
    puudub
    δεν υπάρχει
    geen gegevens
    sense dades
    ez dago
    notloggedin
    sem identificação
    bilgi yok
    Ukendt bruger
    okänd användare
    tuntematon käyttäjä
    неизвестный пользователь
    확인불가
    無会員
    aucun résultat
    bez údajů
    未分配
    ユーザー不明
    회원번호 없음
    cliente no identificado
    kein Konto
    sem conta
    ingen uppgift
    nie znaleziono
    не предоставлено
    غير مسجل
    nessuna informazione
    sin tarjeta
    no socio
    ohne Karte
    pas de réponse
    no encontrado
    未登入
    미확인
    Select...
    -- Seleccione --
    Bitte wählen
    30/12/1899
    guestuser
    testkunde
    nocontesta
    (en blanco)
    sí
    oui
    nein
    да
    xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx
    XXXX-XXXX-XXXX-1234
    ****1234
    e***a
    •••• 1234
    Optional("")
    Optional[]
    Some(None)
    Just Nothing
    async () => {}
    x => x
    class User {}
    Symbol(id)
    Future<String>
    Instance of 'User'
    <coroutine object get_id at 0x7f>
    <bound method User.id of <User>>
    <class 'NoneType'>
    TypeError: Cannot read properties of undefined
    Undefined index: id
    java.lang.NullPointerException: null
    Err:502
    #Н/Д
    -1.#IND
    -01
    \\x00
    1970-01-01
    1970-01-01T00:00:00.000Z
    0001-01-01T00:00:00Z
    00/00/0000
    31/12/9999
    2026-11-20
    1.0E10
    6.00550005E8
    2.2250738585072014e-308
    9007199254740991
    sdfg
    asdasd
    фыва
    [object Promise]
    [object Undefined]
    [object Object],[object Object]
    NaN
    nan
    true
    FALSE
    (null)
    <nil>
    <null>
    <NA>
    null
    "null"
    'NULL'
    [null]
    «null»
    null,
    None
    nil
    undefined
    UNDEFINED
    undefined undefined
    null null
    nullnull
    undefinedundefined
    0.0.0.0
    00:00:00:00:00:00
    undefined-undefined
    -1
    -1.0
    -999
    0
    0.0
    00000
    -0
    0x0
    00000000-0000-0000-0000-000000000000
    {00000000-0000-0000-0000-000000000000}
    FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF
    not_set
    not set
    NOT-SET
    notset
    (not set)
    not provided
    user_id
    userId
    USER_ID
    customer_id
    Customer ID
    your_user_id
    INSERT_USER_ID_HERE
    n/a
    N.A.
    #N/A
    #REF!
    #VALUE!
    #NAME?
    #¡VALOR!
    #¿NOMBRE?
    #DIV/0!
    #WERT!
    #NV
    #####
    -
    --
    ---
    .
    ?
    ???
    ***
    []
    {}
    anonymous
    Anonymous User
    guest
    Guest User
    unknown
    UNKNOWN CALLER
    anonymous caller
    test
    Test User
    none
    no tiene
    NO TIENE
    No tiene email
    sin correo
    sin e-mail
    Sin teléfono
    S/N
    S/D
    desconocido
    DESCONOCIDA
    anónimo
    Anonimo
    ninguno
    ninguna
    no disponible
    No consta
    no facilita
    invitado
    nulo
    vacío
    kein
    keine
    keine Angabe
    k.A.
    keine E-Mail
    Kein Telefon
    nicht verfügbar
    nicht verfuegbar
    unbekannt
    UNBEKANNT
    Anonym
    Gast
    aucun
    Aucune
    inconnu
    non renseigné
    NON RENSEIGNE
    pas de téléphone
    pas d'email
    anonyme
    invité
    néant
    nenhum
    não tem
    NAO TEM
    não informado
    desconhecido
    anônimo
    convidado
    sem email
    nessuno
    non disponibile
    sconosciuto
    ospite
    senza telefono
    onbekend
    geen
    geen e-mail
    brak
    nieznany
    okänd
    неизвестно
    нет
    不明
    未知
    없음
    غير معروف
    \\N
    <Object object at 0x7f3a>
    java.lang.Object@1b2c3d4e
    %!s(<nil>)
    %!d(MISSING)
    Promise { <pending> }
    function () { [native code] }
    Optional(nil)
    Optional.empty
    e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
    d41d8cd98f00b204e9800998ecf8427e
    9774d56d682e549c
    02:00:00:00:00:00
    2147483647
    asdf
    xxx
    zzz
    userIdHere
    NoData
    void(0)
    0n
    &nbsp;
    &quot;null&quot;
    %27undefined%27
    null\\n
    nil:NilClass
    Some(null)
    System.Object
    Invalid Date
    consumidor final
    Público en general
    Walk-in
    pendiente de asignar
    por determinar
    John Doe
    lorem ipsum
    x
    private
    deleted
    [deleted]
    null@
  `);
  test.each(placeholders)('%s', (placeholder) => {
    for (const normaliser of ['exact', 'lower', 'handle', 'email', 'phone'] as const) {
      expect({ normaliser, isSurelyUsed: normaliser !== 'phone' && isSurelyUsed(placeholder, normaliser) }).toEqual({
        normaliser,
        isSurelyUsed: false,
      });
      expect({ normaliser, ...read(normaliser, placeholder) }).toMatchObject({ normaliser, values: [] });
      expect({ normaliser, ...read(normaliser, ` ${placeholder}\u00a0`) }).toMatchObject({ normaliser, values: [] });
    }
  });
});

test.each(
  lines(`
    {{user.id}}
    {{customer.id|default:"guest"}}
    %%=v(@subscriberKey)=%%
    %%[ SET @id = 1 ]%%
    %env(USER_ID)%
    <c:out value="user.id"/>
    process.env.USER_ID
    window.userId
    req.user.id
    event.target.value
    @Model.UserId
    @(Model.UserId)
    {{lead.Id}}
    {{ user.id }}
    \${userId}
    \${user.id}
    %USER_ID%
    %user_id%
    %%user_id%%
    <user_id>
    <USER ID>
    &lt;user_id&gt;
    __USER_ID__
    __user_id__
    {user_id}
    {userId}
    {0}
    {}
    #{user.id}
    <%= user.id %>
    <?php echo $id ?>
    {% user.id %}
    {!Contact.Id}
    *|EMAIL|*
    [[user_id]]
    [USER_ID]
    $user_id
    $USER_ID
    $(USER_ID)
    %s
    %d
    %@
    %(user_id)s
    :user_id
    ##user_id##
    %7B%7Buser.id%7D%7D
    user-{{id}}
    user_\${id}
  `),
)('the template %s was not filled in, and says nothing', (template) => {
  for (const normaliser of ['exact', 'lower', 'handle', 'email', 'phone'] as const) {
    expect({ normaliser, ...read(normaliser, template) }).toMatchObject({ normaliser, values: [] });
  }
});

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

test.each([
  ['@ana', 'ana'],
  ['@ ana', 'ana'],
  ['@@ana', 'ana'],
  [' @Ana ', 'ana'],
  ['ＡＮＡ', 'ana'],
  ['https://twitter.com/Ana', 'ana'],
  ['https://x.com/Ana?lang=es', 'ana'],
  ['http://www.instagram.com/ana/', 'ana'],
  ['linkedin.com/in/ana-garcia-1/', 'ana-garcia-1'],
  ['https://www.tiktok.com/@ana', 'ana'],
  ['https://facebook.com/profile.php?id=1234', '1234'],
  ['@J̌', 'ǰ'],
  ['__ana__', '__ana__'],
  ['ana_maria', 'ana_maria'],
  ['x1', 'x1'],
])('the handle %s is %s', (posted, handle) => {
  expect(valuesOf('handle', posted)).toEqual([handle]);
});

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

test.each([
  ...lines(`
    +34 600 550 005
    ☎ 600550005
    📱+34 600 550 005
    600&nbsp;550&nbsp;005
    &#43;34600550005
    %2B34600550005
    +34%20600%20550%20005
    =+34600550005
    =600550005
    ~600550005
    600_550_005
    00+34600550005
    +34−600−550−005
    ６００ー５５０ー００５
    011 34 600550005
    0011 34 600 550 005
    <sip:+34600550005@gw.example.org>
    "Ana" <sip:+34600550005@gw.example.org;user=phone>
    34600550005.0:3@s.whatsapp.net
    whatsapp://send?phone=34600550005
    https://web.whatsapp.com/send?phone=34600550005
    +34600550005
    +34600550005.0
    +34600550005.00
    600550005
    600550005.0
    600 55 00 05
    600-550-005
    600.550.005
    600/550005
    (600) 550 005
    (+34) 600550005
    +(34) 600550005
    0034 600550005
    (0034)600550005
    +0034600550005
    +00 34 600550005
    ++34600550005
    34600550005
    34600550005.0
    +34 (0) 600 550 005
    tel:+34600550005
    tel:+34-600-550-005
    TEL:600550005
    tel:600550005;phone-context=+34
    whatsapp:+34600550005
    sip:+34600550005@pbx.example.org
    34600550005@s.whatsapp.net
    34600550005@c.us
    https://wa.me/34600550005
    Tel. 600550005
    Tlf: 600 550 005
    Móvil: 600550005
    Mobile +34 600550005
    600550005 (casa)
    600550005 (móvil)
    (trabajo) 600550005
    '600550005
    '+34600550005
    "600550005"
    ="600550005"
    ６００５５０００５
    ＋３４６００５５０００５
    ٦٠٠٥٥٠٠٠٥
    ۶۰۰۵۵۰۰۰۵
    600–550–005
    600 550 005.
    600550005;
    34,600,550,005
    600550005, 600550005
    600550005; No tiene
  `).map((posted) => [posted, '+34600550005']),
  ['\u202a+34600550005\u202c', '+34600550005'],
  ['\u200e+34\u00a0600\u2009550\u200b005', '+34600550005'],
  ['+34 600\u2011550\u2011005', '+34600550005'],
  ['+4915112345001.0', '+4915112345001'],
  ['4915112345001', '+4915112345001'],
  ['+49 1511 23450010', '+49151123450010'],
  ['+49 (0)151 12345001', '+4915112345001'],
  ['+49 (0151) 12345001', '+4915112345001'],
  ['0049 (0) 151/12345001', '+4915112345001'],
  ['+44 (0)20 7946 0958', '+442079460958'],
  ['+39 (0)6 698 12345', '+390669812345'],
  ['+39 06 69812345', '+390669812345'],
  ['+1 (415) 555-2671', '+14155552671'],
  ['1-415-555-2671', '+14155552671'],
  ['+1 415.555.2671', '+14155552671'],
  ['+55 11 8765-4321', '+5511987654321'],
  ['+55 11 98765-4321', '+5511987654321'],
  ['551187654321', '+5511987654321'],
  ['5511987654321', '+5511987654321'],
  ['+55 11 3065-4321', '+551130654321'],
  ['+521 55 1234 5678', '+525512345678'],
  ['+52 55 1234 5678', '+525512345678'],
  ['5215512345678', '+525512345678'],
  ['+54 9 11 2345-6789', '+541123456789'],
  ['+54 11 2345-6789', '+541123456789'],
  ['5491123456789', '+541123456789'],
  ['+376 312 345', '+376312345'],
  ['+290 22222', '+29022222'],
  ['+298 201234', '+298201234'],
  ...lines(`
    911234567 Nebenstelle 101
    911234567 Nst. 101
    911234567 toestel 101
    911234567 доб. 101
    911234567 内線101
    911234567 dahili 101
    911234567 ext=101
    911234567 Ext. nº 101
    911234567*101
    911234567,101
    911234567;101
    911234567 - 101
    911234567-101
    911234567/101
    911234567 (101)
    +34911234567-101
    +34 911 23 45 67 [ext 101]
  `).map((posted) => [posted, '+34911234567;ext=101']),
  ['+49 30 1234567-101', '+49301234567101'],
  ['+52 044 55 1234 5678', '+525512345678'],
  ['91 123 45 67 ext. 101', '+34911234567;ext=101'],
  ['911234567 ext 101', '+34911234567;ext=101'],
  ['911234567 x101', '+34911234567;ext=101'],
  ['911234567x101', '+34911234567;ext=101'],
  ['911234567 #101', '+34911234567;ext=101'],
  ['911234567 extensión 101', '+34911234567;ext=101'],
  ['911234567 (ext. 101)', '+34911234567;ext=101'],
  ['+34911234567,,101#', '+34911234567;ext=101'],
  ['tel:+34911234567;ext=101', '+34911234567;ext=101'],
  ['911234567 ext. 102', '+34911234567;ext=102'],
  ['666666666', '+34666666666'],
  ['900123456', '+34900123456'],
])('the number %s is %s', (posted, number) => {
  expect(read('phone', posted)).toEqual({ values: [number] });
});

test.each([
  ['044 55 1234 5678', 'MX', '+525512345678'],
  ['030 1234567-101', 'DE', '+49301234567101'],
  ['(011) 98765-4321', 'BR', '+5511987654321'],
  ['0612345678', 'FR', '+33612345678'],
  ['06 12 34 56 78', 'FR', '+33612345678'],
  ['030/1234567', 'DE', '+49301234567'],
  ['030 / 1234567', 'DE', '+49301234567'],
  ['0151 12345001', 'DE', '+4915112345001'],
  ['(415) 555-2671', 'US', '+14155552671'],
  ['011 15-2345-6789', 'AR', '+541123456789'],
  ['11 2345-6789', 'AR', '+541123456789'],
  ['(11) 8765-4321', 'BR', '+5511987654321'],
  ['312345', 'AD', '+376312345'],
])('the number %s in %s is %s', (posted, country, number) => {
  expect(valuesOf('phone', posted, country)).toEqual([number]);
});

test.each([
  ['600000001, 600000002'],
  ['600000001 + 600000002'],
  ['+34600000001+34600000002'],
  ['600000001 ó 600000002'],
  ['600000001\\600000002'],
  ['600000001 // 600000002'],
  ['600000001<br>600000002'],
  ['600000001 o bien 600000002'],
  ['600000001 bzw. 600000002'],
  ['600000001-600000002'],
  ['["600000001","600000002"]'],
  ['600000001 (Ana) 600000002 (Luis)'],
  ['600000001 / 600000002'],
  ['600000001/600000002'],
  ['600000001; 600000002'],
  ['600000001 | 600000002'],
  ['600000001 y 600000002'],
  ['600000001 o 600000002'],
  ['600000001 - 600000002'],
  ['600000001 600000002'],
  ['600000001\n600000002'],
  ['+34600000001 ::: +34600000002'],
  ['600 000 001 / 600 000 002'],
  ['600000001 (casa), 600000002 (móvil)'],
])('two numbers in a cell are two: %s', (posted) => {
  expect(read('phone', posted)).toEqual({ values: ['+34600000001', '+34600000002'] });
});

test('what is left out of a cell is said', () => {
  expect(read('phone', '600000001 / 911')).toEqual({ values: ['+34600000001'], unused: 'partly-used' });
  expect(read('phone', '600000001/2')).toEqual({ values: ['+34600000001'], unused: 'partly-used' });
  expect(read('email', 'a@x.org, b@@x.org')).toEqual({ values: ['a@x.org'], unused: 'partly-used' });
  expect(read('email', 'a@x.org; no@no.com')).toEqual({ values: ['a@x.org'], unused: 'partly-used' });
});

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

test('a long value is read in no time, whatever is in it', () => {
  const began = performance.now();
  for (const part of [
    't ',
    'user id ',
    'no ',
    '(',
    '"',
    '<a@',
    '1 ',
    '+',
    '0',
    ' @',
    '[object Object],',
    'x1',
    '{{',
    '.',
    ', ',
    'A.a',
  ]) {
    for (const normaliser of ['exact', 'email', 'phone', 'handle'] as const) {
      read(normaliser, `${part.repeat(512 / part.length)}!`);
      isSurelyUsed(`${part.repeat(30)}!`, normaliser);
      isSurelyUsed(`${part.repeat(512 / part.length)}!`, normaliser);
    }
  }
  expect(performance.now() - began).toBeLessThan(1000);
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
