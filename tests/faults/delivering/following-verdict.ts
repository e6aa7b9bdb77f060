import { sendMs } from '../../../services/survey-trigger/delivery/hand-over.ts';
import type { Arrived } from './bad-provider.ts';

/** A message as it lies in the table. */
export type FollowedRow = {
  id: string;
  invitation: string;
  ordinal: number;
  kind: string;
  channel: string;
  state: string;
};

export type InvitationRow = {
  id: string;
  decided: string;
  /** What comes next. */
  step: string | null;
  /** Contacts of the ledger that count for it. */
  counted: number;
};

export type Followed = {
  messages: readonly FollowedRow[];
  invitations: readonly InvitationRow[];
  /** On both channels. */
  arrived: readonly Arrived[];
  /** When it was certainly committed that somebody answered, by invitation. */
  answeredAt: ReadonlyMap<string, number>;
  /** By message: the states that the log tells of. */
  told: ReadonlyMap<string, ReadonlySet<string>>;
  outbox: number;
};

type Fault = readonly [what: string, ids: readonly string[]];

/** A hand-over that has asked whether she has answered, a moment before she did, goes on for as long as one may take. */
const meanwhileMs = sendMs;

const reached = ['accepted', 'unknown'];
const ended = [...reached, 'refused', 'cancelled'];

/** What is wrong, in a sentence each with how many and a few examples; nothing, if all holds that must. */
export const faultsOfFollowing = (found: Followed): string[] => {
  const faults = [...faultsOfMessages(found), ...faultsOfInvitations(found)];
  const left = found.outbox > 0 ? [`${found.outbox} rows are left in the outbox`] : [];
  return [
    ...faults
      .filter(([, ids]) => ids.length > 0)
      .map(([what, ids]) => `${ids.length}: ${what} (${ids.slice(0, 5).join(', ')})`),
    ...left,
  ];
};

const faultsOfMessages = ({ messages, arrived, answeredAt, told }: Followed): Fault[] => {
  const arrivedOf = Map.groupBy(arrived, ({ message }) => message);
  const times = ({ id }: FollowedRow): number => arrivedOf.get(id)?.length ?? 0;
  const where = (is: (row: FollowedRow) => boolean): string[] =>
    messages.filter(is).map(({ id, kind, channel, state }) => `${kind} ${channel} ${state} ${id}`);
  const isTold = ({ id, kind, state }: FollowedRow): boolean =>
    told.get(id)?.has(kind === 'reminder' && state === 'accepted' ? 'reminded' : state) ?? false;
  const known = new Set(messages.map(({ id }) => id));
  const isLate = (row: FollowedRow): boolean =>
    arrivedOf
      .get(row.id)
      ?.some(({ at }) => at > (answeredAt.get(row.invitation) ?? Number.POSITIVE_INFINITY) + meanwhileMs) ?? false;
  return [
    ['arrived twice', where((row) => times(row) > 1)],
    ['arrived, and there is no such message', [...arrivedOf.keys()].filter((id) => !known.has(id))],
    ['have not ended', where(({ state }) => !ended.includes(state))],
    ['are accepted and have not arrived', where((row) => row.state === 'accepted' && times(row) !== 1)],
    ['are refused or cancelled and have arrived', where((row) => !reached.includes(row.state) && times(row) > 0)],
    ['ended, and the log does not tell how', where((row) => !isTold(row))],
    ['arrived after an answer was committed', where(isLate)],
  ];
};

const faultsOfInvitations = ({ messages, invitations, answeredAt }: Followed): Fault[] => {
  const messagesOf = Map.groupBy(messages, ({ invitation }) => invitation);
  const of = ({ id }: InvitationRow): FollowedRow[] =>
    (messagesOf.get(id) ?? []).toSorted((one, other) => one.ordinal - other.ordinal);
  const where = (is: (row: InvitationRow) => boolean): string[] => invitations.filter(is).map(({ id }) => id);
  const times = (row: InvitationRow, kind: string): number =>
    of(row).filter((one) => one.kind === kind && one.state !== 'cancelled').length;
  return [
    ['are not decided, or have no message', where((row) => row.decided !== 'invited' || of(row).length === 0)],
    [
      'were reminded, or asked on a channel, twice',
      where((row) => ['reminder', 'fallback'].some((kind) => times(row, kind) > 1)),
    ],
    [
      'were asked again though nobody knew',
      where((row) =>
        of(row)
          .slice(0, -1)
          .some(({ state }) => state === 'unknown'),
      ),
    ],
    [
      'were left alone before the last channel',
      where((row) => !answeredAt.has(row.id) && of(row).at(-1)?.state !== 'unknown' && times(row, 'fallback') === 0),
    ],
    [
      'do not count in the ledger as they were asked',
      where((row) => row.counted !== of(row).filter(({ state }) => reached.includes(state)).length),
    ],
    ['are to be asked once more', where(({ step }) => step !== 'wait' && step !== 'over')],
  ];
};
