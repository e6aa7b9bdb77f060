import type { Identifier } from '@hilo/contracts';
import { type IdentifierReading, type Normaliser, readIdentifier } from '@hilo/identifiers';

/** How the rules that are shipped read a kind; identity has its own, which ingest does not know. */
export const normaliserOf = (kind: string): Normaliser =>
  kind === 'email' ? 'email' : kind === 'phone' || kind === 'whatsapp' ? 'phone' : 'exact';

/** What an identifier says by these, for numbers of one country. */
export const readAsShipped = ({ kind, value }: Identifier): IdentifierReading =>
  readIdentifier(value, { normaliser: normaliserOf(kind), defaultCountry: 'ES' });

/** The identifier as it was written, and as it is spelled. */
export const readingsOf = (identifier: Identifier): Identifier[] => [
  identifier,
  ...readAsShipped(identifier).values.flatMap((value) =>
    value === identifier.value ? [] : [{ kind: identifier.kind, value }],
  ),
];
