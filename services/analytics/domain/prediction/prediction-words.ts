import type { BriefingLanguage } from '../briefing-words.ts';
import type { HiddenReason } from './learn-risk.ts';
import type { Offer } from './next-offer.ts';
import type { RiskName } from './risk-cases.ts';

/** Why nothing is told of a customer: of the model, or of her. */
export const notToldReasons = [
  'profiling-withdrawn',
  'shared-identifier',
  'consent-unknown',
  'not-learnt',
  'not-open',
] as const;
export type NotToldReason = HiddenReason | (typeof notToldReasons)[number];

type Words = {
  risk: Readonly<Record<RiskName, string>>;
  ofAll: string;
  risks: Readonly<Record<RiskName, string>>;
  offers: string;
  offer(offer: Offer, percent: (share: number) => string): string;
  none: string;
  notTold: Readonly<Record<NotToldReason, string>>;
};

const words: Readonly<Record<BriefingLanguage, Words>> = {
  en: {
    risk: {
      detractor: 'Risk of a low recommendation (0 to 6), if asked within 90 days',
      leaves: 'Risk that they do not come back within twice their usual gap',
    },
    ofAll: 'of all',
    risks: { detractor: 'Whether they would recommend us', leaves: 'Whether they may not come back' },
    offers: 'What to offer next',
    offer: ({ product, share, after }, percent) =>
      after === undefined
        ? `${product}: ${percent(share)} of all bought it.`
        : `${product}: ${percent(share)} of those who bought ${after} went on to it within 180 days.`,
    none: 'Nothing to offer: they have all that many buy.',
    notTold: {
      'profiling-withdrawn': 'is not told: they withdrew their consent to profiling.',
      'shared-identifier': 'is not told: several people share this identifier.',
      'consent-unknown': 'is not told: whether they consent to profiling is not known here yet.',
      'not-learnt': 'is not told: nothing was learnt yet.',
      'not-open': 'is not told: too little is known of them for that.',
      'too-little-time': 'is not told: too little time is known.',
      'too-few-cases': 'is not told: it happened too rarely to learn from.',
      'looks-ahead': 'is not told: what was learnt does not hold.',
      'tells-too-much': 'is not told: what was learnt does not hold.',
      'too-weak': 'is not told: what was learnt is not good enough.',
      'no-better-than-popular': 'is not told: what was learnt is no better than what most buy.',
    },
  },
  es: {
    risk: {
      detractor: 'Riesgo de una recomendación baja (0 a 6), si se le pregunta en 90 días',
      leaves: 'Riesgo de que no vuelva en el doble de su intervalo habitual',
    },
    ofAll: 'de todos',
    risks: { detractor: 'Si nos recomendaría', leaves: 'Si podría no volver' },
    offers: 'Qué ofrecer',
    offer: ({ product, share, after }, percent) =>
      after === undefined
        ? `${product}: lo compró el ${percent(share)} de todos.`
        : `${product}: el ${percent(share)} de quienes compraron ${after} lo compró en los 180 días siguientes.`,
    none: 'Nada que ofrecer: ya tiene lo que compran muchos.',
    notTold: {
      'profiling-withdrawn': 'no se dice: retiró su consentimiento a la elaboración de perfiles.',
      'shared-identifier': 'no se dice: varias personas comparten este identificador.',
      'consent-unknown': 'no se dice: aún no consta si consiente la elaboración de perfiles.',
      'not-learnt': 'no se dice: aún no se ha aprendido nada.',
      'not-open': 'no se dice: se sabe demasiado poco del cliente.',
      'too-little-time': 'no se dice: se conoce demasiado poco tiempo.',
      'too-few-cases': 'no se dice: ocurrió pocas veces para aprender de ello.',
      'looks-ahead': 'no se dice: lo aprendido no vale.',
      'tells-too-much': 'no se dice: lo aprendido no vale.',
      'too-weak': 'no se dice: lo aprendido no es bastante bueno.',
      'no-better-than-popular': 'no se dice: lo aprendido no es mejor que lo que más se compra.',
    },
  },
};

const percentIn =
  (language: BriefingLanguage) =>
  (share: number): string =>
    new Intl.NumberFormat(language, { style: 'percent' }).format(share);

/** A risk in a sentence, beside how often it happens to all. */
export const riskSentence = (
  risk: RiskName,
  { probability, baseRate }: { probability: number; baseRate: number | undefined },
  language: BriefingLanguage,
): string => {
  const [percent, { risk: named, ofAll }] = [percentIn(language), words[language]];
  const beside = baseRate === undefined ? '' : `; ${ofAll} ${percent(baseRate)}`;
  return `${named[risk]}: ${percent(probability)}${beside}.`;
};

export const offerSentence = (offer: Offer, language: BriefingLanguage): string =>
  words[language].offer(offer, percentIn(language));

/** That there is nothing to offer, though it might be told. */
export const nothingToOffer = (language: BriefingLanguage): string => words[language].none;

/** Why it is not told, in a sentence. */
export const notToldSentence = (
  what: RiskName | 'offers',
  reason: NotToldReason,
  language: BriefingLanguage,
): string => {
  const { risks, offers, notTold } = words[language];
  return `${what === 'offers' ? offers : risks[what]} ${notTold[reason]}`;
};
