import { decode, gateBody, type Refusal, refusalIn } from '@hilo/runtime';
import { formIn, valueOfForm } from '../domain/webhooks/form.ts';

/** The value that a body of JSON or of a form stands for, if the gate lets it in. */
export const readBody = (body: Uint8Array, contentType = ''): { value: unknown } | { refusal: Refusal } => {
  if (!contentType.toLowerCase().startsWith('application/x-www-form-urlencoded')) return gateBody(body);
  const decoded = decode(body);
  if ('refusal' in decoded) return decoded;
  const parsed = formIn(decoded.text);
  if ('refusal' in parsed) return parsed;
  const value = valueOfForm(parsed.form);
  const refusal = refusalIn(value);
  return refusal ? { refusal } : { value };
};
