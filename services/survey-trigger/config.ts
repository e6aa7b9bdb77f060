import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ContactPolicy } from '@hilo/contracts';
import { ConfigError, fieldErrors, nameOfError, pathText, readJsonFile } from '@hilo/runtime';
import { networksIn } from '@hilo/webhook-out';
import { z } from 'zod';
import { CaseRules } from './domain/cases/case-rules.ts';
import { faultsOfRules } from './domain/cases/faults-of-rules.ts';
import { type GuidanceCard, GuidanceCards } from './domain/guidance/card.ts';
import { faultsOf } from './domain/policy/validate.ts';
import { type Programme, Programmes } from './domain/programme.ts';
import { faultsOfReactions } from './domain/reactions/faults-of-reactions.ts';
import { ReactionRules } from './domain/reactions/reaction-rules.ts';
import { asProgramme } from './domain/templates/as-programme.ts';
import { type Template, Templates } from './domain/templates/template.ts';

/** The variables of survey-trigger, beside those of every process. */
export const SurveyTriggerConfig = z.object({
  HILO_PROGRAMMES: z
    .string()
    .optional()
    .describe(
      'A JSON file with the survey programmes that are published first, where there are none yet; afterwards, PUT /v1/programmes/{id}. Without it, the one that is shipped.',
    ),
  HILO_CONTACT_POLICY: z
    .string()
    .optional()
    .describe(
      'A JSON file with the contact policy that is published first, where there is none yet; afterwards, PUT /v1/contact-policy. Without it, the one that is shipped.',
    ),
  HILO_CASE_RULES: z
    .string()
    .optional()
    .describe(
      'A JSON file with the rules of cases that are published first, where there are none yet; afterwards, PUT /v1/case-rules. Without it, those that are shipped ([cases](docs/cases.md)).',
    ),
  HILO_TEMPLATES: z
    .string()
    .optional()
    .describe(
      'A JSON file with the templates that are published first, where there are none yet, so that rules of reactions can name them; afterwards, POST /v1/templates. Without it, there are none ([reactions](docs/reactions.md)).',
    ),
  HILO_REACTION_RULES: z
    .string()
    .optional()
    .describe(
      'A JSON file with the rules of reactions that are published first, where there are none yet; afterwards, PUT /v1/reaction-rules. Without it, Hilo reacts to nothing ([reactions](docs/reactions.md)).',
    ),
  HILO_PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform((text) => text.replace(/\/+$/, ''))
    .default('http://localhost:8080')
    .describe(
      'Where people reach survey-trigger from outside, as links in messages have it and providers sign it: `https://ask.example.com`, perhaps with a path before `/s/…`.',
    ),
  HILO_WEBHOOK_ALLOW: z
    .string()
    .default('')
    .transform((text, context) => {
      const networks = networksIn(text);
      if (networks !== undefined) return networks;
      context.addIssue({ code: 'custom', message: 'is no list of networks, such as 10.1.0.0/16,fd00::/8' });
      return z.NEVER;
    })
    .describe(
      "Private networks of one's own to which webhooks may be posted all the same, by http:// as well: `10.1.0.0/16,fd00::/8`. Without it, only what is reached from everywhere, by https:// ([webhooks out](docs/webhooks-out.md)).",
    ),
  HILO_BRAND: z
    .string()
    .optional()
    .describe(
      'A JSON file with who asks: `name`, `colour`, `logo`, the sender of mails in `from` … ([what it may say](docs/mail.md)). A colour on which nobody can read is refused.',
    ),
  HILO_TEXTS: z
    .string()
    .optional()
    .describe(
      'A JSON file with what mails and pages say, by language, beside English, Spanish and Arabic or instead of them ([how](docs/mail.md)). A text that is missing is told at the start.',
    ),
  HILO_BOUNCES: z
    .string()
    .optional()
    .describe(
      'Where mails come back: `imaps://user:password@host/INBOX`, a mailbox in which mail that is not ours is left alone, or `smtp://:PORT`, on which survey-trigger takes them itself ([how](docs/mail.md)).',
    ),
  HILO_SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .describe(
      'The mail server by which invitations leave, `smtp://user:password@host:587` (STARTTLS where it has that, and never a password without; `?starttls=required` or `never`) or `smtps://…:465`. Without it Hilo sends no mail.',
    ),
  HILO_DKIM_DOMAIN: z
    .string()
    .optional()
    .describe('The domain for which mails are signed (DKIM), of which the next two are. Without it they are not.'),
  HILO_DKIM_SELECTOR: z.string().optional().describe('The selector under which the public key stands in DNS.'),
  HILO_DKIM_KEY: z.string().optional().describe('A file with the private key (RSA), as PEM.'),
  HILO_DATA_CENTRES: z
    .string()
    .optional()
    .describe(
      'A file with networks of data centres, one in CIDR notation a line, beside those that are shipped, or with a line `only` in place of them ([how](docs/mail.md)): an answer from there within two seconds of its mail is kept and left out of scores.',
    ),
  HILO_SENTIMENT: z
    .enum(['encoder', 'words'])
    .default('encoder')
    .describe(
      'By what is judged how somebody feels who wrote something: `encoder`, which takes some 190 MB from the first text on, or lists of `words`, which are right less often ([sentiment](docs/sentiment.md)).',
    ),
  HILO_INVITATIONS_ON_THREAD: z
    .stringbool()
    .default(false)
    .describe(
      "`yes` puts every invitation on the customer's thread, as an outbound interaction of `hilo/survey-trigger`, as soon as it is decided: for who has it sent then. What Hilo sends itself is put there when it is taken.",
    ),
});

/** How mails leave, if they do. Throws `ConfigError` where something is missing. */
export const loadMail = (config: z.infer<typeof SurveyTriggerConfig>): Mail | undefined => {
  const { HILO_SMTP_URL: url } = config;
  if (url === undefined) return undefined;
  const [domain, selector, file] = [config.HILO_DKIM_DOMAIN, config.HILO_DKIM_SELECTOR, config.HILO_DKIM_KEY];
  if (domain === undefined && selector === undefined && file === undefined) return { url };
  if (domain === undefined || selector === undefined || file === undefined)
    throw new ConfigError('HILO_DKIM_DOMAIN, HILO_DKIM_SELECTOR, HILO_DKIM_KEY: there are to be all three, or none');
  return { url, dkim: { domain, selector, key: readKey(file) } };
};

export type Mail = { url: string; dkim?: { domain: string; selector: string; key: string } };

const readKey = (file: string): string => {
  const refuse = (why: string): ConfigError =>
    new ConfigError(`HILO_DKIM_KEY (${file}): is no private key that can be used: ${why}`);
  const { key, kind } = keyIn(file, refuse);
  // What is signed by another kind, many receivers take for not signed.
  if (kind !== 'rsa') throw refuse(`it is of another kind than RSA (${kind})`);
  return key;
};

const keyIn = (file: string, refuse: (why: string) => ConfigError) => {
  try {
    const key = readFileSync(file, 'utf8');
    return { key, kind: createPrivateKey(key).asymmetricKeyType };
  } catch (error) {
    throw refuse(nameOfError(error));
  }
};

const shipped = join(import.meta.dirname, 'programmes.json');
const shippedCaseRules = join(import.meta.dirname, 'case-rules.json');
const shippedReactionRules = join(import.meta.dirname, 'reaction-rules.json');
const shippedPolicy = join(import.meta.dirname, 'contact-policy.json');
const shippedCards = join(import.meta.dirname, 'guidance-cards.json');

/** The survey programmes of the file, or those that are shipped. Throws `ConfigError`, naming what is wrong in it. */
export const loadProgrammes = (file: string = shipped): Programmes => {
  const result = Programmes.safeParse(readJsonFile('HILO_PROGRAMMES', file));
  if (result.success) return result.data;
  const wrong = fieldErrors(result.error.issues).map(({ path, message }) => `${pathText(path)}: ${message}`);
  throw new ConfigError(...wrong.map((line) => `HILO_PROGRAMMES (${file}): ${line}`));
};

/** The contact policy of the file, or the one that is shipped. Throws `ConfigError`, naming what is wrong in it. */
export const loadContactPolicy = (file: string = shippedPolicy): ContactPolicy => {
  const { data, error } = ContactPolicy.safeParse(readJsonFile('HILO_CONTACT_POLICY', file));
  const wrong = data ? faultsOf(data) : fieldErrors(error?.issues ?? []);
  if (data && wrong.length === 0) return data;
  throw new ConfigError(
    ...wrong.map(({ path, message }) => `HILO_CONTACT_POLICY (${file}): ${pathText(path)}: ${message}`),
  );
};

/** The rules of cases of the file, or those that are shipped. Throws `ConfigError`, naming what is wrong in it. */
export const loadCaseRules = (file: string = shippedCaseRules): CaseRules => {
  const { data, error } = CaseRules.safeParse(readJsonFile('HILO_CASE_RULES', file));
  const wrong = data ? faultsOfRules(data) : fieldErrors(error?.issues ?? []);
  if (data && wrong.length === 0) return data;
  throw new ConfigError(
    ...wrong.map(({ path, message }) => `HILO_CASE_RULES (${file}): ${pathText(path)}: ${message}`),
  );
};

/** The templates of the file, or none. Throws `ConfigError`, naming what is wrong in it. */
export const loadTemplates = (file: string | undefined): Template[] => {
  if (file === undefined) return [];
  const { data, error } = Templates.safeParse(readJsonFile('HILO_TEMPLATES', file));
  if (data) return data;
  const wrong = fieldErrors(error?.issues ?? []).map(({ path, message }) => `${pathText(path)}: ${message}`);
  throw new ConfigError(...wrong.map((line) => `HILO_TEMPLATES (${file}): ${line}`));
};

/** The rules of reactions of the file, or none. Throws `ConfigError`, naming what is wrong in it. */
export const loadReactionRules = (
  file: string = shippedReactionRules,
  {
    templates = [],
    ...others
  }: { caseRules: CaseRules; programmes: readonly Programme[]; templates?: readonly Template[] },
): ReactionRules => {
  const programmes = [...others.programmes, ...templates.map((one) => asProgramme(one, 1))];
  const beside = { ...others, programmes };
  const { data, error } = ReactionRules.safeParse(readJsonFile('HILO_REACTION_RULES', file));
  const wrong = data ? faultsOfReactions(data, beside) : fieldErrors(error?.issues ?? []);
  if (data && wrong.length === 0) return data;
  throw new ConfigError(
    ...wrong.map(({ path, message }) => `HILO_REACTION_RULES (${file}): ${pathText(path)}: ${message}`),
  );
};

/** The cards for the front line that are shipped. */
export const loadGuidanceCards = (): GuidanceCard[] =>
  GuidanceCards.parse(readJsonFile('the cards that are shipped', shippedCards));
