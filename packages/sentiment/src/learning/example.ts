/** What a text was to the head (its embedding and the features of the lists, scaled), and what the score beside it says. */
export type Example = {
  input: Float32Array;
  /** Which of `polarities`. */
  label: number;
};

/** As it is kept: numbers of 16 bits, which is as exact as the encoder's own. */
export const packedInput = (input: ArrayLike<number>): Uint8Array => new Uint8Array(Float16Array.from(input).buffer);

export const unpackedInput = (packed: Uint8Array): Float32Array =>
  new Float32Array(new Float16Array(new Uint8Array(packed).buffer));
