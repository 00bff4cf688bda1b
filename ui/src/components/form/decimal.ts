/** Decimals as people type them, to and from the plain form `-1234.5`. */

function separators(locale: string): { decimal: string; group: string } {
  const parts = new Intl.NumberFormat(locale, { useGrouping: true }).formatToParts(1234567.8);
  const find = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return { decimal: find('decimal'), group: find('group') };
}

/**
 * Null when it is not a number. The language's own signs are understood first; the other decimal sign is taken too
 * where it cannot be meant as thousands ("19.99" in Spanish).
 */
export function readDecimal(text: string, locale: string): string | null {
  const { decimal, group } = separators(locale);
  const bare = text.replace(/[\s\u00a0\u202f']/g, '').replace('−', '-');
  const other = decimal === ',' ? '.' : ',';
  const grouped = new RegExp(`^-?\\d{1,3}(\\${other}\\d{3})+(\\${decimal}\\d*)?$`);
  let plain = bare;
  if (group === other && grouped.test(bare)) plain = bare.split(other).join('').replace(decimal, '.');
  else if (!bare.includes(decimal)) plain = bare.replace(other, '.');
  else plain = bare.replace(decimal, '.');
  return /^-?(\d+\.?\d*|\.\d+)$/.test(plain) ? plain : null;
}

/** With the language's decimal sign and without thousands: what is typed over easily. */
export function writeDecimal(plain: string, locale: string): string {
  return plain.replace('.', separators(locale).decimal);
}
