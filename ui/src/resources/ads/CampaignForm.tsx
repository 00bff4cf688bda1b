import { useFormContext, useWatch } from 'react-hook-form';
import type { Money } from '~/api/types.ts';
import { InstantInput } from '~/components/form/DayInput.tsx';
import { MoneyField } from '~/components/form/MoneyField.tsx';
import { FieldRow, RecordForm } from '~/components/form/RecordForm.tsx';
import { SelectInput } from '~/components/form/SelectInput.tsx';
import { TextInput } from '~/components/form/TextInput.tsx';
import { useT } from '~/i18n/useT.ts';
import { useFormat, useMe } from '~/session/useMe.ts';
import { dayIn, dayStart } from '~/zone.ts';
import type { AdCampaign } from './campaign.ts';
import { platforms } from './platforms.ts';

interface CampaignValues {
  name: string;
  platform: string;
  external_id: string | null;
  starts_at: string;
  ends_at: string | null;
  budget_type: 'daily' | 'lifetime' | null;
  budget_amount: Money | null;
  notes: string;
}

export interface CampaignFormProps {
  campaign?: AdCampaign;
  onSaved: (campaign: AdCampaign) => void;
  onCancel: () => void;
}

export function CampaignForm({ campaign, onSaved, onCancel }: CampaignFormProps) {
  const t = useT();
  const { timeZone } = useFormat();
  return (
    <RecordForm<CampaignValues, AdCampaign>
      resource="ad-campaigns"
      {...(campaign && { record: campaign })}
      defaults={{
        name: '',
        platform: 'facebook',
        external_id: null,
        starts_at: dayStart(dayIn(timeZone), timeZone),
        ends_at: null,
        budget_type: null,
        budget_amount: null,
        notes: '',
      }}
      fromRecord={fromCampaign}
      toApi={toApi}
      verb={t(campaign ? 'action.save' : 'ads.create')}
      onSaved={onSaved}
      onCancel={onCancel}
    >
      <CampaignFields past={campaign !== undefined} />
    </RecordForm>
  );
}

function CampaignFields({ past }: { past: boolean }) {
  const t = useT();
  const currency = useMe().tenant?.currency ?? 'EUR';
  const { control } = useFormContext<CampaignValues>();
  const budgetType = useWatch({ control, name: 'budget_type' });
  return (
    <>
      <TextInput name="name" label={t('ads.field.name')} required autoFocus />
      <FieldRow>
        <SelectInput
          name="platform"
          label={t('ads.field.platform')}
          required
          choices={platforms.map((value) => ({ value, label: t(`ads.platform.${value}`) }))}
        />
        <TextInput name="external_id" label={t('ads.field.external_id')} hint={t('ads.hint.external_id')} />
      </FieldRow>
      <FieldRow>
        <InstantInput name="starts_at" label={t('ads.field.starts_at')} required />
        <InstantInput name="ends_at" label={t('ads.field.ends_at')} hint={t('ads.hint.ends_at')} />
      </FieldRow>
      {past && <p style={{ margin: 0, fontSize: '0.8125rem', lineHeight: '19px' }}>{t('ads.hint.past')}</p>}
      <FieldRow>
        <SelectInput
          name="budget_type"
          label={t('ads.field.budget_type')}
          choices={(['daily', 'lifetime'] as const).map((value) => ({
            value,
            label: t(`ads.budget_type.${value}`),
          }))}
        />
        <MoneyField
          name="budget_amount"
          label={t('ads.field.budget')}
          currency={currency}
          required={budgetType !== null}
          disabled={budgetType === null}
        />
      </FieldRow>
      <TextInput name="notes" label={t('ads.field.notes')} rows={3} />
    </>
  );
}

function fromCampaign(campaign: AdCampaign): CampaignValues {
  const { name, platform, external_id, starts_at, ends_at, budget_type, budget, notes } = campaign;
  return { name, platform, external_id, starts_at, ends_at, budget_type, budget_amount: budget, notes };
}

function toApi({ budget_type: type, budget_amount: budget, ...values }: CampaignValues) {
  return {
    ...values,
    external_id: values.external_id || null,
    budget: type && budget ? { type, amount: budget.amount } : null,
  };
}
