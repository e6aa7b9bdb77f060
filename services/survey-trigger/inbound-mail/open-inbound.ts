import {
  type Closable,
  closeTogether,
  nameOfError,
  publishOutbox,
  putIntoOutbox,
  type Resources,
  repeat,
  transaction,
} from '@hilo/runtime';
import type { BouncesSource } from '../config/load-bounces.ts';
import type { Brand } from '../domain/brand.ts';
import { sweepMails } from '../store/inbound-mails.ts';
import { openImapReader, type TakeBytes } from './imap.ts';
import { parseMail } from './parse-mail.ts';
import { listenForMail } from './smtp.ts';
import { type HandledMail, type Taking, takeMail } from './take-mail.ts';

type Inbound = Pick<Resources, 'pool' | 'log' | 'logger' | 'health' | 'now'> &
  Pick<Taking, 'hashes'> & {
    source: BouncesSource;
    brand: Pick<Brand, 'from' | 'replyTo' | 'bounces' | 'unsubscribe'>;
    onTaken(outcome: HandledMail['outcome'], bounce: HandledMail['bounce']): void;
  };

const everyMs = 15_000;
const keptMs = 90 * 86_400_000;

/** Reads what comes back, in a mailbox or as a mail server. */
export const openInboundMail = async (inbound: Inbound): Promise<Closable> => {
  const { source, brand, pool, logger, health, now } = inbound;
  const take = takingBytes(inbound);
  const sweeping = repeat({
    everyMs: 3_600_000,
    health: { health, part: 'forgetting which mails came' },
    work: () => sweepMails(pool, now() - keptMs),
    onError: (error) => logger.warn({ err: error }, 'it could not be forgotten which mails came'),
  });
  if (source.by === 'smtp') {
    const addresses = [brand.from, brand.replyTo, brand.bounces, brand.unsubscribe].filter((one) => one !== undefined);
    return closeTogether([sweeping, await listenForMail(source, addresses, take)]);
  }
  const reader = openImapReader(source, take, now);
  const reading = repeat({
    everyMs,
    health: { health, part: 'reading the mailbox of bounces' },
    work: async () => {
      await reader.look();
      return false;
    },
    // What a server answers may have the name of the mailbox in it.
    onError: (error) =>
      logger.warn({ reason: nameOfError(error) }, 'the mailbox of bounces could not be read, which is tried again'),
  });
  return {
    close: async () => {
      await closeTogether([sweeping, reading]).close();
      await reader.close();
    },
  };
};

/** Each mail in a transaction of its own, with what is told of it. What nobody can parse is nobody's. */
const takingBytes =
  ({ pool, log, logger, hashes, brand, now, onTaken }: Inbound): TakeBytes =>
  async (bytes, recipients) => {
    const mail = await parseMail(bytes, recipients).catch(() => undefined);
    if (mail === undefined) return 'not-ours';
    const { outcome, bounce, outbox, ids } = await transaction(pool, async (tx) => {
      const taken = await takeMail(tx, mail, { own: brand, hashes }, now());
      return { ...taken, ids: await putIntoOutbox(tx, taken.outbox) };
    });
    onTaken(outcome, bounce);
    // It is committed: what is not published now is swept.
    await publishOutbox({ pool, log }, ids, outbox).catch((error: unknown) =>
      logger.warn({ err: error }, 'what a mail says is told later'),
    );
    return outcome;
  };
