import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import type { Routes } from '@hilo/runtime';
import { SMTPServer } from 'smtp-server';

import { openMails } from './received.ts';
import { mailboxRoutes } from './routes.ts';

export type Mailbox = AsyncDisposable & {
  /** Where mails are to be handed over: `smtp://127.0.0.1:…`. */
  smtpUrl: string;
  /** Where they are read. */
  routes: Routes;
};

const mostBytes = 5 * 1024 * 1024;

/** A mail server for whatever Hilo sends on this machine: it takes everything, sends nothing on, and shows it on a page. */
export const openMailbox = async (now: () => number): Promise<Mailbox> => {
  const mails = openMails();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: mostBytes,
    onData: (stream, { envelope }, done) => {
      const between = {
        from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
        to: envelope.rcptTo.map(({ address }) => address),
      };
      buffer(stream)
        .then((bytes) => mails.add(bytes, between, now()))
        .then(() => done(), done);
    },
  });
  // Whoever hangs up in the middle of a mail is no trouble of the mailbox.
  server.on('error', () => {});
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  if (address === null || typeof address === 'string') throw new Error('the mailbox has no port');
  return {
    smtpUrl: `smtp://127.0.0.1:${address.port}`,
    routes: mailboxRoutes(mails),
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(resolve)),
  };
};
