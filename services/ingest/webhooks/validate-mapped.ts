import { limits } from '@hilo/contracts';
import { HttpProblem, refusalIn } from '@hilo/runtime';
import type { Acceptance } from '../domain/accept.ts';
import { type DigitPlaces, onlyDescribes } from '../domain/digits.ts';
import type { Path } from '../domain/segment/path.ts';
import type { Adapter, Mapped, MappedBody, Origin } from '../domain/webhooks/adapter.ts';
import { originIn } from '../domain/webhooks/compose.ts';
import { idIn, type RefusedItem, type Validation, validate } from '../posting/validate.ts';

/** The interactions in a body. Throws a 413 problem where there are more than one request may hold. */
export const mappedBy = (adapter: Adapter, body: unknown, receivedAt: number): MappedBody => {
  const all = adapter.map(body, receivedAt);
  if (all.tooMany !== true && all.mapped.length <= limits.batch) return all;
  throw new HttpProblem(413, 'Too many', `At most ${limits.batch} interactions in one delivery; send them in parts.`);
};

/**
 * An interaction judged as if it had been posted, its mistakes in the words of the body that it comes from. `places` are
 * where in the body whole numbers were too long: one that no field comes from costs nothing.
 */
export const judgeMapped = (mapped: Mapped, acceptance: Acceptance, places: readonly Path[] = []): Validation => {
  const { posted, isTimeDerived, origins } = mapped;
  const unusable = refusalIn(posted);
  if (unusable) return inItsWords(mapped, { id: idIn(posted, 'id'), refusals: [unusable] });
  const digits = places.length === 0 ? undefined : digitsIn(origins, places);
  const outcome = validate({ posted, isTimeDerived, digits }, acceptance);
  return 'interaction' in outcome ? outcome : inItsWords(mapped, outcome);
};

const inItsWords = ({ posted, origins }: Mapped, refused: RefusedItem): RefusedItem => ({
  ...refused,
  refusals: refused.refusals.map(({ path: [field = '', ...rest], message }) => ({
    path: originIn(origins, [field, ...rest]),
    // What was looked for and is not there, not what stands in its place.
    message: rest.length === 0 && posted[String(field)] === null ? 'finds nothing in the body' : message,
  })),
});

/** An id is a text, whatever it is written as, and has all of its digits. */
const digitsIn = (origins: readonly Origin[], places: readonly Path[]): DigitPlaces => {
  const used = places.flatMap((place) =>
    origins
      .filter(({ field, from }) => field[0] !== 'id' && from?.every((part, at) => place[at] === part))
      .map(({ field, from = [] }) => ({ place, field: [...field, ...place.slice(from.length)] })),
  );
  return {
    kept: used.filter(({ field }) => onlyDescribes(field)).map(({ place }) => place),
    refused: used.filter(({ field }) => !onlyDescribes(field)).map(({ field }) => field),
  };
};
