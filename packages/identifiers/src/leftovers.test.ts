import { describe, expect, test } from 'vitest';
import { lines, read, valuesOf } from '../test/reading.ts';
import { isSurelyUsed } from './index.ts';

describe('what a program prints for what is no text says nothing of who it is', () => {
  const placeholders = lines(`
    kotlin.Unit
    ActiveSupport::SafeBuffer
    BSON::Document
    App\\Models\\User
    Microsoft.Dynamics.Commerce.Runtime.DataModel.Customer
    java.util.concurrent.CompletableFuture@4e50df2e[Not completed]
    System.DBNull
    System.Nullable\`1[System.Int32]
    scala.None$
    java.util.Optional.empty
    Option::None
    std::nullopt
    List()
    Map(0) {}
    dict_keys([])
    QuerySet []
    <QuerySet []>
    User(id=null, name=null)
    UserId(value=null)
    {"id":null}
    {id: undefined}
    #<User id: nil>
    %User{id: nil}
    [Function: getId]
    [Function (anonymous)]
    HASH(0x55d0c8a3e2a0)
    table: 0x5581e0
    Resource id #5
    stdClass Object
    b''
    b'None'
    Decimal('NaN')
    [BLOB - 12 B]
    (No column name)
    NULL::text
    #YOK
    #I/T
    #N/B
    #LICZBA!
    #BAŞV!
    0xDEADBEEF
    deadbeef-dead-beef-dead-beefdeadbeef
  `);
  test.each(placeholders)('%s', (placeholder) => {
    for (const normaliser of ['exact', 'lower', 'handle', 'email', 'phone'] as const) {
      expect({ normaliser, isSurelyUsed: normaliser !== 'phone' && isSurelyUsed(placeholder, normaliser) }).toEqual({
        normaliser,
        isSurelyUsed: false,
      });
      expect({ normaliser, ...read(normaliser, placeholder) }).toMatchObject({ normaliser, values: [] });
    }
  });
});

test.each([
  'Optional[7]',
  'UserId(7)',
  '#A-7',
  'Decimal-7',
  'b7',
  'java.lover',
  'Shop::Anna',
  'shop::7',
  'System.Admin',
  'std-7',
  'NSU7',
])('%s is an id like any other', (id) => {
  expect(valuesOf('exact', id)).toHaveLength(1);
});

test.each([
  'java.util.Optional.Anna@gmail.com',
  'Kotlin.Anna@abc.de',
  'com.google.Anna@gmail.com',
  'android.app.Anna@example.com',
  'mailto:scala.Anna@ada.de',
])('%s is an address like any other', (address) => {
  expect(valuesOf('email', address)).toEqual([address.replace('mailto:', '').toLowerCase()]);
});
