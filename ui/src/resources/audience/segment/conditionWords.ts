import type { Format } from '~/format.ts';
import type { Translate } from '~/i18n/useT.ts';
import { countryName } from '../countries.ts';
import { languageName } from '../languageName.ts';
import { type Node, unwrapped } from './conditions.ts';

/** What a condition says needs names for the ids it holds; those not known are counted. */
export interface Words {
  t: Translate;
  format: Format;
  lists?: Map<number, string>;
}

/** A definition as a sentence of its own. */
export function definitionSentence(definition: Node, words: Words): string {
  const text = definitionWords(definition, words);
  return text.charAt(0).toLocaleUpperCase(words.format.locale) + text.slice(1);
}

/** A definition in words: "Lives in Spain and spent at least €100.00 in the last 90 days". */
export function definitionWords(definition: Node, words: Words): string {
  const { node, negated } = unwrapped(definition);
  const text = plainWords(node, words);
  return negated ? words.t('audience.words.not', { condition: text }) : text;
}

function plainWords(node: Exclude<Node, { op: 'not' }>, words: Words): string {
  const { t, format } = words;
  switch (node.op) {
    case 'all':
    case 'any': {
      const parts = node.of.map((one) => {
        const { node: part } = unwrapped(one);
        const text = definitionWords(one, words);
        const joins = (part.op === 'all' || part.op === 'any') && part.of.length > 1;
        return joins ? `(${text})` : text;
      });
      return parts.join(` ${t(`audience.words.${node.op}`)} `);
    }
    case 'everybody':
      return t('audience.words.everybody');
    case 'country':
      return is(
        'country',
        node.any_of.map((code) => countryName(code, format.locale)),
      );
    case 'tag':
      return is('tag', node.any_of);
    case 'source':
      return is('source', node.any_of);
    case 'locale':
      return is(
        'locale',
        node.any_of.map((code) => languageName(code, format.locale)),
      );
    case 'in_list': {
      const named = node.list_ids.flatMap((id) => words.lists?.get(id) ?? []);
      return named.length === node.list_ids.length
        ? is('in_list', named)
        : t('audience.words.in_lists', { smart_count: node.list_ids.length });
    }
    case 'sms_consent':
      return t(`audience.words.consent_${node.state}`);
    case 'has':
      return t(`audience.words.has_${node.what}`);
    case 'attribute':
      return t('audience.words.attribute', { name: node.name, value: String(node.equals) });
    case 'birthday':
      return t(`audience.words.birthday_${node.within}`, {
        smart_count: node.days ?? 0,
        _: String(node.days),
      });
    case 'created':
      return `${t('audience.words.created')} ${createdWhen(node, words)}`;
    case 'orders':
      return lastly(
        node.within_days,
        t(`audience.words.orders_${bounds(node)}`, counts(node, format)),
        words,
      );
    case 'spent':
      return lastly(
        node.within_days,
        t(`audience.words.spent_${bounds(node)}`, {
          low: format.money(node.at_least),
          high: format.money(node.at_most),
        }),
        words,
      );
    case 'bought':
      return lastly(node.within_days, boughtWhat(node, words), words);
    case 'not_ordered':
      return notOrdered(node, words);
  }

  function is(key: 'country' | 'tag' | 'source' | 'locale' | 'in_list', some: string[]): string {
    return t(`audience.words.${key}`, { some: either(some, format.locale) });
  }
}

function either(some: string[], locale: string): string {
  return new Intl.ListFormat(locale, { type: 'disjunction' }).format(some);
}

type Bounded = { at_least?: unknown; at_most?: unknown };

function bounds({ at_least, at_most }: Bounded): 'between' | 'least' | 'most' {
  if (at_least != null && at_most != null) return 'between';
  return at_most != null ? 'most' : 'least';
}

function counts(
  { at_least, at_most }: { at_least?: number | null; at_most?: number | null },
  format: Format,
) {
  return {
    smart_count: at_most ?? at_least ?? 0,
    low: format.integer(at_least),
    high: format.integer(at_most),
  };
}

function lastly(days: number | null | undefined, text: string, { t, format }: Words): string {
  return days == null
    ? text
    : `${text} ${t('audience.words.last_days', { smart_count: days, _: format.integer(days) })}`;
}

function createdWhen(node: Extract<Node, { op: 'created' }>, { t, format }: Words): string {
  const days = node.within_days;
  return [
    days != null && t('audience.words.last_days', { smart_count: days, _: format.integer(days) }),
    node.since && t('audience.words.since', { day: format.day(node.since) }),
    node.until && t('audience.words.until', { day: format.day(node.until) }),
  ]
    .filter(Boolean)
    .join(' ');
}

function boughtWhat(node: Extract<Node, { op: 'bought' }>, { t }: Words): string {
  const products = node.product_ids?.length ?? 0;
  const categories = node.category_ids?.length ?? 0;
  const of = [
    products > 0 && t('audience.words.of_products', { smart_count: products }),
    categories > 0 && t('audience.words.of_categories', { smart_count: categories }),
  ].filter(Boolean);
  return t('audience.words.bought', { some: of.join(` ${t('audience.words.any')} `) });
}

function notOrdered(node: Extract<Node, { op: 'not_ordered' }>, { t, format }: Words): string {
  const text =
    node.for_days != null
      ? t('audience.words.not_ordered_days', { smart_count: node.for_days, _: format.integer(node.for_days) })
      : t('audience.words.not_ordered_since', { day: format.day(node.since) });
  return node.or_never ? `${text} ${t('audience.words.or_never')}` : text;
}
