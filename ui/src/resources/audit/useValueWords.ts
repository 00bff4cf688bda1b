import { MISSING } from '~/format.ts';
import { type Translate, useT } from '~/i18n/useT.ts';
import { useFormat, useMe } from '~/session/useMe.ts';
import { isKnownState } from '~/states.ts';
import type { AuditEntry } from './entry.ts';

/** Values of an entry as people write them: money in the currency it names, instants, days, states. */
export function useValueWords(entry: AuditEntry): (name: string, value: unknown) => string {
  const t = useT();
  const format = useFormat();
  const home = useMe().tenant?.currency ?? 'EUR';
  const said = entry.after?.currency ?? entry.before?.currency;
  const currency = typeof said === 'string' && /^[A-Z]{3}$/.test(said) ? said : home;

  return (name, value) => {
    if (value === null || value === undefined || value === '') return MISSING;
    if (typeof value === 'boolean') return t(value ? 'list.yes' : 'list.no');
    if (name.endsWith('_minor') && (typeof value === 'number' || isDecimal(value)))
      return format.money({ amount: value, currency });
    if (typeof value === 'number') return name.endsWith('_id') ? String(value) : format.integer(value);
    if (typeof value !== 'string') return listWords(value, t);
    if (/^\d{4}-\d\d-\d\dT/.test(value)) return format.instant(value);
    if (/^\d{4}-\d\d-\d\d$/.test(value)) return format.day(value);
    return name === 'status' && isKnownState(value) ? t(`state.${value}`) : value;
  };
}

function isDecimal(value: unknown): value is string {
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value);
}

function listWords(value: unknown, t: Translate): string {
  if (!Array.isArray(value)) return JSON.stringify(value, null, 1);
  if (value.length === 0) return t('audit.empty_list');
  const words = value.map((one) =>
    isKnownState(String(one)) ? t(`state.${String(one)}` as 'state.draft') : one,
  );
  return words.every((one) => typeof one === 'string' || typeof one === 'number')
    ? words.join(', ')
    : JSON.stringify(value, null, 1);
}
