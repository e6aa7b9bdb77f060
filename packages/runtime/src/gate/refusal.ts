/** Why something is not let in: which field, and what is wrong with it. */
export type Refusal = { path: PropertyKey[]; message: string };
