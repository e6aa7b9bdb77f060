import { Resolver } from 'node:dns/promises';
import { type Finding, failed, fine, warning } from '@hilo/runtime';
import { getDomain } from 'tldts';
import type { Mail } from '../config.ts';
import { domainOf } from '../domain/mail/addresses.ts';
import { dkimName, dkimRecordFor, faultOfDkimKey, faultOfDkimRecords } from '../domain/mail/dkim-record.ts';

/** The TXT records of a name, each as its parts. */
export type ResolveTxt = (name: string) => Promise<string[][]>;

const resolver = new Resolver({ timeout: 2000, tries: 2 });
export const systemTxt: ResolveTxt = (name) => resolver.resolveTxt(name);

/** Whether what mails are signed with is what receivers find in DNS, and of the sender's domain. */
export const checkDkim = async (dkim: Mail['dkim'], from: string, resolve: ResolveTxt): Promise<Finding[]> => {
  if (dkim === undefined) {
    const todo =
      'make a key, publish it, and set HILO_DKIM_DOMAIN, HILO_DKIM_SELECTOR and HILO_DKIM_KEY (docs/mail.md); or let your mail server sign';
    return [
      warning(
        'dkim',
        'Hilo signs no mails: receivers put what is not signed aside, and show no button to unsubscribe',
        todo,
      ),
    ];
  }
  const { domain, selector, key } = dkim;
  const name = dkimName(domain, selector);
  const ofKey = faultOfDkimKey(key);
  if (ofKey !== undefined)
    return [warning('dkim', `the key of HILO_DKIM_KEY ${ofKey}`, 'openssl genrsa -out dkim.pem 2048, and publish it')];
  if (organisationOf(domain) !== organisationOf(domainOf(from)))
    return [
      warning(
        'dkim',
        `mails of ${from} are signed for ${domain}: that says nothing of the sender (DMARC)`,
        'sign for the domain of the sender',
      ),
    ];
  return judge(name, key, await published(name, resolve));
};

const organisationOf = (domain: string): string => getDomain(domain) ?? domain;

type Published = { records: readonly string[] } | { silent: string };

const published = async (name: string, resolve: ResolveTxt): Promise<Published> => {
  try {
    return { records: (await resolve(name)).map((parts) => parts.join('')) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return code === 'ENOTFOUND' || code === 'ENODATA' ? { records: [] } : { silent: code };
  }
};

const judge = (name: string, key: string, found: Published): Finding[] => {
  if ('silent' in found)
    return [
      warning(
        'dkim',
        `DNS does not say what stands at ${name} (${found.silent})`,
        `dig TXT ${name}, from where DNS answers`,
      ),
    ];
  const fault = faultOfDkimRecords(found.records, key);
  if (fault === undefined) return [fine('dkim', `the key at ${name} is the one by which mails are signed`)];
  return [
    failed(
      'dkim',
      `${fault} at ${name}: receivers take signed mails for forged`,
      `publish there, as TXT: ${dkimRecordFor(key)}`,
    ),
  ];
};
