import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { expect, it } from 'vitest';
import { type ListFormat, listFormatOf, readList } from './read-list.ts';

const read = async (format: ListFormat, text: string | Buffer, column?: string) => {
  const bytes = Buffer.from(text);
  // A byte at a time: no line and no letter comes in one piece.
  const body = Readable.from([...bytes].map((byte) => Buffer.from([byte])));
  return (await Array.fromAsync(readList(body, format, column))).map(({ line, text }) => [line, text]);
};
const wrong = async (format: ListFormat, text: string, column?: string): Promise<string> => {
  try {
    await read(format, text, column);
    return 'it was read';
  } catch (error) {
    return error instanceof Error && 'errors' in error ? JSON.stringify(error.errors) : String(error);
  }
};

it('reads a value per line, with its number, however lines end', async () => {
  const lines = [
    [1, '600111222'],
    [3, 'ñ@example.org'],
    [4, '+34 600 111 333'],
  ];
  expect(await read('csv', '\ufeff600111222\n\nñ@example.org\n"+34 600 111 333"')).toEqual(lines);
  expect(await read('csv', '600111222\r\n\r\nñ@example.org\r\n+34 600 111 333\r\n')).toEqual(lines);
  expect(await read('ndjson', '"600111222"\n\n"ñ@example.org"\n{"value":"+34 600 111 333"}')).toEqual(lines);
});

it('reads the column that the first line calls so, whatever is between columns', async () => {
  for (const between of [',', ';', '\t']) {
    const row = (...fields: string[]): string => `${fields.join(between)}\n`;
    const text = row('Nombre', ' Teléfono ') + row('"García; Ana, hija"', '600111222') + row('Luis') + row('Eva', '');
    expect(await read('csv', text, 'teléfono')).toEqual([
      [2, '600111222'],
      [3, ''],
      [4, ''],
    ]);
  }
});

it('does not guess which of several columns is meant', async () => {
  expect(await wrong('csv', '600111222;x\n')).toContain('several columns in line 1');
  expect(await wrong('csv', 'name,number\nAna,600111222\n', 'telefono')).toContain('no column');
  expect(await read('csv', '600111222;;\n')).toEqual([[1, '600111222']]);
});

it('takes texts, numbers and fields of JSON, and nothing else for a value', async () => {
  expect(await read('json', '["600111222", 600111333, {"phone": "600111444"}, {"other": 1}, null]', 'phone')).toEqual([
    [1, '600111222'],
    [2, '600111333'],
    [3, '600111444'],
    [4, ''],
    [5, ''],
  ]);
});

it.each([
  ['json', '{"entries": []}', 'is no array'],
  ['json', '["600111222"', 'JSON'],
  ['ndjson', '"600111222"\n600111333, 2\n', 'line 2'],
  ['ndjson', `"${'6'.repeat(70_000)}"`, 'has a line of more than'],
  ['csv', `"600111222\n${'600111333\n'.repeat(10_000)}`, 'is no CSV'],
] as const)('refuses %s that is not what it says, as a whole', async (format, text, message) => {
  expect(await wrong(format, text)).toContain(message);
});

it('reads an array up to its limit alone', async () => {
  const body = Readable.from([Buffer.from('['), ...Array.from({ length: 11 }, () => Buffer.alloc(1024 ** 2, ' '))]);
  await expect(Array.fromAsync(readList(body, 'json'))).rejects.toMatchObject({ status: 413 });
});

it('fails where the list is broken off, in the middle of a line or after one', async () => {
  async function* half() {
    yield Buffer.from('600111222\n6001');
    throw new Error('the connection is gone');
  }
  for (const format of ['csv', 'ndjson', 'json'] as const)
    await expect(Array.fromAsync(readList(Readable.from(half()), format))).rejects.toThrow();
  const closed = Readable.from([Buffer.from('600111222\n')]);
  const reading = Array.fromAsync(readList(closed, 'csv'));
  closed.destroy();
  await expect(reading).rejects.toThrow('broken off');
});

it('knows a list by its type, and takes one without a type for lines', () => {
  const types = [undefined, '', 'text/csv; charset=utf-8', 'text/plain', 'application/x-ndjson', 'application/json'];
  expect(types.map(listFormatOf)).toEqual(['csv', 'csv', 'csv', 'csv', 'ndjson', 'json']);
  expect(() => listFormatOf('application/vnd.ms-excel')).toThrow('text/csv');
});

it.each(['csv', 'ndjson', 'json'] as const)('tells whoever reads what went wrong before, in a %s', async (format) => {
  const body = Readable.from([Buffer.from('no gzip')]).pipe(createGunzip());
  const lines = readList(body, format);
  await new Promise((resolve) => body.once('close', resolve));
  await new Promise((resolve) => setTimeout(resolve, 10));
  await expect(Array.fromAsync(lines)).rejects.toMatchObject({
    status: 400,
    errors: [{ message: 'cannot be decompressed as its Content-Encoding says' }],
  });
  await expect(Array.fromAsync(readList(body, format))).rejects.toMatchObject({ status: 400 });
});
