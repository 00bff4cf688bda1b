import { NumberInput } from '~/components/form/NumberInput.tsx';
import { FieldRow } from '~/components/form/RecordForm.tsx';
import { SwitchInput } from '~/components/form/SwitchInput.tsx';
import { useT } from '~/i18n/useT.ts';
import { StatusesInput } from './StatusesInput.tsx';

/** Which sales count, and what reports begin with. */
export function SalesFields() {
  const t = useT();
  return (
    <>
      <StatusesInput
        name="countable_statuses"
        label={t('settings.field.countable_statuses')}
        hint={t('settings.hint.countable_statuses')}
      />
      <FieldRow>
        <NumberInput
          name="lookback_days"
          label={t('settings.field.lookback_days')}
          hint={t('settings.hint.lookback_days')}
          unit={t('settings.days')}
          min={1}
          max={365}
          required
        />
        <NumberInput
          name="half_life_days"
          label={t('settings.field.half_life_days')}
          hint={t('settings.hint.half_life_days')}
          unit={t('settings.days')}
          min={1}
          max={365}
          required
        />
      </FieldRow>
    </>
  );
}

/** How prices are meant. */
export function PricesFields() {
  const t = useT();
  return (
    <SwitchInput
      name="prices_include_tax"
      label={t('settings.field.prices_include_tax')}
      hint={t('settings.hint.prices_include_tax')}
    />
  );
}

/** How people come in. */
export function SecurityFields() {
  const t = useT();
  return (
    <>
      <SwitchInput
        name="totp_required"
        label={t('settings.field.totp_required')}
        hint={t('settings.hint.totp_required')}
      />
      <FieldRow>
        <NumberInput
          name="session_days"
          label={t('settings.field.session_days')}
          hint={t('settings.hint.session_days')}
          unit={t('settings.days')}
          min={1}
          max={90}
          required
        />
      </FieldRow>
    </>
  );
}

/** How long what is not a ledger is kept. */
export function RetentionFields() {
  const t = useT();
  return (
    <FieldRow>
      <NumberInput
        name="webhook_body_days"
        label={t('settings.field.webhook_body_days')}
        unit={t('settings.days')}
        min={1}
        max={400}
        required
      />
      <NumberInput
        name="raw_order_days"
        label={t('settings.field.raw_order_days')}
        hint={t('settings.hint.raw_order_days')}
        unit={t('settings.days')}
        min={1}
        max={4000}
        required
      />
    </FieldRow>
  );
}
