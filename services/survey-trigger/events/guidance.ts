import type { GuidanceStep } from '@hilo/contracts';
import { counter, observeGauge } from '@hilo/runtime';

const steps = counter('hilo_guidance', 'What became of cards for the front line, by card and step.');

/** These cards were pushed, withdrawn, read, or of no help. */
export const countGuidance = (told: readonly { one: { card: string }; step: GuidanceStep }[]): void => {
  for (const { one, step } of told) steps.add(1, { card: one.card, step });
};

/** Exports how many cards are shown now, until it is disposed of; every instance says the same. */
export const observeShown = (read: () => { read: number; unread: number }): Disposable =>
  observeGauge(
    'hilo_guidance_shown',
    'Cards that are shown to the front line: read by somebody, or by nobody yet.',
    (result) => {
      const { read: known, unread } = read();
      result.observe(known, { state: 'read' });
      result.observe(unread, { state: 'unread' });
    },
  );
