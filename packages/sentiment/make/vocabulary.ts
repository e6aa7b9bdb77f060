/** Reads SentencePiece's model, a message of protobuf: its pieces with their scores. */
export const vocabularyOf = (model: Buffer): { pieces: string[]; scores: number[] } => {
  const read = (fieldsOf(model)[1] ?? []).map(fieldsOf).filter((piece) => piece[1] !== undefined);
  return {
    pieces: read.map((piece) => String(piece[1]?.[0])),
    scores: read.map((piece) => Number((piece[2]?.[0]?.readFloatLE(0) ?? 0).toPrecision(9))),
  };
};

/** The fields of a message that have a length or four bytes, by their numbers. */
const fieldsOf = (message: Buffer): Record<number, Buffer[]> => {
  const fields: Record<number, Buffer[]> = {};
  let at = 0;
  const variable = (): number => {
    let [value, place] = [0, 1];
    for (;;) {
      const byte = message.readUInt8(at++);
      value += (byte & 127) * place;
      if (byte < 128) return value;
      place *= 128;
    }
  };
  while (at < message.length) {
    const tag = variable();
    const [field, kind] = [tag >>> 3, tag & 7];
    if (kind === 0) {
      variable();
      continue;
    }
    const length = kind === 2 ? variable() : kind === 1 ? 8 : 4;
    const values = fields[field] ?? [];
    values.push(message.subarray(at, at + length));
    fields[field] = values;
    at += length;
  }
  return fields;
};
