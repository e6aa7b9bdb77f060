import type { Identifier, Interaction } from '@hilo/contracts';
import type { Case } from './case.ts';
import { caseResolved, followUpId } from './case-resolved.ts';

/** A case that was resolved, as an interaction of the system's: at the touchpoint that it was about, and of no channel. */
export const resolvedInteraction = (one: Case, identifier: Identifier, at: number): Interaction & { id: string } => ({
  id: followUpId(one),
  occurredAt: new Date(at).toISOString(),
  channel: 'other',
  touchpoint: one.touchpoint,
  kind: caseResolved,
  actor: 'system',
  identifiers: [identifier],
  properties: {
    case: one.id,
    about: one.about,
    severity: one.severity,
    rule: one.rule,
    reopened: one.reopened,
    ...(one.rootCause !== undefined && { rootCause: one.rootCause }),
    ...(one.resolution !== undefined && { resolution: one.resolution }),
  },
});
