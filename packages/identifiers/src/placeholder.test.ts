import { describe, expect, test } from 'vitest';
import { lines, read } from '../test/reading.ts';
import { isSurelyUsed } from './index.ts';

describe('a placeholder of any kind says nothing of who it is', () => {
  const placeholders = lines(`
    [object Object]
    Select...
    -- Seleccione --
    30/12/1899
    (en blanco)
    xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx
    XXXX-XXXX-XXXX-1234
    ****1234
    e***a
    •••• 1234
    Optional("")
    Optional[]
    Some(None)
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
    [object Promise]
    [object Undefined]
    [object Object],[object Object]
    (null)
    <nil>
    <null>
    <NA>
    "null"
    'NULL'
    [null]
    «null»
    null,
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
    NOT-SET
    (not set)
    user_id
    USER_ID
    customer_id
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
    sin e-mail
    S/N
    S/D
    k.A.
    keine E-Mail
    pas d'email
    geen e-mail
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
    void(0)
    0n
    &nbsp;
    &quot;null&quot;
    %27undefined%27
    null\\n
    nil:NilClass
    Some(null)
    System.Object
    Walk-in
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
