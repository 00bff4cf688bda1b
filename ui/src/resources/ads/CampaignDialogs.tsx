import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { ConfirmDialog } from '~/components/ConfirmDialog.tsx';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { type AdCampaign, runs } from './campaign.ts';
import type { useCampaignActs } from './useCampaignActs.ts';

export type OpenDialog = 'end' | 'delete' | 'since';

export interface CampaignDialogsProps {
  campaign: AdCampaign;
  acts: ReturnType<typeof useCampaignActs>;
  open: OpenDialog | null;
  onClose: () => void;
}

/** What is asked before a campaign ends, is deleted, or starts later than it was to. */
export function CampaignDialogs({ campaign, acts, open, onClose }: CampaignDialogsProps) {
  const t = useT();
  const format = useFormat();
  const { name } = campaign;
  const facts = [
    { label: t('ads.field.runs'), value: runs(campaign, format, t) },
    { label: t('ads.field.products'), value: format.integer(campaign.products) },
  ];
  if (open === 'end') {
    return (
      <ConfirmDialog
        title={t('ads.end.title', { name })}
        text={t('ads.end.text')}
        facts={facts}
        verb={t('ads.end.verb')}
        danger
        busy={acts.busy}
        onConfirm={() => void acts.change({ status: 'ended' }).then((done) => done && onClose())}
        onClose={onClose}
      />
    );
  }
  if (open === 'delete') {
    return (
      <ConfirmDialog
        title={t('ads.delete.title', { name })}
        text={t('ads.delete.text')}
        facts={facts}
        verb={t('ads.delete.verb')}
        danger
        busy={acts.busy}
        onConfirm={() => void acts.remove()}
        onClose={onClose}
      />
    );
  }
  if (open === 'since') return <SinceWhen acts={acts} onClose={onClose} />;
  return null;
}

function SinceWhen({ acts, onClose }: Pick<CampaignDialogsProps, 'acts' | 'onClose'>) {
  const t = useT();
  const format = useFormat();
  const at = format.instant(acts.sinceWhen);
  const start = (since: 'start' | 'now') =>
    void acts.change({ status: 'running', since }).then((done) => done && onClose());
  return (
    <Dialog
      open
      onClose={acts.busy ? undefined : onClose}
      maxWidth="xs"
      fullWidth
      aria-labelledby="since-title"
      aria-describedby="since-text"
    >
      <DialogTitle id="since-title">{t('ads.since.title')}</DialogTitle>
      <DialogContent>
        <p id="since-text" style={{ margin: 0, fontSize: '0.8125rem', lineHeight: '19px' }}>
          {t('ads.since.text', { at })}
        </p>
      </DialogContent>
      <DialogActions sx={{ flexWrap: 'wrap' }}>
        <Button onClick={onClose} disabled={acts.busy}>
          {t('action.cancel')}
        </Button>
        <Button onClick={() => start('now')} disabled={acts.busy}>
          {t('ads.since.now')}
        </Button>
        <Button variant="contained" onClick={() => start('start')} disabled={acts.busy}>
          {t('ads.since.start', { at })}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
