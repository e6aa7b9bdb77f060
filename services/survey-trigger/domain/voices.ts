import { Voice, voiceOfPurpose } from '@hilo/contracts';

/** To whom something matters that is kept of somebody: in these voices alone, or, without them, in all. */
export type OfVoices = { voices?: readonly Voice[] | undefined };

/** What counts of these for somebody who is contacted in this voice: she who has two has two budgets, and a no in one is none in the other. */
export const ofVoice = <One extends OfVoices>(all: readonly One[], voice: Voice): readonly One[] =>
  all.every((one) => isOfVoice(one, voice)) ? all : all.filter((one) => isOfVoice(one, voice));

const isOfVoice = ({ voices }: OfVoices, voice: Voice): boolean => voices === undefined || voices.includes(voice);

type Asks = { voice?: Voice | undefined };

/** Whose voice a programme asks. */
export const voiceAsked = ({ voice = 'customer' }: Asks): Voice => voice;

/** The purpose of what is asked, where it says in which voice: of a customer's nobody needs it to tell whose budget it uses. */
export const purposeOfVoice = (programme: (Asks & { purpose: string }) | undefined): { purpose?: string } =>
  programme === undefined || voiceAsked(programme) === 'customer' ? {} : { purpose: programme.purpose };

/** What the ledger kept for this purpose counts for, by the name of the purpose; what no teller named is a customer's. */
export const voicesOfContact = (purpose: string | null | undefined): readonly Voice[] => [voiceOfPurpose(purpose)];

/** For whom a no counts that is known without its purpose, since who said it was erased: for everybody whom it may be. */
export const anyPurpose = '*';

export const voicesOfNo = (purpose: string | null | undefined): readonly Voice[] =>
  purpose === anyPurpose ? Voice.options : voicesOfContact(purpose);

type Spoken = { direction?: string | undefined; actor?: string | undefined };

/** Whether who works for the company speaks of herself: what she does for a customer goes out. */
const isByCompany = ({ direction, actor }: Spoken): boolean =>
  direction !== 'outbound' && (actor === 'employee' || actor === 'manager' || actor === 'auditor');

/** Whether an interaction sets off what asks this voice: an employee's own words are asked about by what asks employees alone. */
export const isSaidIn = (voice: Voice, spoken: Spoken): boolean =>
  voice === 'customer'
    ? spoken.direction !== 'internal' && spoken.actor !== 'auditor' && !isByCompany(spoken)
    : isByCompany(spoken) && spoken.actor === voice;

/** A purpose that is of another voice than the one that is asked. */
export const faultsOfVoice = (programme: Asks & { purpose: string }) => {
  const [voice, purpose] = [voiceAsked(programme), voiceOfPurpose(programme.purpose)];
  if (voice === purpose) return [];
  const message =
    voice === 'customer'
      ? `is a purpose of the voice ${purpose}: name that as voice, or another purpose`
      : `does not begin with ${voice}.: who is asked as ${voice} consents to that by a purpose of its own, such as ${voice}.feedback`;
  return [{ path: ['purpose'], message }];
};
