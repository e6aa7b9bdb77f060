/** How often people were contacted, and what came of it that should not have. */
export type ContactCounts = {
  contacts: number;
  people: number;
  refused: number;
  wrongPerson: number;
  bounced: number;
  reserved: number;
};

/** The same with how many of a thousand contacts were refused, and how many found somebody else. */
export const withShares = ({ contacts, people, refused, wrongPerson, bounced, reserved }: ContactCounts) => ({
  contacts,
  people,
  refused,
  refusedPer1000: perThousand(refused, contacts),
  wrongPerson,
  wrongPersonPer1000: perThousand(wrongPerson, contacts),
  bounced,
  reserved,
});

const perThousand = (part: number, of: number): number | null =>
  of === 0 ? null : Math.round((10_000 * part) / of) / 10;
