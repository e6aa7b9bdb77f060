const scratch = Buffer.allocUnsafe(1024);
const mostBytesOfUnit = 3;

/** The partition of a key, as Kafka's own clients choose it: murmur2 of its UTF-8 bytes, without the sign. */
export const partitionFor = (key: string, partitions: number): number => {
  // Most keys are short, and need no bytes of their own.
  const isShort = key.length * mostBytesOfUnit <= scratch.length;
  const hash = isShort ? murmur2(scratch, scratch.write(key)) : murmur2(Buffer.from(key));
  return (hash & 0x7fffffff) % partitions;
};

/**
 * MurmurHash2, 32 bits, of the first so many bytes, with the seed of Apache Kafka
 * (org.apache.kafka.common.utils.Utils.murmur2); signed, as in Java.
 */
export const murmur2 = (data: Buffer, length = data.length): number => {
  const m = 0x5bd1e995;
  let hash = 0x9747b28c ^ length;
  const whole = length - (length % 4);
  for (let at = 0; at < whole; at += 4) {
    let k = Math.imul(data.readInt32LE(at), m);
    k ^= k >>> 24;
    hash = Math.imul(hash, m) ^ Math.imul(k, m);
  }
  const rest = length - whole;
  if (rest > 2) hash ^= data.readUInt8(whole + 2) << 16;
  if (rest > 1) hash ^= data.readUInt8(whole + 1) << 8;
  if (rest > 0) hash = Math.imul(hash ^ data.readUInt8(whole), m);
  hash = Math.imul(hash ^ (hash >>> 13), m);
  return hash ^ (hash >>> 15);
};
