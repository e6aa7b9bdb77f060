import { loadTexts } from '../config/load-brand.ts';
import type { Brand } from '../domain/brand.ts';
import type { OutgoingMessage } from '../domain/delivery/message.ts';
import { Programme } from '../domain/programme.ts';

export const nps = {
  question: 'likelihood_to_recommend',
  scale: 'nps',
  text: {
    en: 'How likely are you to recommend us to a friend or colleague?',
    es: '¿Con qué probabilidad nos recomendaría a un amigo o colega?',
    ar: 'ما مدى احتمال أن توصي بنا صديقًا أو زميلًا؟',
  },
};

export const programmeAsking = (question: unknown): Programme =>
  Programme.parse({
    id: 'after-the-flight',
    version: 1,
    title: 'How was the flight?',
    when: { touchpoints: ['flight.arrival'] },
    question,
    purpose: 'feedback',
    contacts: [{ channel: 'email', kind: 'email' }],
    askAfterMinutes: 1,
    restDays: 30,
  });

/** A mail that is to leave, as delivery has it. */
export const outgoing = (message: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  id: '0b6c7c1e-3c1b-8d0a-9a54-0a4f5a2f7c11',
  invitation: '7f8f0b0e-1f5e-8a0c-8f4d-7d3b2f1c0a99',
  ordinal: 0,
  kind: 'invitation',
  channel: 'email',
  contactPoint: { kind: 'email', value: 'ana.garcia@example.org' },
  programme: programmeAsking(nps),
  programmeVersion: 1,
  touchpoint: 'flight.arrival',
  occurredAt: Date.parse('2026-03-01T10:00:00Z'),
  deadline: Date.parse('2026-03-03T10:00:00Z'),
  language: 'en',
  links: {
    survey: 'https://ask.example.com/s/hA1pVx3b6Qm9sT0uWyZ_-g',
    unsubscribe: 'https://ask.example.com/u/Zk2lMn4o5Pq7rS8tUvWx_A',
  },
  consent: { source: 'web-shop', at: '2026-01-15T08:00:00Z' },
  attempt: 1,
  ...message,
});

export const brandOf = (brand: Partial<Brand> = {}): Brand => ({
  name: 'Aerolíneas Sol & Mar',
  colour: '#0b57b8',
  onColour: '#ffffff',
  from: 'surveys@ask.example.com',
  logo: undefined,
  timeZone: 'Europe/Madrid',
  texts: loadTexts(),
  ...brand,
});
