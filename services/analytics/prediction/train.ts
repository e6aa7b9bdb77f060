import type { Pool } from 'pg';
import { dayMs } from '../domain/day.ts';
import { featuresOf } from '../domain/prediction/features.ts';
import { gatherCases } from '../domain/prediction/gather-cases.ts';
import type { CustomerHistory } from '../domain/prediction/history.ts';
import { learnRisk } from '../domain/prediction/learn-risk.ts';
import { type OffersContent, offersTarget, type RiskContent } from '../domain/prediction/learnt-model.ts';
import { learnHeldOut, type Purchase, purchasesIn } from '../domain/prediction/next-offer.ts';
import { leavingHorizon, type RiskName, riskNames } from '../domain/prediction/risk-cases.ts';
import { riskTarget } from '../domain/prediction/tell-risk.ts';
import { readCommonSteps, readTimeKnown, type Within } from '../store/histories.ts';
import { nextModelVersion, saveModel } from '../store/models.ts';
import { forgetOtherVersions } from '../store/predictions.ts';
import { daysLookedAt, eachAllowed, type LearntVersion, predictAll } from './predict-all.ts';

/** So many customers tell as much as all: who they are is drawn by chance, since ids are hashes. */
const mostLearntFrom = 20_000;
const horizonTriedOn = 500;

/** Learns every risk, and offers, of what is known, keeps what came of it, and tells the risk of every customer. */
export const train = async (pool: Pool, now: number): Promise<Record<string, string>> => {
  const known = await readTimeKnown(pool);
  const to = known?.to ?? now;
  const within = { from: Math.max(known?.from ?? now, to - daysLookedAt * dayMs), to };
  const { risks, offers } = await learn(pool, within);
  const versions: LearntVersion[] = [];
  for (const name of riskNames)
    versions.push({ name, version: await nextModelVersion(pool, name), content: risks[name] });
  await predictAll(pool, versions, now);
  for (const { name, version, content } of versions) {
    await saveModel(pool, name, { version, trainedAt: new Date(now), content });
    await forgetOtherVersions(pool, name, version);
  }
  const version = await nextModelVersion(pool, offersTarget);
  await saveModel(pool, offersTarget, { version, trainedAt: new Date(now), content: offers });
  return Object.fromEntries(
    [...Object.entries(risks), [offersTarget, offers] as const].map(([name, { hidden }]) => [
      name,
      hidden?.reason ?? 'shown',
    ]),
  );
};

const learn = async (pool: Pool, within: Within) => {
  const steps = await readCommonSteps(pool, within.from);
  const features = featuresOf(steps);
  const span = (within.to - within.from) / dayMs;
  const horizonDays = leavingHorizon(await someHistories(pool, within), span);
  const gathering = riskNames.map((name) => {
    const target = riskTarget(name, horizonDays);
    return { name, target, ...gatherCases(target, features, within) };
  });
  const baskets: Purchase[][] = [];
  let customers = 0;
  for await (const histories of eachAllowed(pool, within, mostLearntFrom)) {
    for (const [customer, history] of histories) {
      customers += 1;
      for (const { add } of gathering) add(history, phaseOf(customer));
      const bought = purchasesIn(history);
      if (bought.length > 0) baskets.push(bought);
    }
  }
  const names = features.map(({ name }) => name);
  const risks = gathering.map(({ name, target, gathered }): [RiskName, RiskContent] => {
    const told = { means: target.means, horizonDays: target.horizonDays, customers, steps, features: names };
    return [name, { ...told, ...learnRisk(gathered(), names, target.horizonDays) }];
  });
  const offers: OffersContent = { customers: baskets.length, ...learnHeldOut(baskets) };
  return { risks: byName(risks), offers };
};

const byName = (risks: readonly [RiskName, RiskContent][]): Record<RiskName, RiskContent> => {
  const of = (name: RiskName): RiskContent => {
    const found = risks.find(([own]) => own === name);
    if (found === undefined) throw new Error(`no risk ${name} was learnt`);
    return found[1];
  };
  return { detractor: of('detractor'), leaves: of('leaves') };
};

const someHistories = async (pool: Pool, within: Within): Promise<CustomerHistory[]> => {
  const found: CustomerHistory[] = [];
  for await (const histories of eachAllowed(pool, within, horizonTriedOn)) found.push(...histories.values());
  return found;
};

/** A number of her own from 0 to 1, of her id, which is a hash. */
const phaseOf = (customer: string): number => Number.parseInt(customer.slice(0, 8), 16) / 2 ** 32;
