/** What every chart says in English. */
export const en = {
  show: 'Show as',
  chart: 'Chart',
  table: 'Table',
  csv: 'CSV',
  link: 'Link',
  linkHint: 'Copies the address, with all filters',
  copied: 'Copied',
  rules: 'How it is counted',
  close: 'Close',
  who: {
    count: (n: string) => `${n} customers`,
    nobody: 'Nobody is behind this figure any more.',
    unknown: 'Nobody knows whose',
    more: 'Show more',
    noted: 'Who looks at whom is noted.',
    hidden: 'Your role sees no names; a customer opens by its number.',
  },
};
