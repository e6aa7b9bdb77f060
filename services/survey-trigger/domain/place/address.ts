import { z } from 'zod';

/** A trait that is a text; whatever else it is says nothing. */
const TraitText = z
  .object({ value: z.string() })
  .transform(({ value }) => value)
  .optional()
  .catch(undefined);

const Part = z.string().optional().catch(undefined);

/** An address as Segment's SDKs post it: one trait with its parts. */
const AddressTrait = z
  .object({ value: z.object({ country: Part, state: Part, region: Part, postalCode: Part, postcode: Part }) })
  .transform(({ value }) => value)
  .optional()
  .catch(undefined);

/** What of the traits of a record says where the customer lives, by the names that are in use for it. */
export const AddressTraits = z
  .object({
    country: TraitText,
    countryCode: TraitText,
    country_code: TraitText,
    region: TraitText,
    state: TraitText,
    province: TraitText,
    postcode: TraitText,
    postalCode: TraitText,
    postal_code: TraitText,
    zip: TraitText,
    zipCode: TraitText,
    address: AddressTrait,
  })
  .transform(({ address, ...traits }) => ({
    country: traits.countryCode ?? traits.country_code ?? traits.country ?? address?.country,
    region: traits.region ?? traits.state ?? traits.province ?? address?.state ?? address?.region,
    postcode:
      traits.postcode ??
      traits.postalCode ??
      traits.postal_code ??
      traits.zip ??
      traits.zipCode ??
      address?.postalCode ??
      address?.postcode,
  }));

export type PostalAddress = z.infer<typeof AddressTraits>;
