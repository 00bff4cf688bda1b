import { useT } from '~/i18n/useT.ts';
import { BoxLine, ChoiceBox, DayBox, NumberBox, SwitchBox } from './boxes.tsx';
import type { FieldsOf, Of } from './conditions.ts';

export function BirthdayFields({ condition, onChange }: FieldsOf<Of<'birthday'>>) {
  const t = useT();
  const within = (['today', 'this_week', 'this_month', 'next_days'] as const).map((value) => ({
    value,
    label: t(`audience.builder.birthday_${value}`),
  }));
  return (
    <BoxLine>
      <ChoiceBox
        label={t('audience.builder.when')}
        value={condition.within}
        choices={within}
        onChange={(value) =>
          onChange({
            op: 'birthday',
            within: value,
            ...(value === 'next_days' && { days: condition.days ?? 14 }),
          })
        }
      />
      {condition.within === 'next_days' && (
        <NumberBox
          label={t('audience.builder.days')}
          value={condition.days}
          min={1}
          max={366}
          onChange={(days) => onChange({ ...condition, days })}
        />
      )}
    </BoxLine>
  );
}

export function CreatedFields({ condition, onChange }: FieldsOf<Of<'created'>>) {
  const t = useT();
  const { within_days, since, until } = condition;
  const mode = since != null || until != null ? 'between' : 'last';
  return (
    <BoxLine>
      <ChoiceBox
        label={t('audience.builder.when')}
        value={mode}
        choices={(['last', 'between'] as const).map((value) => ({
          value,
          label: t(`audience.builder.created_${value}`),
        }))}
        onChange={(value) =>
          onChange(
            value === 'last' ? { op: 'created', within_days: 30 } : { op: 'created', since: '', until: null },
          )
        }
      />
      {mode === 'last' ? (
        <NumberBox
          label={t('audience.builder.days')}
          value={within_days}
          min={1}
          onChange={(days) => onChange({ op: 'created', within_days: days })}
        />
      ) : (
        <>
          <DayBox
            label={t('audience.builder.since')}
            value={since}
            onChange={(day) => onChange({ op: 'created', since: day ?? '', until: until ?? null })}
          />
          <DayBox
            label={t('audience.builder.until')}
            value={until}
            onChange={(day) => onChange({ op: 'created', since: since ?? '', until: day })}
          />
        </>
      )}
    </BoxLine>
  );
}

export function NotOrderedFields({ condition, onChange }: FieldsOf<Of<'not_ordered'>>) {
  const t = useT();
  const { for_days, since, or_never } = condition;
  const mode = since != null ? 'since' : 'days';
  return (
    <BoxLine>
      <ChoiceBox
        label={t('audience.builder.when')}
        value={mode}
        choices={(['days', 'since'] as const).map((value) => ({
          value,
          label: t(`audience.builder.not_ordered_${value}`),
        }))}
        onChange={(value) =>
          onChange({ op: 'not_ordered', or_never, ...(value === 'days' ? { for_days: 90 } : { since: '' }) })
        }
      />
      {mode === 'days' ? (
        <NumberBox
          label={t('audience.builder.days')}
          value={for_days}
          min={1}
          onChange={(days) => onChange({ op: 'not_ordered', or_never, for_days: days })}
        />
      ) : (
        <DayBox
          label={t('audience.builder.since')}
          value={since}
          onChange={(day) => onChange({ op: 'not_ordered', or_never, since: day ?? '' })}
        />
      )}
      <SwitchBox
        label={t('audience.builder.or_never')}
        value={or_never}
        onChange={(next) => onChange({ ...condition, or_never: next })}
      />
    </BoxLine>
  );
}
