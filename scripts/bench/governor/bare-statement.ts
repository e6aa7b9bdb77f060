import { idOf } from './fill.ts';

/** The floor: a customer is locked by the index, and a row inserted, in a statement that commits. */
export const bareOne = `
  WITH held AS MATERIALIZED (SELECT id FROM customers WHERE id = ${idOf('$1::bigint')} FOR UPDATE)
  INSERT INTO bench_floor (id, customer, at) SELECT gen_random_uuid(), id, now() FROM held`;
