import { type Answered, questionOf } from '../simulate/marketing.ts';

type Where = { url: string; key: string };

const widestBar = 24;

/** What a person sees when the marketing department has asked whom it may contact: how many, why not the others, and where to look. */
export const firstRound = (answers: readonly Answered[], { url, key }: Where): string => {
  const refused = answers.filter(({ allowed }) => !allowed);
  const counts = [
    ...Map.groupBy(
      refused.flatMap(({ reasons }) => reasons),
      (reason) => reason,
    ),
  ]
    .map(([reason, all]) => ({ reason, count: all.length }))
    .toSorted((one, other) => other.count - one.count || (one.reason < other.reason ? -1 : 1));
  const widest = Math.max(...counts.map(({ reason }) => reason.length)) + 1;
  const bars = counts.map(
    ({ reason, count }) => `    ${reason.padEnd(widest)} ${'█'.repeat(Math.min(count, widestBar))} ${count}`,
  );
  return `
  Its marketing department asked whom of ${answers.length} customers it may contact now: ${answers.length - refused.length}. Why not the others:

${bars.join('\n')}

${lookAt(answers, { url, key })}`;
};

const lookAt = (answers: readonly Answered[], { url, key }: Where): string => {
  const told = (story: string): Answered | undefined => answers.find(({ prospect }) => prospect.story === story);
  const [saidNo, calledTooOften] = [told('said-no'), told('called-too-often')];
  const check = saidNo && [
    '  May it call the one who said no on the telephone?',
    `    curl -s ${url}/v1/contact-permissions/check -H 'authorization: Bearer ${key}' \\`,
    `      -H 'content-type: application/json' -d '${JSON.stringify(questionOf(saidNo.prospect))}'`,
  ];
  const ledger = calledTooOften?.customer !== undefined && [
    '  Who called the one who was called six times last week?',
    `    curl -s ${url}/v1/customers/${calledTooOften.customer}/contacts -H 'authorization: Bearer ${key}'`,
  ];
  return [...(check || []), ...(ledger || []), ''].join('\n');
};
