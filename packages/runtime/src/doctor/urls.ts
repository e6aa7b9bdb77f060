import { findSchemas } from '../database/provision.ts';
import { type Address, placeIn } from '../database/reach.ts';
import { type Finding, failed, reasonIn } from '../finding.ts';
import type { ProcessConfig } from '../resources.ts';
import { checkOwner } from './schemas.ts';

type Urls = { urls: Map<string, string>; findings: Finding[] };

/** The URL of every schema that can be reached: with a role of its own where those are made from DATABASE_URL. */
export const findUrls = async (
  config: ProcessConfig,
  addresses: ReadonlyMap<string, Address>,
  unreached: ReadonlySet<string>,
): Promise<Urls> => {
  const reached = [...addresses].filter(([, { variable }]) => !unreached.has(variable));
  const urls = new Map(reached.map(([schema, { url }]) => [schema, url]));
  const common = reached.filter(([, { variable }]) => variable === 'DATABASE_URL').map(([schema]) => schema);
  if (common.length === 0) return { urls, findings: [] };
  const owner = { adminUrl: config.DATABASE_URL ?? '', secret: config.HILO_ID_SECRET };
  const without = (finding: Finding): Urls => {
    for (const schema of common) urls.delete(schema);
    return { urls, findings: [finding] };
  };
  const other = await checkOwner(owner.adminUrl, owner.secret);
  if (other !== undefined) return without(other);
  try {
    for (const [schema, url] of Object.entries(await findSchemas(owner, common))) urls.set(schema, url);
    return { urls, findings: [] };
  } catch (error) {
    const place = placeIn({ variable: 'DATABASE_URL', url: owner.adminUrl });
    return without(failed('roles', `${place}: ${reasonIn(error)}`, 'hilo migrate'));
  }
};
