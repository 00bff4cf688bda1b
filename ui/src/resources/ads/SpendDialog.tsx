import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useId, useState } from 'react';
import { FormProvider, useForm, useWatch } from 'react-hook-form';
import { asProblem, type Problem } from '~/api/problem.ts';
import type { Money, Shape } from '~/api/types.ts';
import { DayInput } from '~/components/form/DayInput.tsx';
import { FormProblem } from '~/components/form/FormProblem.tsx';
import { MoneyField } from '~/components/form/MoneyField.tsx';
import { NumberInput } from '~/components/form/NumberInput.tsx';
import { FieldRow } from '~/components/form/RecordForm.tsx';
import { TextInput } from '~/components/form/TextInput.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat, useMe } from '~/session/useMe.ts';
import { dayIn } from '~/zone.ts';
import type { AdCampaign } from './campaign.ts';
import type { SpendRow } from './SpendTab.tsx';

interface SpendValues {
  day: string;
  amount: Money | null;
  currency: string;
  impressions: number | null;
  clicks: number | null;
}

export interface SpendDialogProps {
  campaign: AdCampaign;
  /** The day that is corrected; null for one that is entered. */
  row: SpendRow | null;
  onClose: () => void;
}

/** A day's spend as the API takes it. */
export function spendDay({
  day,
  amount,
  impressions,
  clicks,
}: Pick<SpendRow, 'day' | 'amount' | 'impressions' | 'clicks'>) {
  return { day, amount: amount.amount, currency: amount.currency, impressions, clicks };
}

/** What the campaign cost on a day; what was known of the day is replaced. */
export function SpendDialog({ campaign, row, onClose }: SpendDialogProps) {
  const t = useT();
  const format = useFormat();
  const id = useId();
  const home = useMe().tenant?.currency ?? 'EUR';
  const [problem, setProblem] = useState<Problem | null>(null);
  const { act, busy } = useAct<Shape<'SpendResult'>>();
  const form = useForm<SpendValues>({
    defaultValues: {
      day: row?.day ?? dayIn(format.timeZone),
      amount: row?.amount ?? null,
      currency: row?.amount.currency ?? home,
      impressions: row?.impressions ?? null,
      clicks: row?.clicks ?? null,
    },
  });
  const typed = useWatch({ control: form.control, name: 'currency' });
  const currency = /^[A-Za-z]{3}$/.test(typed) ? typed.toUpperCase() : home;

  const save = form.handleSubmit(async ({ day, amount, impressions, clicks }) => {
    if (!amount) return;
    setProblem(null);
    const entered = { day, amount: { ...amount, currency }, impressions, clicks };
    try {
      await act({
        method: 'PUT',
        path: `attribution/ad-campaigns/${campaign.id}/spend`,
        body: { days: [spendDay(entered)] },
        done: t('ads.spend.saved', { day: format.day(day) }),
        refresh: ['ad-spend', 'report'],
        answers: ['invalid'],
      });
      onClose();
    } catch (thrown) {
      const refusal = asProblem(thrown);
      if (refusal.code !== 'invalid') return;
      for (const { field, message } of refusal.fields) {
        const name = field.split('.').at(-1);
        if (name && name in form.getValues()) form.setError(name as keyof SpendValues, { message });
      }
      setProblem(refusal);
    }
  });

  return (
    <Dialog open onClose={busy ? undefined : onClose} maxWidth="xs" fullWidth aria-labelledby={id}>
      <DialogTitle id={id}>
        {row ? t('ads.spend.edit_day', { day: format.day(row.day) }) : t('ads.spend.enter')}
      </DialogTitle>
      <FormProvider {...form}>
        <form noValidate onSubmit={save}>
          <DialogContent sx={{ display: 'grid', gap: 4 }}>
            <FieldRow>
              <DayInput name="day" label={t('chart.day')} required disabled={row !== null} />
              <TextInput name="currency" label={t('ads.field.currency')} required />
            </FieldRow>
            <MoneyField
              key={currency}
              name="amount"
              label={t('ads.field.amount')}
              currency={currency}
              required
              hint={t('ads.spend.replaces')}
            />
            <FieldRow>
              <NumberInput name="impressions" label={t('ads.field.impressions')} min={0} />
              <NumberInput name="clicks" label={t('ads.field.clicks')} min={0} />
            </FieldRow>
            <FormProblem problem={problem} />
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose} disabled={busy}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" variant="contained" disabled={busy}>
              {t('ads.spend.verb')}
            </Button>
          </DialogActions>
        </form>
      </FormProvider>
    </Dialog>
  );
}
