import { execFileSync } from 'node:child_process';

/** A file within a zip archive, by the command `unzip`. */
export const unzipped = (archive: string, file: string): Buffer =>
  execFileSync('unzip', ['-p', archive, file], { maxBuffer: 2 ** 28 });

/** The numbers of an array that numpy wrote (format 1.0): ten bytes, a header in text, then the values. */
export const arrayBytes = (npy: Buffer): Buffer => npy.subarray(10 + npy.readUInt16LE(8));
