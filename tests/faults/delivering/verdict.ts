/** A message as it lies in the table, beside its invitation. */
export type DeliveredRow = {
  id: string;
  address: string;
  invitation: string;
  /** Of the invitation. */
  decided: string;
  state: string | null;
  reason: string | null;
  attempts: number;
  /** Rows of the ledger that count for it, and what the log told of its end. */
  counted: number;
};

export type Mailbox = { to: string; at: number };

export type Delivered = {
  rows: readonly DeliveredRow[];
  mails: readonly Mailbox[];
  /** When it was certainly committed that somebody withdrew, by address. */
  withdrawnAt: ReadonlyMap<string, number>;
  /** By message: the states that the log tells of. */
  told: ReadonlyMap<string, ReadonlySet<string>>;
  outbox: number;
};

type Fault = readonly [what: string, addresses: readonly string[]];

const ended = ['accepted', 'refused', 'unknown', 'cancelled'];

/** What is wrong, in a sentence each with how many and a few examples; nothing, if all holds that must. */
export const faultsOfDelivery = (found: Delivered): string[] => {
  const mailsOf = Map.groupBy(found.mails, ({ to }) => to);
  const received = ({ address }: DeliveredRow): number => mailsOf.get(address)?.length ?? 0;
  const where = (is: (row: DeliveredRow) => boolean): string[] => found.rows.filter(is).map(({ address }) => address);
  const isAnnounced = ({ id, state, decided }: DeliveredRow): boolean =>
    decided !== 'invited' || state === null || (found.told.get(id)?.has(state) ?? false);
  const faults: Fault[] = [
    ['are there twice', [...mailsOf].filter(([, mails]) => mails.length > 1).map(([to]) => to)],
    [
      'are decided and have no message, or none that has ended',
      where((row) => row.decided === 'invited' && !ended.includes(row.state ?? '')),
    ],
    ['are not decided', where(({ decided }) => decided === 'pending')],
    ['are accepted and in no mailbox', where((row) => row.state === 'accepted' && received(row) !== 1)],
    [
      'are refused or cancelled, and in a mailbox',
      where((row) => ['refused', 'cancelled'].includes(row.state ?? '') && received(row) > 0),
    ],
    ['are in a mailbox, and nobody was invited', where((row) => row.decided !== 'invited' && received(row) > 0)],
    [
      'are sent or unknown, and not one row of the ledger',
      where((row) => ['accepted', 'unknown'].includes(row.state ?? '') && row.counted !== 1),
    ],
    [
      'are not sent, and count in the ledger',
      where((row) => ['refused', 'cancelled'].includes(row.state ?? '') && row.counted !== 0),
    ],
    [
      'were tried again after nobody knew',
      where((row) => row.state === 'unknown' && row.reason === 'no-answer' && received(row) > 1),
    ],
    ['ended, and the log does not tell how', where((row) => !isAnnounced(row))],
    [
      'arrived after a withdrawal was committed',
      found.mails
        .filter(({ to, at }) => at > (found.withdrawnAt.get(to) ?? Number.POSITIVE_INFINITY))
        .map(({ to }) => to),
    ],
  ];
  const left = found.outbox > 0 ? [`${found.outbox} rows are left in the outbox`] : [];
  return [
    ...faults
      .filter(([, addresses]) => addresses.length > 0)
      .map(([what, addresses]) => `${addresses.length}: ${what} (${addresses.slice(0, 5).join(', ')})`),
    ...left,
  ];
};
