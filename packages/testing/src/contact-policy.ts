import { join } from 'node:path';

/**
 * For `HILO_CONTACT_POLICY`: a contact policy that permits whatever the customer consented to at any hour, so that what a test
 * expects does not depend on the time of the day, the day of the week, or a holiday.
 */
export const policyAtAnyHour = join(import.meta.dirname, 'contact-policy-at-any-hour.json');
