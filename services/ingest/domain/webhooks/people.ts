import type { NamedIdentifier } from './compose.ts';
import type { Sourced } from './reader.ts';
import { textOf } from './reader.ts';

/** Where WhatsApp writes some numbers otherwise than the telephone does: Mexico, Argentina and Brazil. */
const spelledOtherwise = /^\+(52|54|55)/;

/** A number on WhatsApp, with or without its plus. It is a telephone number too, where both write it the same. */
export const onWhatsApp = (sourced: Sourced | undefined): NamedIdentifier[] => {
  const digits = textOf(sourced?.value)?.replace(/^\+/, '');
  if (digits === undefined || !/^\d{5,20}$/.test(digits)) return [];
  const value = `+${digits}`;
  const from = sourced?.from;
  return [{ kind: 'whatsapp', value, from }, ...(spelledOtherwise.test(value) ? [] : [{ kind: 'phone', value, from }])];
};

/** One identifier, if there is a value. */
export const known = (kind: string, sourced: Sourced | undefined): NamedIdentifier[] => {
  const value = textOf(sourced?.value);
  return value === undefined ? [] : [{ kind, value, from: sourced?.from }];
};
