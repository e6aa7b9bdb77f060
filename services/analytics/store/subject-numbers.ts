/** Numbers of subjects that were asked for lately. */
export type SubjectNumbers = {
  get(id: string): number | undefined;
  set(id: string, no: number): void;
  /** The same of an id and its number in binary, as Postgres sends them. */
  setBinary(bytes: Buffer, at: number): void;
};

const buckets = 2 ** 15;
const places = 16;
const wordsOfId = 4;
const bytesOfWord = 4;

/** How many are remembered at the most. */
export const mostSubjects = buckets * places;

/** None yet. In memory of one size, 10 MB, whoever comes: in a full bucket the next takes the place of another. */
export const subjectNumbers = (): SubjectNumbers => {
  const ids = new Int32Array(mostSubjects * wordsOfId);
  const numbers = new Int32Array(mostSubjects);
  const nextPlace = new Uint8Array(buckets);
  const id = new Int32Array(wordsOfId);
  const placeOf = (): number | undefined => {
    const [one, two, three, four] = [id[0], id[1], id[2], id[3]];
    const first = bucketOf(id) * places;
    for (let place = first; place < first + places; place++) {
      const at = place * wordsOfId;
      if (ids[at] === one && ids[at + 1] === two && ids[at + 2] === three && ids[at + 3] === four) return place;
    }
    return undefined;
  };
  const put = (no: number): void => {
    const bucket = bucketOf(id);
    const next = nextPlace[bucket] ?? 0;
    const place = placeOf() ?? bucket * places + next;
    nextPlace[bucket] = (next + 1) % places;
    ids.set(id, place * wordsOfId);
    numbers[place] = no;
  };
  return {
    get: (text) => {
      const place = readId(text, id) ? placeOf() : undefined;
      return place === undefined ? undefined : numbers[place] || undefined;
    },
    set: (text, no) => {
      if (readId(text, id)) put(no);
    },
    setBinary: (bytes, at) => {
      for (let word = 0; word < wordsOfId; word++) id[word] = bytes.readInt32BE(at + word * bytesOfWord);
      put(bytes.readInt32BE(at + wordsOfId * bytesOfWord));
    },
  };
};

const lengthOfId = 36;
const digitsOfWord = 8;
const hyphen = 45;

/** Reads a UUID as four numbers; gives whether it is written as such. */
const readId = (text: string, id: Int32Array): boolean => {
  if (text.length !== lengthOfId) return false;
  let digits = 0;
  let word = 0;
  for (let at = 0; at < lengthOfId; at++) {
    const code = text.charCodeAt(at);
    if (code === hyphen) continue;
    // A digit, or a letter, large or small.
    word = (word << 4) | (code < 58 ? code - 48 : (code | 32) - 87);
    digits++;
    if (digits % digitsOfWord === 0) id[digits / digitsOfWord - 1] = word;
  }
  return digits === wordsOfId * digitsOfWord;
};

const bucketOf = (id: Int32Array): number => {
  let mixed = 0;
  for (let word = 0; word < wordsOfId; word++) mixed = Math.imul(mixed ^ (id[word] ?? 0), 0x9e37_79b1) ^ (mixed >>> 15);
  return (mixed ^ (mixed >>> 15)) & (buckets - 1);
};
