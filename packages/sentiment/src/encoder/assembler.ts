/** Writes a module of WebAssembly: what is needed of its binary format (W3C, WebAssembly Core Specification 2.0, 5) for one function. */
export type Code = number[];

/** A whole number as LEB128 writes it, with a sign. */
const whole = (value: number): Code => {
  const byte = value & 0x7f;
  const left = value >> 7;
  return (left === 0 && !(byte & 0x40)) || (left === -1 && byte & 0x40) ? [byte] : [byte | 0x80, ...whole(left)];
};

/** Without a sign: sizes, indices, offsets. */
const size = (value: number): Code => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...size(value >>> 7)]);

const vector = (items: readonly Code[]): Code => [...size(items.length), ...items.flat()];
const section = (id: number, content: Code): Code => [id, ...size(content.length), ...content];
const text = (value: string): Code => vector([...Buffer.from(value)].map((byte) => [byte]));

const i32 = 0x7f;
const v128 = 0x7b;

export const get = (local: number): Code => [0x20, ...size(local)];
export const set = (local: number): Code => [0x21, ...size(local)];
const tee = (local: number): Code => [0x22, ...size(local)];
export const constant = (value: number): Code => [0x41, ...whole(value)];
export const plus: Code = [0x6a];
const minus: Code = [0x6b];
export const multiplied: Code = [0x6c];
/** Without a sign. */
export const shiftedRight: Code = [0x76];
/** `local += value`. */
export const advance = (local: number, by: Code): Code => [...get(local), ...by, ...plus, ...set(local)];
/** Runs `body` as often as `local` says, once at least; it counts down to 0. */
export const repeated = (local: number, body: Code): Code => [
  ...[0x03, 0x40],
  ...body,
  ...get(local),
  ...constant(1),
  ...minus,
  ...tee(local),
  ...[0x0d, 0x00],
  0x0b,
];

/** Four numbers of 32 bits at an address on the stack; `alignment` is a power of two. */
export const loadFour = (offset: number): Code => [0xfd, 0x00, 0x04, ...size(offset)];
export const storeFour = (offset: number): Code => [0xfd, 0x0b, 0x04, ...size(offset)];
/** One number, four times. */
export const loadSplat = (offset: number): Code => [0xfd, 0x09, 0x02, ...size(offset)];
export const timesFour: Code = [0xfd, 0xe6, 0x01];
export const plusFour: Code = [0xfd, 0xe4, 0x01];

/** A module that imports the memory `env.memory` and exports one function: of `parameters` whole numbers, with further locals of both kinds. */
export const moduleOf = (
  name: string,
  { parameters, numbers, vectors, body }: { parameters: number; numbers: number; vectors: number; body: Code },
): Uint8Array<ArrayBuffer> => {
  const locals = vector([
    [...size(numbers), i32],
    [...size(vectors), v128],
  ]);
  const code = [...locals, ...body, 0x0b];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, vector([[0x60, ...vector(Array.from({ length: parameters }, () => [i32])), ...vector([])]])),
    ...section(2, vector([[...text('env'), ...text('memory'), 0x02, 0x00, ...size(1)]])),
    ...section(3, vector([[0x00]])),
    ...section(7, vector([[...text(name), 0x00, 0x00]])),
    ...section(10, vector([[...size(code.length), ...code]])),
  ]);
};
