import { Identifier, toStorable } from '@hilo/contracts';
import type { Refusal } from './refusal.ts';

/** Something that was posted and is no interaction, as far as an answer of 200 hides that from its sender. */
export type RefusedPost = {
  id?: string | undefined;
  refusals: readonly Refusal[];
  /** As it was received. */
  body: Uint8Array | string;
  contentType?: string | undefined;
  /** What is the same whenever it is sent again; without it, the body is. */
  same?: string | undefined;
};

/** More than an interaction may have; what is longer is cut. */
const mostBytes = 262_144;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** How a body is kept: as text where it is text, else in base64; and where it was cut. */
export const keptBody = (body: Uint8Array | string): { value: string; notes: Record<string, string> } => {
  const bytes = Buffer.from(body);
  const head = bytes.subarray(0, endOfHead(bytes));
  const notes = head.length < bytes.length ? { hilo_cut: `${head.length} of ${bytes.length} bytes` } : {};
  try {
    return { value: utf8.decode(head), notes };
  } catch {
    return { value: head.toString('base64'), notes: { ...notes, hilo_encoding: 'base64' } };
  }
};

/** Between characters, where it is text. */
const endOfHead = (bytes: Uint8Array): number => {
  let end = Math.min(bytes.length, mostBytes);
  while (end < bytes.length && end > mostBytes - 4 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return end;
};

const longestReason = 1000;

/** Why it was refused, in one line: every field, and what is wrong with it. */
export const reasonOf = (refusals: readonly Refusal[], pathText: (path: readonly PropertyKey[]) => string): string => {
  const faults = refusals.map(({ path, message }) => (path.length === 0 ? message : `${pathText(path)} ${message}`));
  const text = `refused: ${faults.join('; ') || 'is not valid'}`;
  return toStorable(text, longestReason);
};

const mostLeaves = 500;
const longestIdentifier = 512;

/**
 * Whoever a body may name that nobody could map: what stands under the name of a kind of identifier (`userId` is a
 * user_id), and whatever looks like an e-mail address or a telephone number, in its texts. It is for an erasure to find it,
 * and rather finds too much than too little.
 */
export const namedInBody = (body: string): Identifier[] => {
  const leaves = leavesIn(body);
  const text = leaves.map(({ value }) => value).join('\n');
  return [
    ...leaves.flatMap(({ name, value }) => kindsOf(name).flatMap((kind) => identifier(kind, value))),
    ...(text.match(/[^\s"'<>,;:()[\]\\]{1,64}@[^\s"'<>,;:()[\]\\]{3,255}/g) ?? [])
      .slice(0, mostLeaves)
      .flatMap((value) => identifier('email', value)),
    ...(text.match(/\+?\d[\d ()./-]{5,24}\d/g) ?? [])
      .slice(0, mostLeaves)
      .flatMap((value) => [...identifier('phone', value), ...identifier('whatsapp', value)]),
  ];
};

type Leaf = { name: string; value: string };

const leavesIn = (body: string): Leaf[] => {
  const value = jsonIn(body);
  if (value === undefined) return formIn(body);
  const leaves: Leaf[] = [];
  const left: { name: string; value: unknown }[] = [{ name: '', value }];
  for (let one = left.pop(); one !== undefined && leaves.length < mostLeaves; one = left.pop()) {
    const { name, value: inner } = one;
    if (typeof inner === 'string' || typeof inner === 'number') leaves.push({ name, value: String(inner) });
    if (typeof inner !== 'object' || inner === null) continue;
    for (const [key, part] of Object.entries(inner))
      left.push({ name: Array.isArray(inner) ? name : key, value: part });
  }
  return leaves;
};

const jsonIn = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

/** Of what is no JSON: the values of a form, or all of it as one text. */
const formIn = (body: string): Leaf[] =>
  body
    .split('&')
    .slice(0, mostLeaves)
    .map((pair) => {
      const equals = pair.indexOf('=');
      return { name: pair.slice(0, Math.max(equals, 0)), value: decoded(pair.slice(equals + 1)) };
    });

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
};

/** Segment's alias says who somebody was by a name that may be of either kind. */
const kindsOf = (name: string): string[] => {
  const kind = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  return kind === 'previous_id' ? ['user_id', 'anonymous_id'] : [kind];
};

const identifier = (kind: string, value: string): Identifier[] => {
  const parsed = Identifier.safeParse({ kind, value: value.slice(0, longestIdentifier) });
  return parsed.success ? [parsed.data] : [];
};
