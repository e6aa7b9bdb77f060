import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import type { BouncesSource } from '../config/load-bounces.ts';
import { tagOf } from '../domain/mail/addresses.ts';
import type { TakeBytes } from './imap.ts';

const mostBytes = 10 * 1024 * 1024;
const mostClients = 50;

export type MailListener = { port: number; close(): Promise<void> };

/** Takes mails to these addresses, or to one of them with a tag, and none to anybody else; what could not be taken is to come again. */
export const listenForMail = async (
  { host, port }: Extract<BouncesSource, { by: 'smtp' }>,
  addresses: readonly string[],
  take: TakeBytes,
): Promise<MailListener> => {
  const own = addresses.map((one) => one.toLowerCase());
  const isOwn = (address: string): boolean =>
    own.includes(address.toLowerCase()) || own.some((one) => tagOf(address, one) !== undefined);
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: mostBytes,
    rejectOversized: true,
    maxClients: mostClients,
    onRcptTo: ({ address }, _session, done) => done(isOwn(address) ? undefined : refusing(550, 'not here')),
    onData: (stream, { envelope }, done) => {
      buffer(stream)
        .then((bytes) =>
          take(
            bytes,
            envelope.rcptTo.map(({ address }) => address),
          ),
        )
        .then(
          () => done(),
          () => done(refusing(451, 'it cannot be taken now')),
        );
    },
  });
  // Whoever hangs up is no trouble of ours.
  server.on('error', () => {});
  const listening = server.listen(port, host);
  await once(listening, 'listening');
  const address = listening.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};

const refusing = (responseCode: number, message: string): Error => Object.assign(new Error(message), { responseCode });
