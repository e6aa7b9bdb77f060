import { Channel, Direction, knownWord, Outcome } from '@hilo/contracts';
import { z } from 'zod';

export const BriefingLanguage = z.enum(['en', 'es']);
export type BriefingLanguage = z.infer<typeof BriefingLanguage>;

/** What happened, as it is told; `text` and answers only to who may read them. */
export type ToldInteraction = {
  occurredAt: Date;
  channel: string;
  touchpoint: string;
  kind: string;
  direction: string | null;
  outcome: string | null;
  text?: string | undefined;
  scores: readonly { scale: string; value: number }[];
};

type Words = {
  channels: Readonly<Record<Channel, string>>;
  directions: Readonly<Record<z.infer<typeof Direction>, string>>;
  outcomes: Readonly<Record<z.infer<typeof Outcome>, string>>;
  notKnown: string;
  allowed: (channel: string) => string;
  refused: (channel: string, until: string | undefined) => string;
};

const words: Readonly<Record<BriefingLanguage, Words>> = {
  en: {
    channels: {
      ...{
        web: 'on the web',
        app: 'in the app',
        call_centre: 'by telephone',
        ivr: 'with the voice menu',
        store: 'in person',
      },
      ...{
        email: 'by e-mail',
        sms: 'by text message',
        whatsapp: 'on WhatsApp',
        chat: 'in the chat',
        social: 'on social media',
      },
      ...{ post: 'by letter', other: 'elsewhere' },
    },
    directions: { inbound: 'from the customer', outbound: 'from us', internal: 'among ourselves' },
    outcomes: {
      ...{ reached: 'reached', no_answer: 'no answer', busy: 'engaged', voicemail: 'voicemail', refused: 'refused' },
      ...{ wrong_person: 'wrong person', bounced: 'bounced', delivered: 'delivered', opened: 'opened' },
      ...{ completed: 'completed', abandoned: 'abandoned', failed: 'failed' },
    },
    notKnown: 'Not known now: do not contact.',
    allowed: (channel) => `You may contact the customer ${channel}.`,
    refused: (channel, until) =>
      `Do not contact the customer ${channel}${until === undefined ? '' : ` before ${until}`}.`,
  },
  es: {
    channels: {
      ...{
        web: 'en la web',
        app: 'en la aplicación',
        call_centre: 'por teléfono',
        ivr: 'con el menú de voz',
        store: 'en persona',
      },
      ...{
        email: 'por correo electrónico',
        sms: 'por SMS',
        whatsapp: 'por WhatsApp',
        chat: 'en el chat',
        social: 'en redes sociales',
      },
      ...{ post: 'por carta', other: 'por otra vía' },
    },
    directions: { inbound: 'del cliente', outbound: 'nuestra', internal: 'interna' },
    outcomes: {
      ...{
        reached: 'atendida',
        no_answer: 'sin respuesta',
        busy: 'comunicaba',
        voicemail: 'buzón de voz',
        refused: 'rechazada',
      },
      ...{ wrong_person: 'persona equivocada', bounced: 'devuelta', delivered: 'entregada', opened: 'abierta' },
      ...{ completed: 'completada', abandoned: 'abandonada', failed: 'fallida' },
    },
    notKnown: 'No se sabe ahora: no contacte.',
    allowed: (channel) => `Puede contactar con el cliente ${channel}.`,
    refused: (channel, until) =>
      `No contacte con el cliente ${channel}${until === undefined ? '' : ` antes de ${until}`}.`,
  },
};

const longestQuote = 140;

/** What happened in a sentence: when and where in the reader's language, what in the words of the company. */
export const sentenceOf = (one: ToldInteraction, language: BriefingLanguage, timeZone: string): string => {
  const { channels, directions, outcomes } = words[language];
  const [channel, direction] = [knownWord(Channel, one.channel), knownWord(Direction, one.direction ?? '')];
  const outcome = knownWord(Outcome, one.outcome ?? '');
  const where = channel === undefined ? one.channel : channels[channel];
  const how = [direction && directions[direction], outcome ? outcomes[outcome] : (one.outcome ?? undefined)];
  const aside = how.filter((word) => word !== undefined).join(', ');
  const scores = one.scores.map(({ scale, value }) => `${scale.toUpperCase()} ${value}`).join(', ');
  const said = one.text === undefined ? '' : `“${cut(one.text)}”`;
  const what = `${dateIn(one.occurredAt, language, timeZone)}, ${where}: ${one.kind} (${one.touchpoint})${aside === '' ? '' : `, ${aside}`}`;
  return [what, scores, said]
    .filter((part) => part !== '')
    .join('; ')
    .concat('.');
};

const cut = (text: string): string => {
  const line = text.replaceAll(/\s+/gu, ' ').trim();
  const characters = [...line];
  return characters.length <= longestQuote ? line : `${characters.slice(0, longestQuote - 1).join('')}…`;
};

const dateIn = (at: Date, language: BriefingLanguage, timeZone: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(at);

/** Whether there may be contact on a channel, in a sentence; nobody knows, if nobody could be asked. */
export const contactSentence = (
  answer: { channel: Channel; allowed: boolean; until?: Date | undefined } | undefined,
  language: BriefingLanguage,
  timeZone: string,
): string => {
  const { channels, notKnown, allowed, refused } = words[language];
  if (answer === undefined) return notKnown;
  const channel = channels[answer.channel];
  return answer.allowed ? allowed(channel) : refused(channel, answer.until && dateIn(answer.until, language, timeZone));
};

/** The language in which who reads wants to be told: what is asked for, else the first of Accept-Language that there is. */
export const languageOf = (accepted: string | undefined): BriefingLanguage => {
  const wanted = (accepted ?? '')
    .split(',')
    .map((one) => {
      const [tag = '', ...parameters] = one.trim().split(';');
      const q = parameters.map((part) => /^\s*q=([\d.]+)$/.exec(part)?.[1]).find((value) => value !== undefined);
      return { tag: tag.toLowerCase().split('-')[0] ?? '', q: Number(q ?? 1) };
    })
    .toSorted((one, other) => other.q - one.q);
  return wanted.flatMap(({ tag, q }) => (q > 0 ? (BriefingLanguage.safeParse(tag).data ?? []) : [])).at(0) ?? 'en';
};
