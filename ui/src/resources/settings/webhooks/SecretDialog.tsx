import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useId } from 'react';
import { CopyBox } from '~/components/CopyBox.tsx';
import { useT } from '~/i18n/useT.ts';

/** The secret that messages are signed with, seen this once. */
export function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  const t = useT();
  const id = useId();
  return (
    <Dialog open maxWidth="sm" fullWidth aria-labelledby={id}>
      <DialogTitle id={id}>{t('settings.webhook.secret_title')}</DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 4, fontSize: '0.8125rem', lineHeight: '19px' }}>
        <p style={{ margin: 0 }}>{t('settings.webhook.secret_text')}</p>
        <CopyBox label={t('settings.webhook.secret')} text={secret} />
      </DialogContent>
      <DialogActions>
        <Button variant="contained" onClick={onClose}>
          {t('settings.webhook.secret_kept')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
