import type { z } from 'zod';
import { Actor } from './words.ts';

/** Whose voice is asked, and heard: a system has none. */
export const Voice = Actor.exclude(['system']).describe(
  'Whose voice it is: a customer’s, or that of an employee, a manager or an internal auditor of the company.',
);
export type Voice = z.infer<typeof Voice>;

const ofCompany = ['employee', 'manager', 'auditor'] as const satisfies Voice[];

/**
 * For whom a purpose is: what begins with `employee.`, `manager.` or `auditor.` is theirs, and all else the customers'. So consent, opt-out and
 * contacts of one who has two voices are kept apart by what every system names already when it contacts somebody.
 */
export const voiceOfPurpose = (purpose: string | null | undefined): Voice =>
  ofCompany.find((voice) => purpose?.startsWith(`${voice}.`)) ?? 'customer';
