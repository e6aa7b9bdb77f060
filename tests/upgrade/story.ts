import type { Identifier } from '@hilo/contracts';

/** Asks by key over HTTP; gives the body. */
export type Ask = (method: string, path: string, body?: unknown) => Promise<{ status: number; body: unknown }>;

type Posted = { id: string; identifiers: [kind: string, value: string][] } & Record<string, unknown>;

/** Fixed, so that a fixture can be made again: the invitations look at it with the clock of who makes it. */
const at = (minute: number): string => new Date(Date.UTC(2026, 9, 1, 10, minute)).toISOString();

const arrival = (id: string, occurredAt: string, ...identifiers: [string, string][]): Posted => ({
  id,
  occurredAt,
  touchpoint: 'flight.arrival',
  kind: 'arrived',
  identifiers,
  consents: [{ purpose: 'feedback', state: 'granted' }],
});

const shown = (id: string, ...identifiers: [string, string][]): Posted => ({ id, identifiers });

/** What channel systems posted to an installation of before. */
export const interactions = (now: number): Posted[] => [
  // One person in two spellings, who were two.
  shown('eva-1', ['email', 'Eva.Case@Upgrade.example.org'], ['user_id', 'up-eva']),
  shown('eva-2', ['email', 'eva.case@upgrade.example.org'], ['customer_number', 'UP-1']),
  // An upper-case address that asks and is asked.
  arrival('ida-1', new Date(now - 120_000).toISOString(), ['email', 'IDA@Upgrade.example.org']),
  shown('ida-2', ['email', 'IDA@Upgrade.example.org'], ['phone', '600 300 001']),
  // Text that was taken for a telephone made one of three.
  shown('nia-1', ['phone', 'No tiene'], ['email', 'nia@upgrade.example.org']),
  shown('noa-1', ['phone', 'No tiene'], ['email', 'noa@upgrade.example.org']),
  shown('nil-1', ['user_id', '[object Object]'], ['email', 'one@upgrade.example.org']),
  shown('nil-2', ['user_id', '[object Object]'], ['email', 'two@upgrade.example.org']),
  shown('only-nonsense', ['phone', 'Restricted']),
  // Odd handles and telephones.
  shown('ana-1', ['twitter', '@ ana_up'], ['email', 'ana@upgrade.example.org']),
  shown('ana-2', ['twitter', '@@ana_up'], ['email', 'ana2@upgrade.example.org']),
  shown('tel-1', ['phone', '+4915112345001.0'], ['email', 'tel@upgrade.example.org']),
  shown('tel-2', ['whatsapp', '+55 11 8765-4321'], ['email', 'rio@upgrade.example.org']),
  shown('tel-3', ['whatsapp', '+5511987654321'], ['customer_number', 'UP-RIO']),
  shown('cell-1', ['email', 'Mia@upgrade.example.org, mia2@upgrade.example.org'], ['user_id', 'up-mia']),
  shown('idn-1', ['email', 'lea@Bücher-up.example'], ['user_id', 'up-lea']),
  // Of whom people decided something.
  shown('sam-1', ['email', 'Sam@upgrade.example.org'], ['phone', '+34600300010']),
  shown('split-1', ['email', 'Split.A@upgrade.example.org'], ['phone', '+34600300020'], ['user_id', 'up-split']),
  shown('same-1', ['email', 'Same.A@upgrade.example.org']),
  shown('same-2', ['user_id', 'up-same']),
  shown('taken-1', ['email', 'Taken.A@upgrade.example.org']),
  shown('taken-2', ['user_id', 'up-taken']),
  shown('gone-1', ['email', 'Gone@upgrade.example.org'], ['user_id', 'up-gone']),
  shown('gone-2', ['email', 'Gone@upgrade.example.org'], ['user_id', 'up-gone-too']),
  shown('erased-1', ['email', 'Erased@Upgrade.example.org'], ['user_id', 'up-erased']),
];

export const posted = ({ id, identifiers, ...rest }: Posted, minute: number) => ({
  id,
  occurredAt: at(minute),
  channel: 'web',
  touchpoint: 'desk',
  kind: 'viewed',
  identifiers: identifiers.map(([kind, value]) => ({ kind, value })),
  ...rest,
});

export const email = (name: string): Identifier => ({ kind: 'email', value: `${name}@upgrade.example.org` });
export const user = (name: string): Identifier => ({ kind: 'user_id', value: `up-${name}` });

/** What people decided then, by the ids of decisions. */
export const decisions = (customerOfSplit: string) => ({
  dissociated: { kind: 'dissociate', identifier: { kind: 'phone', value: '+34600300010' }, from: [email('Sam')] },
  split: { kind: 'split', customer: customerOfSplit, identifiers: [email('Split.A')] },
  same: { kind: 'same', one: email('Same.A'), other: user('same') },
  taken: { kind: 'same', one: email('Taken.A'), other: user('taken') },
  withdrawn: { kind: 'withdraw', source: 'local', interaction: 'gone-2' },
});
