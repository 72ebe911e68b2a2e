/** Fields that fetch a file or an address when a document is opened. */
const names = 'INCLUDEPICTURE INCLUDETEXT INCLUDE IMPORT LINK DDEAUTO DDE RD DATABASE'.split(' ');
const letters = (name: string, zero: string) => [...name].map((letter) => letter + zero).join('');
const forms = ['', '\0'].map(
  (zero) =>
    new RegExp(
      `(\\x13${zero}(?: ${zero}){0,8})(${names.map((name) => letters(name, zero)).join('|')})(?=[ "\\x14\\x15\\0])`,
      'gi',
    ),
);

/**
 * withoutInclusions makes fields harmless that would bring in other files or addresses when a file of Word 97 to 2003 is opened: the name of the
 * field is blanked, its last result stays. Links for the reader to follow are kept.
 */
export function withoutInclusions(data: Buffer): Buffer {
  const text = data.toString('latin1');
  if (!text.includes('\x13')) return data;
  const harmless = forms.reduce(
    (before, form) => before.replace(form, (_, start: string, name: string) => start + name.replace(/[A-Z]/gi, 'X')),
    text,
  );
  return Buffer.from(harmless, 'latin1');
}
