import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import FormControlLabel from '@mui/material/FormControlLabel';
import Switch from '@mui/material/Switch';
import { styled } from '@mui/material/styles';
import { useT } from '~/i18n/useT.ts';
import { useRail } from '~/session/useSections.ts';
import { weight } from '~/tokens.ts';
import { useSingleKeys } from './useShortcuts.ts';

export default function HelpDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const { all } = useRail();
  const [on, setOn] = useSingleKeys();
  return (
    <Dialog open onClose={onClose} maxWidth="xs" fullWidth aria-labelledby="help-title">
      <DialogTitle id="help-title">{t('frame.keys.title')}</DialogTitle>
      <DialogContent>
        <FormControlLabel
          sx={{ ml: 0, my: 2, gap: 2 }}
          control={<Switch checked={on} onChange={(_, checked) => setOn(checked)} />}
          label={t('frame.keys.off')}
        />
        <Keys>
          <caption>{t('frame.keys.anywhere')}</caption>
          <tbody>
            <Row keys={['/']} word={t('frame.keys.search')} />
            <Row keys={['?']} word={t('frame.keys.help')} />
            <Row keys={['Esc']} word={t('frame.keys.close')} />
          </tbody>
        </Keys>
        <Keys>
          <caption>{t('frame.keys.go')}</caption>
          <tbody>
            {all.map(
              ({ name, label, shortcut }) =>
                shortcut && <Row key={name} keys={['g', shortcut]} word={t(label)} />,
            )}
          </tbody>
        </Keys>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('action.close')}</Button>
      </DialogActions>
    </Dialog>
  );
}

function Row({ keys, word }: { keys: string[]; word: string }) {
  const t = useT();
  return (
    <tr>
      <th scope="row">{word}</th>
      <td>
        {keys.map((key, i) => (
          <span key={key}>
            {i > 0 && ` ${t('frame.keys.after')} `}
            <kbd>{key}</kbd>
          </span>
        ))}
      </td>
    </tr>
  );
}

const Keys = styled('table')(({ theme }) => ({
  width: '100%',
  borderCollapse: 'collapse',
  fontSize: '0.8125rem',
  lineHeight: '19px',
  '& caption': {
    textAlign: 'left',
    padding: '12px 0 4px',
    color: theme.vars.palette.text.third,
    fontSize: '0.75rem',
  },
  '& th': { textAlign: 'left', fontWeight: weight.regular, padding: '5px 0' },
  '& td': { textAlign: 'right', color: theme.vars.palette.text.secondary },
  '& tr': { borderTop: `1px solid ${theme.vars.palette.divider}` },
  '& kbd': {
    font: 'inherit',
    display: 'inline-block',
    minWidth: 22,
    textAlign: 'center',
    padding: '0 6px',
    border: `1px solid ${theme.vars.palette.divider}`,
    borderRadius: 4,
    backgroundColor: theme.vars.palette.sunken,
    color: theme.vars.palette.text.primary,
  },
}));
