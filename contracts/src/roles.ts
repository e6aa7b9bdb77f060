import { z } from 'zod';
import type { Scope } from './api-key.ts';

export const Role = z
  .enum(['agent', 'defender', 'steward', 'analyst', 'operator', 'privacy-officer', 'admin'])
  .describe('As what a person acts.');
export type Role = z.infer<typeof Role>;

const customersAndSurveys = ['customers:read', 'interactions:read', 'surveys:read', 'analytics:read'] as const;

/** What a person may do in a role, as far as the key may that acts for the person. */
export const scopesOfRole: Readonly<Record<Role, readonly Scope[]>> = {
  /** Who has a customer on the telephone. */
  agent: [...customersAndSurveys, 'contacts:check', 'contacts:write', 'answers:write', 'cases:read', 'cases:write'],
  /** Who stands up for the customer: in cases, and that what is kept can be known, and erased. */
  defender: [...customersAndSurveys, 'erasures:write', 'cases:read', 'cases:write'],
  /** Who keeps the data right: who is who, and what could not be processed. */
  steward: [
    'customers:read',
    'interactions:read',
    'ledger:read',
    'identity:write',
    'quarantine:read',
    'quarantine:write',
  ],
  /** Who asks what all of them say. */
  analyst: ['analytics:read', 'segments:write', 'alerts:write', 'ledger:read'],
  /** Who sees to it that Hilo runs, and that nothing is stuck; not who people are. */
  operator: ['metrics:read', 'ledger:read', 'interactions:read', 'analytics:read', 'alerts:write'],
  /** Who answers for what is kept of people, and for how long. */
  'privacy-officer': [...customersAndSurveys, 'erasures:write', 'identity:write', 'ledger:read', 'policy:write'],
  admin: ['*'],
};
