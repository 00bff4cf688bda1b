import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useId } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import { InstantInput } from '~/components/form/DayInput.tsx';
import { SelectInput } from '~/components/form/SelectInput.tsx';
import { TextInput } from '~/components/form/TextInput.tsx';
import { useT } from '~/i18n/useT.ts';
import type { AdCampaign } from './campaign.ts';
import type { TargetingTabProps } from './TargetingTab.tsx';
import { useCampaignActs } from './useCampaignActs.ts';

interface Correction {
  status: AdCampaign['status'];
  at: string;
  why: string;
}

const statuses = ['running', 'paused', 'ended'] as const;

/** Says which status the campaign had from an earlier time on; what was said of the time after is taken back. */
export function HistoryDialog({ campaign, onPast, onClose }: TargetingTabProps & { onClose: () => void }) {
  const t = useT();
  const id = useId();
  const acts = useCampaignActs(campaign, onPast);
  const form = useForm<Correction>({
    defaultValues: {
      status: campaign.status === 'running' ? 'paused' : 'running',
      at: new Date().toISOString(),
      why: '',
    },
  });
  const save = form.handleSubmit(async (correction) => {
    if (await acts.change(correction)) onClose();
  });
  return (
    <Dialog open onClose={acts.busy ? undefined : onClose} maxWidth="xs" fullWidth aria-labelledby={id}>
      <DialogTitle id={id}>{t('ads.history.correct')}</DialogTitle>
      <FormProvider {...form}>
        <form noValidate onSubmit={save}>
          <DialogContent sx={{ display: 'grid', gap: 4 }}>
            <p style={{ margin: 0, fontSize: '0.8125rem', lineHeight: '19px' }}>{t('ads.history.text')}</p>
            <SelectInput
              name="status"
              label={t('ads.field.status')}
              required
              choices={statuses.map((value) => ({ value, label: t(`state.${value}`) }))}
            />
            <InstantInput name="at" label={t('ads.history.since')} required />
            <TextInput name="why" label={t('ads.history.why')} />
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose} disabled={acts.busy}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" variant="contained" disabled={acts.busy}>
              {t('ads.history.verb')}
            </Button>
          </DialogActions>
        </form>
      </FormProvider>
    </Dialog>
  );
}
