import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ImportedRow, readItems } from './rows.ts';

const folder = mkdtempSync(join(tmpdir(), 'hilo-csv-'));
let files = 0;

const kinds = ['customer_number', 'email', 'phone', 'user_id'];

const opened = (content: string | Buffer, told: { delimiter?: string; encoding?: string; map?: object } = {}) => {
  files += 1;
  const file = join(folder, `${files}.csv`);
  writeFileSync(file, content);
  const { map, ...rest } = told;
  if (map !== undefined) writeFileSync(`${file}.map.json`, JSON.stringify(map));
  return readItems(file, { mapFile: map && `${file}.map.json`, kinds, ...rest });
};

const itemsOf = async (...given: Parameters<typeof opened>): Promise<ImportedRow[]> => {
  const read = await opened(...given);
  return Array.fromAsync(read.items());
};

/** The identifiers and traits of each row; or why there is none, with its line. */
const rowsOf = async (...given: Parameters<typeof opened>): Promise<unknown[]> =>
  (await itemsOf(...given)).map((item) => {
    if ('problem' in item) return `line ${item.line}: ${item.problem}`;
    const { identifiers, traits = {} } = JSON.parse(item.json);
    return [identifiers.map(({ kind, value }: { kind: string; value: string }) => `${kind} ${value}`), traits];
  });

const utf16 = (text: string, mark = '\uFEFF'): Buffer => Buffer.from(mark + text, 'utf16le');

describe('a CSV file is imported as people have it', () => {
  it.each([
    ['semicolons', 'email;phone;given_name;city\nlea@example.org;+34600560001;Léa;Madrid\n'],
    ['a mark of UTF-8', '\uFEFFemail;phone;given_name;city\nlea@example.org;+34600560001;Léa;Madrid\n'],
    ['tabs', 'email\tphone\tgiven_name\tcity\nlea@example.org\t+34600560001\tLéa\tMadrid\n'],
    ['bars', 'email|phone|given_name|city\nlea@example.org|+34600560001|Léa|Madrid\n'],
    [
      'a line that says its separator',
      'sep=;\r\nemail;phone;given_name;city\r\nlea@example.org;+34600560001;Léa;Madrid\r\n',
    ],
    ['a blank line before its header', '\n\nemail,phone,given_name,city\n\nlea@example.org,+34600560001,Léa,Madrid\n'],
    ['Windows’ line ends and no last one', 'email,phone,given_name,city\r\nlea@example.org,+34600560001,Léa,Madrid'],
    ['spaces around its fields', ' email , phone, given_name, city\nlea@example.org, "+34600560001", "Léa" , Madrid\n'],
    ['commas as decimals beside semicolons', 'email;phone;given_name;city\nlea@example.org;+34600560001;Léa;Madrid\n'],
    ['columns that Excel left empty', 'email,phone,given_name,city,,\nlea@example.org,+34600560001,Léa,Madrid,,\n'],
  ])('with %s', async (_what, content) => {
    expect(await rowsOf(content)).toEqual([
      [['email lea@example.org', 'phone +34600560001'], { givenName: 'Léa', city: 'Madrid' }],
    ]);
  });

  it.each([
    ['with its mark', utf16('email\tphone\tcity\nara@example.org\t+34600560003\tÁvila\n')],
    ['without one', utf16('email\tphone\tcity\nara@example.org\t+34600560003\tÁvila\n', '')],
    ['the other way round', utf16('email\tphone\tcity\nara@example.org\t+34600560003\tÁvila\n').swap16()],
  ])('in UTF-16, %s', async (_what, content) => {
    expect(await rowsOf(content)).toEqual([[['email ara@example.org', 'phone +34600560003'], { city: 'Ávila' }]]);
  });

  it('in Excel’s encoding where it is told, and not where it is not', async () => {
    const content = Buffer.from(
      'email,name,city\na@example.org,x,y\ninigo@example.org,Íñigo Muñoz,Córdoba\n',
      'latin1',
    );
    await expect(itemsOf(content)).rejects.toThrow(
      /is not in utf-8: line 3\. If “inigo@example\.org,Íñigo Muñoz,Córdoba”/,
    );
    expect((await rowsOf(content, { encoding: 'windows-1252' }))[1]).toEqual([
      ['email inigo@example.org'],
      { fullName: 'Íñigo Muñoz', city: 'Córdoba' },
    ]);
  });

  it.each([
    [
      'Correo electrónico,Móvil,Nombre,Apellidos,Código postal',
      ['email', 'phone', 'givenName', 'familyName', 'postcode'],
    ],
    ['E-Mail,Tfno.,Nº cliente,F. alta', ['email', 'phone', 'customer_number', 'F. alta']],
    ['E-mail 1 - Value,Phone 1 - Value,Phone 1 - Label,Given Name', ['email', 'phone', undefined, 'givenName']],
    ['E-mail Address,E-mail 2 Address,Mobile Phone,Last Name', ['email', 'email', 'phone', 'familyName']],
    ['E-Mail-Adresse,Handynummer,Vorname,PLZ', ['email', 'phone', 'givenName', 'postcode']],
    ['Courriel,Téléphone portable,Prénom,Code postal', ['email', 'phone', 'givenName', 'postcode']],
    ['CUSTOMER NUMBER,user-id,DNI/NIE', ['customer_number', 'user_id', 'national_id']],
  ])('whose header is %s', async (header, meanings) => {
    const { columns } = await opened(`${header}\n`);
    expect(columns.map(([, meaning]) => (meaning === 'not used' ? undefined : meaning.replace(/^\w+ /, '')))).toEqual(
      meanings,
    );
  });

  it('with two columns of one name, and uses both', async () => {
    const content = 'email,phone,phone,notes,notes\nada@example.org,+34600560006,+34600560096,first note,second note\n';
    expect(await rowsOf(content)).toEqual([
      [
        ['email ada@example.org', 'phone +34600560006', 'phone +34600560096'],
        { notes: 'first note', 'notes (2)': 'second note' },
      ],
    ]);
  });

  it('with several values in a cell of Google’s', async () => {
    expect(await rowsOf('E-mail 1 - Value,x\na@example.org ::: b@example.org,1\n')).toEqual([
      [['email a@example.org', 'email b@example.org'], { x: '1' }],
    ]);
  });

  it('but for numbers that a spreadsheet has rounded', async () => {
    const items = await itemsOf('email,phone,customer_number\nana@example.org,3.46E+10,"1,23457E+12"\n');
    expect(items.map((item) => 'json' in item && item.leftOut)).toEqual([['phone', 'customer_number']]);
    expect(await rowsOf('email,phone\nana@example.org,3.46E+10\n')).toEqual([[['email ana@example.org'], {}]]);
  });
});

describe('what is not certain is refused, with the line and the reason', () => {
  it('a row with more fields than the header', async () => {
    expect(await rowsOf('email,phone,city\nlong@example.org,+34600560008,Madrid,EXTRA,VALUES\n')).toEqual([
      expect.stringMatching(/^line 2: has 5 fields, the header has 3/),
    ]);
  });

  it('the line on which a row begins, whatever stands in the rows before', async () => {
    const items = await itemsOf('email,note\r\n"a@example.org","x\r\ny"\r\n\r\nb@example.org,ok\r\n,"no id"\r\n');
    expect(items.map(({ line }) => line)).toEqual([2, 5, 6]);
  });

  it('a quote that is never closed', async () => {
    const content =
      'email,phone,city\nzero@example.org,1,x\none@example.org,+34600560017,"Madrid\ntwo@example.org,+34,Lugo\n';
    await expect(itemsOf(content)).rejects.toThrow(
      'a quote opens in the row that begins in line 3 and is never closed',
    );
  });

  it('a separator that may be one or another', async () => {
    const content = 'email;phone,city\na@example.org;1,x\nb@example.org;2,y\n';
    await expect(opened(content)).rejects.toThrow(
      /not certain what stands between the fields\. by a comma the header has 2/,
    );
    expect(await rowsOf(content, { delimiter: ';' })).toHaveLength(2);
  });

  it('a header in which nobody is named', async () => {
    await expect(opened('size,colour\n1,red\n')).rejects.toThrow(
      'no column says who it is. The file has: “size”, “colour”.',
    );
  });

  it('a workbook, an empty file, an encoding and a delimiter that nobody knows', async () => {
    await expect(opened(Buffer.from('PK\x03\x04rest'))).rejects.toThrow('is a workbook or an archive');
    await expect(opened('')).rejects.toThrow('is empty');
    await expect(opened('email\n', { encoding: 'utf-99' })).rejects.toThrow('Nobody knows the encoding utf-99');
    await expect(opened('email\n', { delimiter: '::' })).rejects.toThrow('A delimiter is one character');
  });

  it('a column of the map that the file has not', async () => {
    await expect(opened('email;city\na@example.org;x\n', { map: { identifiers: { email: 'mail' } } })).rejects.toThrow(
      'has no column mail. It has: email, city.',
    );
  });
});
