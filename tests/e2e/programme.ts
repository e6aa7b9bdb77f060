/** The interaction after which it asks. */
export const arrival = { touchpoint: 'flight.arrival', kind: 'arrived' };

/** Asks at once, so that nobody has to wait for a decision. */
export const programme = {
  id: 'after-the-flight',
  version: 1,
  title: 'How was the flight?',
  when: { touchpoints: [arrival.touchpoint], kinds: [arrival.kind] },
  question: { question: 'likelihood_to_recommend', scale: 'nps', text: { en: 'How likely are you to recommend us?' } },
  purpose: 'feedback',
  contacts: [{ channel: 'email', kind: 'email' }],
  askAfterMinutes: 0,
  askWithinHours: 48,
  restDays: 30,
};
