import { ContactPolicy, type Note } from '@hilo/contracts';
import type { Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { type CompiledPolicy, compilePolicy } from '../domain/policy/compiled.ts';
import { notesOn, type Programme } from '../domain/programme.ts';
import { notesOnReachability, type UnreachableTimes, unreachableHours } from '../domain/reachability.ts';
import { latestPolicy } from '../store/contact-policies.ts';
import { unjudgedSegments } from './unjudged-segments.ts';

/** What is to be known of a programme that may be published: whom it cannot reach by the policy in force, and what is hardly meant so. */
export type Assessment = { policy: CompiledPolicy | undefined; unreachable: UnreachableTimes[]; notes: Note[] };

export const assess = async (pool: Pool | Transaction, programme: Programme, now: number): Promise<Assessment> => {
  const latest = await latestPolicy(pool);
  const own = [...notesOn(programme), ...(await unjudgedSegments(pool, programme)).map(noteOfSegment)];
  const { data } = ContactPolicy.safeParse(latest?.policy);
  if (latest === undefined || data === undefined)
    return { policy: undefined, unreachable: [], notes: [...own, withoutPolicy] };
  const policy = compilePolicy(latest.version, data);
  const unreachable = unreachableHours(programme, policy, now);
  return { policy, unreachable, notes: [...own, ...notesOnReachability(unreachable, programme)] };
};

const noteOfSegment = ({ index, message }: { index: number; message: string }): Note => ({
  path: `when.segments[${index}]`,
  reason: 'segment-not-judged',
  message: `${message}; nobody is taken for one of it.`,
});

const withoutPolicy: Note = {
  path: 'contacts',
  reason: 'policy-invalid',
  message: 'The contact policy cannot be read, which permits nothing: nobody is asked until it is mended.',
};
