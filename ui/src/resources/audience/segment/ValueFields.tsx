import { useT } from '~/i18n/useT.ts';
import { useMe } from '~/session/useMe.ts';
import { BoxLine, ChoiceBox, MoneyBox, NumberBox, SwitchBox, TextBox, WithinDays } from './boxes.tsx';
import type { FieldsOf, Of } from './conditions.ts';

/** The value keeps the type it is typed as: 12 is a number, yes and no are chosen. */
export function AttributeFields({ condition, onChange }: FieldsOf<Of<'attribute'>>) {
  const t = useT();
  const { name, equals } = condition;
  const kind = typeof equals === 'boolean' ? 'flag' : typeof equals === 'number' ? 'number' : 'text';
  const first = { text: '', number: 0, flag: true };
  return (
    <BoxLine>
      <TextBox
        label={t('audience.builder.attribute')}
        value={name}
        onChange={(next) => onChange({ ...condition, name: next })}
      />
      <ChoiceBox
        label={t('audience.builder.kind')}
        value={kind}
        choices={(['text', 'number', 'flag'] as const).map((value) => ({
          value,
          label: t(`audience.builder.kind_${value}`),
        }))}
        onChange={(next) => onChange({ ...condition, equals: first[next] })}
      />
      {typeof equals === 'string' && (
        <TextBox
          label={t('audience.builder.equals')}
          value={equals}
          onChange={(next) => onChange({ ...condition, equals: next })}
        />
      )}
      {typeof equals === 'number' && (
        <NumberBox
          label={t('audience.builder.equals')}
          value={equals}
          onChange={(next) => onChange({ ...condition, equals: next ?? 0 })}
        />
      )}
      {typeof equals === 'boolean' && (
        <SwitchBox
          label={t('list.yes')}
          value={equals}
          onChange={(next) => onChange({ ...condition, equals: next })}
        />
      )}
    </BoxLine>
  );
}

export function OrdersFields({ condition, onChange }: FieldsOf<Of<'orders'>>) {
  const t = useT();
  return (
    <BoxLine>
      <NumberBox
        label={t('audience.builder.at_least')}
        value={condition.at_least}
        onChange={(at_least) => onChange({ ...condition, at_least })}
      />
      <NumberBox
        label={t('audience.builder.at_most')}
        value={condition.at_most}
        onChange={(at_most) => onChange({ ...condition, at_most })}
      />
      <WithinDays
        value={condition.within_days}
        onChange={(within_days) => onChange({ ...condition, within_days })}
      />
    </BoxLine>
  );
}

export function SpentFields({ condition, onChange }: FieldsOf<Of<'spent'>>) {
  const t = useT();
  const currency = useMe().tenant?.currency ?? 'EUR';
  return (
    <BoxLine>
      <MoneyBox
        label={t('audience.builder.at_least')}
        currency={currency}
        value={condition.at_least}
        onChange={(at_least) => onChange({ ...condition, at_least })}
      />
      <MoneyBox
        label={t('audience.builder.at_most')}
        currency={currency}
        value={condition.at_most}
        onChange={(at_most) => onChange({ ...condition, at_most })}
      />
      <WithinDays
        value={condition.within_days}
        onChange={(within_days) => onChange({ ...condition, within_days })}
      />
    </BoxLine>
  );
}
