import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { MailServer } from './server.ts';

/** Connections to a mail server that stay open for the next message. */
export type SmtpConnections = {
  /** One that is connected, logged in, and answers. Rejects with what the server said, if it did. */
  take(signal: AbortSignal): Promise<SMTPConnection>;
  /** It may be used again. */
  give(connection: SMTPConnection): void;
  close(): Promise<void>;
};

/** One that was idle for longer is asked first whether it is still there. */
const freshMs = 1000;
/** Servers end a connection after so many messages, or think ill of who never ends it. */
const mostMessages = 100;

type Kept = { connection: SMTPConnection; since: number };

export const openConnections = ({ options, auth }: MailServer, now: () => number): SmtpConnections => {
  let idle: Kept[] = [];
  const used = new WeakMap<SMTPConnection, number>();
  const connect = async (signal: AbortSignal): Promise<SMTPConnection> => {
    const connection = new SMTPConnection(options);
    const forget = (): void => {
      idle = idle.filter((one) => one.connection !== connection);
    };
    connection.on('error', forget);
    connection.on('end', forget);
    await within(signal, connection, (done, failed) => {
      connection.once('error', failed);
      connection.connect(done);
    });
    if (auth) await within(signal, connection, (done) => connection.login(auth, done));
    return connection;
  };
  const take = async (signal: AbortSignal): Promise<SMTPConnection> => {
    for (;;) {
      const kept = idle.pop();
      if (kept === undefined) return connect(signal);
      const { connection, since } = kept;
      if (now() - since < freshMs) return connection;
      const isAlive = await within(signal, connection, (done) => connection.reset(done)).then(
        () => true,
        () => false,
      );
      if (isAlive) return connection;
    }
  };
  return {
    take,
    give: (connection) => {
      const messages = (used.get(connection) ?? 0) + 1;
      used.set(connection, messages);
      if (messages >= mostMessages) connection.quit();
      else idle.push({ connection, since: now() });
    },
    close: async () => {
      for (const { connection } of idle) connection.quit();
      idle = [];
    },
  };
};

/** Waits for what is to be done on a connection, until it has to be over; then, and where it fails, the connection is closed. */
const within = (
  signal: AbortSignal,
  connection: SMTPConnection,
  work: (done: (error?: unknown) => void, failed: (error: unknown) => void) => void,
): Promise<void> =>
  new Promise<void>((resolve, reject) => {
    const end = (error?: unknown): void => {
      signal.removeEventListener('abort', onAbort);
      if (error) connection.close();
      if (error) reject(error);
      else resolve();
    };
    const onAbort = (): void => end(new Error('the server did not answer in time'));
    signal.addEventListener('abort', onAbort, { once: true });
    work(end, end);
  });
