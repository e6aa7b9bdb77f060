import type { Path } from '../segment/path.ts';

/** A delivery as it came, with all that a provider may have signed of it. */
export type Delivery = {
  body: Uint8Array;
  headers: Readonly<Record<string, string | undefined>>;
  /** The addresses that it may have been posted to, as the provider knows them. */
  urls: readonly string[];
};

/** What an endpoint shares with its provider. Any of the signing secrets will do, so that one can be exchanged. */
export type Secrets = { signing: readonly string[]; verifyToken?: string | undefined };

export type SignatureVerdict = 'genuine' | 'forged' | 'stale';

/** Where in the body a field of the interaction comes from; from nowhere if the adapter says it by itself. */
export type Origin = { field: Path; from?: Path | undefined };

export type Mapped = {
  posted: Readonly<Record<string, unknown>>;
  /** Whether its time is that of the delivery. */
  isTimeDerived: boolean;
  origins: readonly Origin[];
};

/** Something in a body of which no interaction is made: what it was, in the words of the provider, where, and why. */
export type Ignored = { what: string; path: Path; reason: 'unknown-type' | 'not-of-interest' | 'names-nobody' };

/** What became of a body; `tooMany` if there was more in it than was looked at. */
export type MappedBody = { mapped: readonly Mapped[]; ignored: readonly Ignored[]; tooMany?: boolean };

/** One provider: how to know that it is the provider, and what its bodies mean. Pure. */
export type Adapter = {
  /** Whether the provider signed it, with one of the secrets. `now` in milliseconds. */
  verify(delivery: Delivery, secrets: Secrets, now: number): SignatureVerdict;
  /** What to answer when the provider asks whether the endpoint is the operator's; undefined if it should not be told. */
  challenge?(query: Readonly<Record<string, unknown>>, secrets: Secrets): string | undefined;
  /** The interactions in a body. What is wrong with one of them is for the contract to say. */
  map(body: unknown, receivedAt: number): MappedBody;
  /** What the provider expects for an answer, if it is not a receipt. */
  thanks?: { type: string; body: string };
};
