import { Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { OutgoingMessage } from '../../domain/delivery/message.ts';
import { type SmtpFailure, smtpAnswer } from '../../domain/delivery/smtp-answer.ts';
import type { HandOver, Ready, Transport, WrittenMessage } from '../../domain/delivery/transport.ts';
import { type ComposedMail, type MailSender, openComposing } from './compose.ts';
import { openConnections, type SmtpConnections } from './connections.ts';
import { mailServerOf } from './server.ts';

/** So many connections at the most. */
const atOnce = 16;

/** Carries mails to the server of this URL, over connections that stay warm. */
export const openSmtp = (url: string, sender: MailSender, now: () => number): Transport => {
  const server = mailServerOf(url);
  const connections = openConnections(server, now);
  const compose = openComposing(sender);
  const write = async (message: OutgoingMessage): Promise<WrittenMessage> => {
    const mail = await compose(message);
    return {
      prepare: async (signal) => {
        try {
          return ready(await connections.take(signal), mail, connections);
        } catch (error) {
          return smtpAnswer(failureOf(error), false);
        }
      },
    };
  };
  return {
    destination: server.destination,
    atOnce,
    isWrittenAhead: true,
    write,
    send: async (message, signal) => {
      const made = await (await write(message)).prepare(signal);
      if (!('send' in made)) return made;
      return made.send(signal).finally(() => made.release());
    },
    close: () => connections.close(),
  };
};

const ready = (connection: SMTPConnection, mail: ComposedMail, connections: SmtpConnections): Ready => {
  let isReusable = true;
  return {
    send: async (signal) => {
      isReusable = false;
      const { answer, isSound } = await sendOver(connection, mail, signal);
      isReusable = isSound;
      return answer;
    },
    release: () => {
      if (isReusable) connections.give(connection);
      else connection.close();
    },
  };
};

/** Gives the message as a stream, since whether its first byte was asked for is all that tells a server that has nothing from one that may have it. */
const sendOver = (
  connection: SMTPConnection,
  { bytes, envelope, messageId }: ComposedMail,
  signal: AbortSignal,
): Promise<{ answer: HandOver; isSound: boolean }> =>
  new Promise((resolve) => {
    let isWritten = false;
    const body = new Readable({
      read() {
        isWritten = true;
        this.push(bytes);
        this.push(null);
      },
    });
    const fail = (error: unknown): void => {
      const failure = failureOf(error);
      resolve({ answer: smtpAnswer(failure, isWritten), isSound: false });
    };
    const onAbort = (): void => {
      fail(new Error('the server did not answer in time'));
      connection.close();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    connection.once('error', fail);
    connection.send({ ...envelope, size: bytes.length }, body, (error, info) => {
      signal.removeEventListener('abort', onAbort);
      connection.off('error', fail);
      if (error) return fail(error);
      resolve({ answer: { state: 'accepted', providerId: messageId, detail: info?.response }, isSound: true });
    });
  });

const failureOf = (error: unknown): SmtpFailure => {
  if (!(error instanceof Error)) return { message: String(error) };
  const told: Partial<Record<keyof SmtpFailure, unknown>> = { ...error };
  return {
    message: error.message,
    ...(typeof told.command === 'string' && { command: told.command }),
    ...(typeof told.responseCode === 'number' && { responseCode: told.responseCode }),
    ...(typeof told.response === 'string' && { response: told.response }),
  };
};
