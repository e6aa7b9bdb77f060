/** Whether a whole value is a date or a time: what a spreadsheet makes of a code, or a field of another column. Nobody's id is one. */
export const isDate = (text: string): boolean => /[-/.]/.test(text) && (yearFirst.test(text) || yearLast.test(text));

const month = '(?:0?[0-9]|1[0-2])';
const day = '(?:[012]?\\d|3[01])';
const time = '(?:[T ]\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d+)?)?(?:\\s?[AP]M)?(?:Z|[+-]\\d{2}:?\\d{2})?)?';

const yearFirst = new RegExp(`^\\d{4}([-/.])(?:${month})\\1(?:${day})${time}$`, 'i');
const yearLast = new RegExp(`^(?:${day})([-/.])(?:${day})\\1(?:0000|1[89]\\d\\d|20\\d\\d|9999)${time}$`, 'i');
