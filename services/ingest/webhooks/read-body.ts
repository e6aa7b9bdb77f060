import { type Digits, decode, gateParts, type Refusal, refusalIn } from '@hilo/runtime';
import { formIn, valueOfForm } from '../domain/webhooks/form.ts';

/** The value that a body of JSON or of a form stands for. Only parts of it are used: each has to be looked at by itself. */
export const readBody = (
  body: Uint8Array,
  contentType = '',
): { value: unknown; digits: Digits } | { refusal: Refusal } => {
  if (!contentType.toLowerCase().startsWith('application/x-www-form-urlencoded')) return gateParts(body);
  const decoded = decode(body);
  if ('refusal' in decoded) return decoded;
  const parsed = formIn(decoded.text);
  if ('refusal' in parsed) return parsed;
  const refusal = refusalIn(Object.fromEntries([...parsed.form.keys()].map((name) => [name, ''])));
  return refusal ? { refusal } : { value: valueOfForm(parsed.form), digits: [] };
};
