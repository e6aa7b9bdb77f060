/** The kinds of identifiers that nearly all are of. */
export const usualKinds =
  'customer_number national_id user_id loyalty_id email phone whatsapp twitter instagram facebook tiktok linkedin card_token ' +
  'device_id booking_ref order_id anonymous_id';

/** The condition of the index of kinds, in the words in which a query has to ask. */
export const isOtherKind = `kind <> ALL ('{${usualKinds.split(' ').join(',')}}'::text[])`;
