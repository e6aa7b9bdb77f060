import type { SurveyQuestion } from '@hilo/contracts';
import { answersEndAt } from '../answers/taking.ts';
import type { Brand } from '../brand.ts';
import { linkEndsAt, type OutgoingMessage } from '../delivery/message.ts';
import { languagesOf, wordingIn } from '../questions/languages.ts';
import { possibleAnswers } from '../questions/question.ts';
import { type Texts, textsIn } from '../texts/texts.ts';
import { fillIn } from '../texts/worded.ts';
import { voiceAsked } from '../voices.ts';

/** What a mail says, before it is text or HTML. */
export type MailContent = {
  texts: Texts;
  subject: string;
  company: string;
  intro: string;
  reminder: string | undefined;
  /** In the language of the programme, which may be one that the texts around it do not have. */
  question: { text: string; language: string };
  /** Each a link that marks an answer on the page, and sends none. */
  taps: Tap[];
  /** What the first of the taps means, and what the last. */
  ends: { lowest: string; highest: string } | undefined;
  until: string;
  /** Why she gets this: which contact, where the address comes from, what for. */
  why: string[];
  links: { survey: string; refuse: string; notMe: string };
};

export type Tap = { label: string; href: string };

export const mailContent = (message: OutgoingMessage, brand: Brand): MailContent => {
  const { programme, links, kind } = message;
  const { fallback = message.language } = languagesOf(programme);
  const texts = textsIn(brand.texts, [message.language, fallback]);
  const [first] = programme.questions;
  const wording = (text: Readonly<Record<string, string>>): string =>
    wordingIn(text, [message.language], fallback) ?? Object.values(text)[0] ?? '';
  const question = first === undefined ? '' : wording(first.text);
  const company = brand.name;
  const subject = kind === 'reminder' ? texts.mail.reminderSubject : texts.mail.subject;
  return {
    texts,
    // A title is no place for the marks that keep directions apart.
    subject: oneLine(fillIn({ direction: 'ltr' }, subject, { company, question })),
    company,
    intro: [
      asWhat(programme, texts, brand),
      fillIn(texts, texts.mail.intro, { company, ...about(message, texts, brand) }),
    ]
      .filter((one) => one !== undefined)
      .join(' '),
    reminder: kind === 'reminder' ? fillIn(texts, texts.mail.reminder, { company }) : undefined,
    question: { text: question, language: message.language.replaceAll('_', '-') },
    taps: first === undefined ? [] : tapsOf(first, links.survey, wording),
    ends:
      first === undefined || first.scale === 'choice' || first.scale === 'text' ? undefined : texts.scales[first.scale],
    until: fillIn(texts, texts.mail.until, { until: momentIn(texts, answerableUntil(message), brand.timeZone) }),
    why: whyOf(message, texts, brand),
    links: { survey: links.survey, refuse: links.unsubscribe, notMe: `${links.survey}?step=not-me` },
  };
};

/** As the page has it. */
const answerableUntil = ({ programme, deadline }: OutgoingMessage): number =>
  Math.min(linkEndsAt(deadline), answersEndAt(programme, deadline));

const longestSubject = 150;

/** What is in a header has no line of its own, and no end that a phone would not show. */
export const oneLine = (text: string): string => {
  const line = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  return line.length <= longestSubject ? line : `${[...line].slice(0, longestSubject - 1).join('')}…`;
};

const tapsOf = (
  question: SurveyQuestion,
  survey: string,
  wording: (text: Readonly<Record<string, string>>) => string,
): Tap[] => {
  const hrefOf = (value: string | number): string => `${survey}?v=${encodeURIComponent(value)}`;
  if (question.scale === 'choice')
    return question.choices.map(({ code, text }) => ({ label: wording(text), href: hrefOf(code) }));
  return (possibleAnswers(question) ?? []).map((value) => ({ label: String(value), href: hrefOf(value) }));
};

const about = ({ touchpoint, occurredAt }: AskedAbout, texts: Texts, { timeZone }: Brand) => ({
  // `flight.arrival` says it well enough where nobody has named it.
  contact: texts.touchpoints[touchpoint] ?? touchpoint.replaceAll(/[._:/-]+/g, ' '),
  date: dayIn(texts, occurredAt, timeZone),
});

type AskedAbout = Pick<OutgoingMessage, 'consent' | 'programme' | 'touchpoint' | 'occurredAt'>;

/** Why somebody is asked: about which contact, where the address comes from, what for. */
export const whyOf = (message: AskedAbout & { isAddressed?: boolean }, texts: Texts, brand: Brand): string[] => {
  const { consent, programme, isAddressed = true } = message;
  const company = brand.name;
  const role = asWhat(programme, texts, brand);
  const given =
    consent === undefined
      ? fillIn(texts, texts.mail.whyAddress, { company })
      : fillIn(texts, texts.mail.whyConsent, {
          date: dayIn(texts, Date.parse(consent.at), brand.timeZone),
          source: consent.source,
        });
  // What is told says itself what it is about, and uses no answers.
  if (programme.message !== undefined) return isAddressed ? [given] : [];
  const purpose = texts.purposes[programme.purpose] ?? programme.purpose;
  return [
    ...(role === undefined ? [] : [role]),
    fillIn(texts, texts.mail.whyContact, { company, ...about(message, texts, brand) }),
    ...(isAddressed ? [given] : []),
    fillIn(texts, texts.mail.whatFor, { company, purpose }),
  ];
};

/** As what she is asked who is not asked as a customer: who is both answers as that alone. */
export const asWhat = (programme: AskedAbout['programme'], texts: Texts, brand: Brand): string | undefined => {
  const voice = voiceAsked(programme);
  if (voice === 'customer') return undefined;
  const said = texts.voices ?? textsIn(brand.texts, ['en']).voices;
  return said && fillIn(texts, said[voice], { company: brand.name });
};

const dayIn = ({ language }: Texts, at: number, timeZone: string): string =>
  formatOf('day', language, timeZone).format(at);

export const momentIn = ({ language }: Texts, at: number, timeZone: string): string =>
  formatOf('moment', language, timeZone).format(at);

const formats = {
  day: { dateStyle: 'long' },
  moment: {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;
const known = new Map<string, Intl.DateTimeFormat>();

/** To make one costs more than to write a whole mail. */
const formatOf = (which: keyof typeof formats, language: string, timeZone: string): Intl.DateTimeFormat => {
  const key = `${which} ${language} ${timeZone}`;
  const format = known.get(key) ?? new Intl.DateTimeFormat(language, { ...formats[which], timeZone });
  known.set(key, format);
  return format;
};
