import { ImapFlow } from 'imapflow';
import { type BouncesSource, needsTls } from '../config/load-bounces.ts';
import type { HandledMail } from './take-mail.ts';

export type TakeBytes = (bytes: Buffer, recipients?: readonly string[]) => Promise<HandledMail['outcome']>;

export type ImapReader = {
  /** Takes what is new in the mailbox. */
  look(): Promise<void>;
  close(): Promise<void>;
};

/** What is older was there before Hilo was, or nobody misses it. */
const longestAgoMs = 14 * 86_400_000;
/** A report is at the beginning; what was sent back with it may be long. */
const mostBytes = 1024 * 1024;
/** One that cannot be taken so often is passed over, so that those after it are. */
const mostAttempts = 3;

type Imap = Extract<BouncesSource, { by: 'imap' }>;

/**
 * Reads a mailbox in which others may read, too: what is ours is marked as seen when it was taken, and whatever is not stays as it is. A mail
 * that was looked at is not looked at again by this process; another one may, to which it is known.
 */
export const openImapReader = (server: Imap, take: TakeBytes, now: () => number): ImapReader => {
  let client: ImapFlow | undefined;
  let place = { validity: 0n, uid: 0 };
  const failures = new Map<number, number>();
  const takeOne = async (connected: ImapFlow, uid: number): Promise<void> => {
    const found = await connected.fetchOne(String(uid), { source: { maxLength: mostBytes } }, { uid: true });
    if (!found || found.source === undefined) return;
    const outcome = await take(found.source);
    if (outcome !== 'not-ours' && outcome !== 'unmatched')
      await connected.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true });
  };
  const lookIn = async (connected: ImapFlow): Promise<void> => {
    const { mailbox } = connected;
    if (mailbox && mailbox.uidValidity !== place.validity) place = { validity: mailbox.uidValidity, uid: 0 };
    const since = new Date(now() - longestAgoMs);
    const unseen = (await connected.search({ seen: false, since }, { uid: true })) || [];
    for (const uid of unseen.toSorted((one, other) => one - other).filter((one) => one > place.uid)) {
      const failed = failures.get(uid) ?? 0;
      failures.set(uid, failed + 1);
      if (failed < mostAttempts) await takeOne(connected, uid);
      failures.delete(uid);
      place.uid = uid;
    }
  };
  return {
    look: async () => {
      if (client?.usable !== true) client = await connectImap(server);
      const lock = await client.getMailboxLock(server.folder);
      try {
        await lookIn(client);
      } finally {
        lock.release();
      }
    },
    close: async () => {
      await client?.logout().catch(() => client?.close());
    },
  };
};

/** Connects and logs in. */
export const connectImap = async ({ host, port, isSecure, user, password }: Imap): Promise<ImapFlow> => {
  const client = new ImapFlow({
    host,
    port,
    secure: isSecure,
    ...(!isSecure && { doSTARTTLS: needsTls(host) }),
    auth: { user, pass: password },
    logger: false,
  });
  // A connection that breaks is made again at the next look.
  client.on('error', () => {});
  await client.connect();
  return client;
};
