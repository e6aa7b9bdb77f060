/** Where what is known of a customer, or of a customer with one of the values that are held, is kept. */
export type ChainSlots = {
  /** The slot for a customer, and for what is held. */
  of(customer: number, held: number): number;
  /** Whose it is. */
  customerOf(slot: number): number;
};

/** One for each customer. */
export const slotsOfCustomers: ChainSlots = { of: (customer) => customer, customerOf: (slot) => slot };

/** Numbers of words and 32 bits of journeys are told apart by so many bits, since a key has 53, of which 25 are the customer's. */
const heldBits = 28;

/** One for each customer with each value of what is held, in the order in which they come. */
export const slotsOfHeld = (): ChainSlots => {
  const slots = new Map<number, number>();
  const customers: number[] = [];
  return {
    of: (customer, held) => {
      const key = customer * 2 ** heldBits + (held % 2 ** heldBits);
      const known = slots.get(key);
      if (known !== undefined) return known;
      slots.set(key, customers.length);
      return customers.push(customer) - 1;
    },
    customerOf: (slot) => customers[slot] ?? 0,
  };
};
