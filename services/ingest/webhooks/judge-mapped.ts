import type { Acceptance } from '../domain/accept.ts';
import type { Mapped } from '../domain/webhooks/adapter.ts';
import { originIn } from '../domain/webhooks/compose.ts';
import { judge, type Outcome } from '../judge.ts';

/** An interaction judged as if it had been posted, its mistakes in the words of the body that it comes from. */
export const judgeMapped = ({ posted, origins }: Mapped, acceptance: Acceptance): Outcome =>
  judge({ posted, pathOf: (path) => originIn(origins, path) }, acceptance);
