import type { BriefingLanguage } from '../briefing-words.ts';

/** What is counted, and its unit. */
type Counted = readonly [what: string, unit?: string];
type Words = Readonly<Record<BriefingLanguage, Counted>>;

const inDays = { en: ' days', es: ' días' };

/** What every installation counts of a customer, as it is told to whoever has her before them. */
export const countedWords = {
  'silent-days': { en: ['silent for', inDays.en], es: ['sin contacto desde hace', inDays.es] },
  'usual-gap': { en: ['days between two visits'], es: ['días entre dos visitas'] },
  'known-days': { en: ['known for', inDays.en], es: ['cliente desde hace', inDays.es] },
  'visits-30': { en: ['days with a contact in 30 days'], es: ['días con contacto en 30 días'] },
  'visits-90': { en: ['days with a contact in 90 days'], es: ['días con contacto en 90 días'] },
  'visits-365': { en: ['days with a contact in 365 days'], es: ['días con contacto en 365 días'] },
  complaints: { en: ['complaints in 90 days'], es: ['quejas en 90 días'] },
  'complaints-last': {
    en: ['complaints in the week of the last visit'],
    es: ['quejas en la semana de la última visita'],
  },
  calls: { en: ['calls of the customer in 90 days'], es: ['llamadas del cliente en 90 días'] },
  'calls-last': {
    en: ['calls of the customer in the week of the last visit'],
    es: ['llamadas del cliente en la semana de la última visita'],
  },
  contacted: { en: ['contacts by the company in 90 days'], es: ['contactos de la empresa en 90 días'] },
  refused: { en: ['refusals in 90 days'], es: ['rechazos en 90 días'] },
  'given-up': {
    en: ['things that failed or were given up in 90 days'],
    es: ['gestiones fallidas o abandonadas en 90 días'],
  },
  purchases: { en: ['purchases in 365 days'], es: ['compras en 365 días'] },
  channels: { en: ['channels used in 90 days'], es: ['canales usados en 90 días'] },
} as const satisfies Readonly<Record<string, Words>>;
export type CountedName = keyof typeof countedWords;

/** A step that many take, in the words of the company. */
export const stepWords = (step: string): Words => ({
  en: [`${step} in the week of the last visit`],
  es: [`${step} en la semana de la última visita`],
});

const usually: Readonly<Record<BriefingLanguage, string>> = { en: 'usually', es: 'lo normal' };

/** A count of a customer beside that of most others. */
export const sayCounted = (words: Words, value: number, usual: number, language: BriefingLanguage): string => {
  const [what, unit = ''] = words[language];
  return `${what}: ${number(value, language)}${unit}, ${usually[language]} ${number(usual, language)}${unit}`;
};

const number = (value: number, language: BriefingLanguage): string =>
  new Intl.NumberFormat(language, { maximumFractionDigits: value < 10 ? 1 : 0, useGrouping: false }).format(value);

/** How long she has been silent, in gaps of her own. */
export const saySilence: Readonly<Record<BriefingLanguage, (value: number, usual: number) => string>> = {
  en: (value, usual) =>
    `silent for ${number(value, 'en')} times the own usual gap, usually ${number(usual, 'en')} times`,
  es: (value, usual) =>
    `sin contacto desde hace ${number(value, 'es')} veces su intervalo habitual, lo normal ${number(usual, 'es')}`,
};

const percent = (share: number): string => `${Math.round(100 * share)} %`;

export const sayLastScore: Readonly<Record<BriefingLanguage, (value: number, usual: number) => string>> = {
  en: (value, usual) => `last answer: ${percent(value)} of the scale, usually ${percent(usual)}`,
  es: (value, usual) => `última respuesta: ${percent(value)} de la escala, lo normal ${percent(usual)}`,
};

export const sayAnswered: Readonly<Record<BriefingLanguage, (value: number) => string>> = {
  en: (value) => (value > 0 ? 'has answered a survey' : 'has never answered a survey'),
  es: (value) => (value > 0 ? 'ha contestado una encuesta' : 'nunca ha contestado una encuesta'),
};
