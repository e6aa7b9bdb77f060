import { crc32, inflateSync } from 'node:zlib';
import { encode } from 'uqr';
import { expect, it } from 'vitest';
import { qrPng } from './qr-png.ts';

const chunksIn = (png: Buffer): Map<string, Buffer> => {
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const named = png.subarray(at + 4, at + 8 + length);
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(named));
    chunks.set(named.toString('latin1', 0, 4), named.subarray(4));
    at += 12 + length;
  }
  return chunks;
};

it('is a picture of one bit for each pixel that shows the code, eight pixels to a module, with room around it', () => {
  const url = `https://ask.example.com/s/r/${'A'.repeat(22)}`;
  const png = qrPng(url);
  expect(png.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
  const chunks = chunksIn(png);
  expect([...chunks.keys()]).toEqual(['IHDR', 'IDAT', 'IEND']);
  const modules = encode(url, { border: 0 }).data;
  const wide = modules.length + 8;
  const header = chunks.get('IHDR') ?? Buffer.alloc(13);
  expect([header.readUInt32BE(0), header.readUInt32BE(4), ...header.subarray(8)]).toEqual([
    wide * 8,
    wide * 8,
    1,
    0,
    0,
    0,
    0,
  ]);
  const pixels = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
  expect(pixels).toHaveLength(wide * 8 * (wide + 1));
  const isDark = (row: number, column: number, line: number): boolean =>
    pixels[(row * 8 + line) * (wide + 1) + 1 + column] === 0;
  for (let row = 0; row < wide; row += 1)
    for (let column = 0; column < wide; column += 1)
      for (const line of [0, 7]) expect(isDark(row, column, line)).toBe(modules[row - 4]?.[column - 4] ?? false);
});
