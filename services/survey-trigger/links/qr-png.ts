import { crc32, deflateSync } from 'node:zlib';
import { encode } from 'uqr';

/** Around it is left free what readers need: four modules (ISO/IEC 18004). */
export const quietZone = 4;
const pixelsAModule = 8;
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A QR code as a PNG of one bit for each pixel (RFC 2083), for printers and tills that take no SVG. */
export const qrPng = (text: string): Buffer => {
  const { data } = encode(text, { border: quietZone });
  const size = data.length * pixelsAModule;
  const rows = data.flatMap((row) => Array<Buffer>(pixelsAModule).fill(scanLine(row)));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // One bit, grey; the methods of compression, filters and interlacing are the only or the simplest.
  header.set([1, 0, 0, 0, 0], 8);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};

/** No filter, then the pixels: a module is one byte, black 0 and white 1. */
const scanLine = (row: readonly boolean[]): Buffer => Buffer.from([0, ...row.map((isDark) => (isDark ? 0x00 : 0xff))]);

const chunk = (type: string, data: Buffer): Buffer => {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
};
