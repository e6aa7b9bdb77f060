/** What a server said of a mail that it did not deliver: an enhanced status code (RFC 3463), a code of SMTP, and its text. */
export type BounceTold = { status?: string | undefined; code?: number | undefined; text?: string | undefined };

/**
 * `hard`: nobody is there, for good. `soft`: not now, such as a full mailbox. `block`: the server takes nothing from us for now, whoever it
 * is for. `policy`: it does not take this mail, or mails like it: ours to mend. Neither of the last two says anything of the address, and
 * neither suppresses it.
 */
export type BounceClass = 'hard' | 'soft' | 'block' | 'policy';

const blocked =
  /spam|block(?:ed|list)|blacklist|spamhaus|barracuda|reputation|rbl|dnsbl|poor sender|bulk|rate limit|too many (?:messages|connections)/i;
const nobody =
  /(?:user|mailbox|recipient|account|address|addressee)s?\b.{0,40}(?:unknown|not (?:found|exist)|does(?: not|n't) exist|invalid|unavailable|disabled|inactive|no longer)|no such (?:user|mailbox|recipient|address|person|domain)|unknown (?:user|recipient|mailbox|address)|unrouteable|host (?:or domain name )?not found|nxdomain/i;
const full = /quota|full|over ?size|insufficient (?:system )?storage|exceeded storage/i;

type Row = [BounceClass, (told: { klass: number; subject: number; detail: number }, text: string) => boolean];

/** By enhanced codes, the first that holds; what is temporary is soft, unless it is said to be a block. */
const byStatus: readonly Row[] = [
  ['block', (_, text) => blocked.test(text) && !nobody.test(text)],
  ['soft', ({ klass }) => klass === 4],
  // The mailbox is full, or takes no mail as large as this one.
  ['soft', ({ subject, detail }) => subject === 2 && detail === 2],
  ['policy', ({ subject, detail }) => (subject === 2 && detail === 3) || (subject === 3 && detail === 4)],
  // Of the sender's address, or an address that is written wrongly by us.
  ['policy', ({ subject, detail }) => subject === 1 && (detail === 7 || detail === 8)],
  ['hard', ({ subject }) => subject === 1 || subject === 2],
  // The domain has no server.
  ['hard', ({ subject, detail }) => subject === 4 && detail === 4],
  ['soft', ({ subject }) => subject === 3 || subject === 4],
  ['hard', (_, text) => nobody.test(text)],
  ['policy', () => true],
];

/** The same where there is but a code of SMTP, or only words. */
const byCode: readonly [BounceClass, (code: number, text: string) => boolean][] = [
  ['block', (_, text) => blocked.test(text) && !nobody.test(text)],
  ['soft', (code) => code >= 400 && code < 500],
  ['soft', (_, text) => full.test(text)],
  ['hard', (_, text) => nobody.test(text)],
  ['hard', (code) => code === 551 || code === 553],
  ['soft', (code) => code === 552],
  // 550 says everything from no such user to no spam, please: without a word of which, nobody is lost for it.
  ['policy', (code) => code >= 500],
];

/** What kind of bounce it is. What says nothing at all is soft: that it came back is all that is known. */
export const bounceClass = ({ status, code, text = '' }: BounceTold): BounceClass => {
  const [, klass, subject, detail] = (/^([245])\.(\d{1,3})\.(\d{1,3})$/.exec(status?.trim() ?? '') ?? []).map(Number);
  if (klass !== undefined && subject !== undefined && detail !== undefined && (subject !== 0 || detail !== 0))
    return byStatus.find(([, holds]) => holds({ klass, subject, detail }, text))?.[0] ?? 'policy';
  const said = code ?? (klass === undefined ? 0 : klass * 100);
  return byCode.find(([, holds]) => holds(said, text))?.[0] ?? 'soft';
};

type Bounced = { class: BounceClass; at: number };

const dayMs = 86_400_000;
/** For so long an address is left alone from which too much came back. */
export const pauseDays = 30;
const [mostSoft, windowDays] = [5, 30];

/**
 * Until when a contact point takes no mail, by what came back from it and when something was delivered: for ever after a hard bounce that
 * nothing was confirmed after; for a while after five soft ones. Whatever order these are told in, it is the same.
 */
export const suppressedUntil = (
  bounces: readonly Bounced[],
  { deliveredAt, confirmedAt }: { deliveredAt: readonly number[]; confirmedAt: readonly number[] },
): number | undefined => {
  const confirmed = Math.max(Number.NEGATIVE_INFINITY, ...confirmedAt);
  if (bounces.some((one) => one.class === 'hard' && one.at >= confirmed)) return Number.POSITIVE_INFINITY;
  const soft = [...new Set(bounces.flatMap((one) => (one.class === 'soft' && one.at >= confirmed ? one.at : [])))];
  const ends = soft
    .toSorted((one, other) => one - other)
    .flatMap((at, index, all) => {
      const first = all[index - mostSoft + 1];
      const isRow = first !== undefined && at - first <= windowDays * dayMs;
      return isRow && !deliveredAt.some((when) => when > first && when <= at) ? at + pauseDays * dayMs : [];
    });
  const end = Math.max(Number.NEGATIVE_INFINITY, ...ends);
  // What arrives afterwards shows that it works again.
  return end === Number.NEGATIVE_INFINITY || deliveredAt.some((at) => at > end - pauseDays * dayMs) ? undefined : end;
};
