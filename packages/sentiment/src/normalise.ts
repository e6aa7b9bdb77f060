import { decodeHTML } from 'entities';

const link = /https?:\/\/\S*|www\.\S+|(?<![\p{L}\p{N}_])pic\.twitter\.com\/\S+/gu;
const repost = /^\s*RT\s+@[\p{L}\p{N}_]+:?\s*/u;
const handle = /@[\p{L}\p{N}_]+/gu;
const hashtag = /#([\p{L}\p{N}_]+)/gu;
const newWordInHashtag = /(?<=[a-zà-ÿ])(?=[A-Z])|(?<=[A-Za-z])(?=\p{Nd})/gu;
const repeated = /(.)\1{3,}/gu;

/** As the sender wrote it, with `&amp;` and the like decoded: some texts are encoded twice. */
export const decoded = (text: string): string => (text.includes('&') ? decodeHTML(decodeHTML(text)) : text);

/**
 * A text as the encoder reads it: without links, handles and what a repost begins with; hashtags as words; no character more than three
 * times in a row.
 */
export const normalised = (text: string): string => {
  const opened = decoded(text)
    .replace(repost, '')
    .replace(link, ' ')
    .replace(handle, ' ')
    .replace(hashtag, (_, tag: string) => ` ${tag.replace(newWordInHashtag, ' ')} `)
    .replace(repeated, '$1$1$1')
    .replaceAll('…', ' ')
    .replaceAll('\ufe0f', '');
  return opened.replace(/\s+/g, ' ').trim() || '.';
};

/**
 * Small, and without accents: how the lists of words are written. An n with a tilde counts as an n. Letters and digits of other scripts
 * become `_` and `0`, so that what a word is to a plain regular expression is one; those of any script take seconds to compile.
 */
export const plain = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(accent, '')
    .replaceAll('n\u0303', 'n')
    .replaceAll('’', "'")
    .replace(otherDigit, '0')
    .replace(otherLetter, '_');

const accent = /(?!\u0303)\p{M}/gu;
const otherDigit = /(?![0-9])\p{Nd}/gu;
const otherLetter = /(?![a-z0-9])[\p{L}\p{N}]/gu;

export const hasLink = (text: string): boolean => text.search(link) >= 0;
export const isRepost = (text: string): boolean => repost.test(text) || /^\s*(“|"@)/.test(text);
