import { PersonSubject, Role } from '@hilo/contracts';
import { z } from 'zod';
import { personHeaders } from '../person.ts';

const anyRole = Role.options.join('|');
const { pattern } = z.toJSONSchema(PersonSubject);

/** The headers by which a key says for whom it acts. */
export const personParameters = {
  OnBehalfOf: {
    name: personHeaders.subject,
    in: 'header',
    description:
      'The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.',
    schema: { type: 'string', pattern },
    example: 'agent-7',
  },
  Roles: {
    name: personHeaders.roles,
    in: 'header',
    description:
      'As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.',
    // As text: generators of clients know no lists in headers.
    schema: { type: 'string', pattern: `^(${anyRole})( *, *(${anyRole}))*$` },
    example: 'agent',
  },
};

/** They are parameters of every operation that asks who it is. */
export const personReferences = Object.keys(personParameters).map((name) => ({
  $ref: `#/components/parameters/${name}`,
}));
