import { z } from 'zod';
import type { Adapter } from './adapter.ts';
import { adapterOf } from './by-mapping.ts';
import type { Mapping } from './mapping.ts';
import { meta } from './meta.ts';
import { twilio } from './twilio.ts';
import { whatsapp } from './whatsapp.ts';
import { zendesk } from './zendesk.ts';

const providers = { twilio, whatsapp, zendesk, meta };

export const AdapterName = z
  .enum(['twilio', 'whatsapp', 'zendesk', 'meta', 'mapping'])
  .describe('Who posts. `mapping` is anybody else, whose bodies the mapping of the endpoint explains.');
export type AdapterName = z.infer<typeof AdapterName>;

/** The adapter by its name; that of the mapping for everybody who has none. Undefined for `mapping` without one. */
export const adapterBy = (name: AdapterName, mapping?: Mapping): Adapter | undefined => {
  if (name === 'mapping') return mapping && adapterOf(mapping);
  return providers[name];
};
