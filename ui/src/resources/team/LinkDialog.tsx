import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useId } from 'react';
import { CopyBox } from '~/components/CopyBox.tsx';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import type { Link } from './roles.ts';

export interface LinkDialogProps {
  title: string;
  /** Said when it went by e-mail. */
  mailed: string;
  /** Said when it is to be handed over by other means. */
  text: string;
  link: Link;
  onClose: () => void;
}

/** A link that lets somebody in: on its way by e-mail, or shown here to be handed over, once. */
export function LinkDialog({ title, mailed, text, link, onClose }: LinkDialogProps) {
  const t = useT();
  const format = useFormat();
  const id = useId();
  return (
    <Dialog open onClose={link.link ? undefined : onClose} maxWidth="sm" fullWidth aria-labelledby={id}>
      <DialogTitle id={id}>{title}</DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 4, fontSize: '0.8125rem', lineHeight: '19px' }}>
        <p style={{ margin: 0 }}>{link.mailed ? mailed : text}</p>
        {link.link && <CopyBox label={t('team.link.label')} text={link.link} />}
        <p style={{ margin: 0, color: 'var(--souk-palette-text-secondary)' }}>
          {t('team.link.until', { at: format.instant(link.expires_at) })}
        </p>
      </DialogContent>
      <DialogActions>
        <Button variant="contained" onClick={onClose}>
          {t('team.link.done')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
