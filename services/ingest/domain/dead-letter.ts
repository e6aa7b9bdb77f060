import {
  AcceptedInteraction,
  type Identifier,
  inMilliseconds,
  instantOf,
  isStorable,
  OpenIdentifier,
} from '@hilo/contracts';

/** A message as it lay in the log. */
export type Message = { key: string; value: string | null; headers: Readonly<Record<string, string>> };

/** Where a message lay that could not be processed. */
export type LetterOrigin = { partition: number; position: number };

/** What a message says of whom it is about, as far as it can be read. */
export type NamedInLetter = {
  source?: string;
  interaction?: string;
  identifiers: Identifier[];
  /** Derived ids of identifiers, and ids of customers. */
  subjects: string[];
  occurredAt?: string;
};

/** From the header that the runtime gives every dead letter; `undefined` where there is none. */
export const letterOriginIn = (headers: Message['headers']): LetterOrigin | undefined => {
  const [, partition, position] = /\/(\d{1,9})\/(\d{1,15})$/.exec(headers.hilo_origin ?? '') ?? [];
  return partition === undefined || position === undefined
    ? undefined
    : { partition: Number(partition), position: Number(position) };
};

/** Whom a message names, wherever in it: it may be of any topic, and need not keep its contract. */
export const namedIn = (value: string | null): NamedInLetter => {
  const named: NamedInLetter = { identifiers: [], subjects: [] };
  // A list and not a recursion: what nobody has let in may be nested as deep as it likes.
  const left: unknown[] = [jsonIn(value)];
  for (let one = left.pop(); one !== undefined || left.length > 0; one = left.pop()) {
    if (typeof one !== 'object' || one === null) continue;
    if (Array.isArray(one)) {
      for (const inner of one) left.push(inner);
      continue;
    }
    noteObject(named, new Map(Object.entries(one)));
    for (const inner of Object.values(one)) left.push(inner);
  }
  return named;
};

/** The interaction in a message that keeps its contract. */
export const interactionIn = (value: string | null): AcceptedInteraction | undefined =>
  AcceptedInteraction.safeParse(jsonIn(value)).data;

const noteObject = (named: NamedInLetter, fields: ReadonlyMap<string, unknown>): void => {
  const text = (name: string): string | undefined => {
    const field = fields.get(name);
    return typeof field === 'string' && isStorableName(field) ? field : undefined;
  };
  const { data: identifier } = OpenIdentifier.safeParse(Object.fromEntries(fields));
  if (identifier) named.identifiers.push({ kind: identifier.kind, value: identifier.value });
  const subjects = fields.get('subjects');
  for (const subject of [text('subject'), text('customer'), ...(Array.isArray(subjects) ? subjects : [])]) {
    if (typeof subject === 'string' && isStorableName(subject)) named.subjects.push(subject);
  }
  const [id, source, occurredAt] = [text('id'), text('source'), text('occurredAt')];
  if (named.interaction === undefined && id !== undefined && source !== undefined) {
    named.interaction = id;
    named.source = source;
  }
  if (named.occurredAt === undefined && isInstant(occurredAt)) named.occurredAt = inMilliseconds(occurredAt);
};

/** Whether the column of a name takes it. */
const isStorableName = (text: string): boolean => text.length <= 200 && isStorable(text);

const isInstant = (text: string | undefined): text is string => text !== undefined && !Number.isNaN(instantOf(text));

const jsonIn = (value: string | null): unknown => {
  try {
    return value === null ? undefined : JSON.parse(value);
  } catch {
    return undefined;
  }
};
