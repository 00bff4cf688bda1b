import Drawer from '@mui/material/Drawer';
import IconButton from '@mui/material/IconButton';
import { styled } from '@mui/material/styles';
import { X } from 'lucide-react';
import { useId } from 'react';
import { actorWords } from '~/components/actorWords.ts';
import { DateTime } from '~/components/DateTime.tsx';
import { FactList } from '~/components/FactList.tsx';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { weight } from '~/tokens.ts';
import { type AuditEntry, changedFields } from './entry.ts';
import { Subject } from './Subject.tsx';
import { useValueWords } from './useValueWords.ts';
import { actionWords, fieldWords } from './words.ts';

/** One entry whole: who, when, on what, and each field before and after. */
export function AuditDrawer({ entry, onClose }: { entry: AuditEntry; onClose: () => void }) {
  const t = useT();
  const id = useId();
  const names = changedFields(entry);
  const value = useValueWords(entry);
  return (
    <Drawer
      anchor="right"
      open
      onClose={onClose}
      slotProps={{
        paper: { role: 'dialog', 'aria-labelledby': id, sx: { width: 'min(560px, 100vw)' } },
      }}
    >
      <Head>
        <h2 id={id}>{actionWords(entry.action, t)}</h2>
        <IconButton aria-label={t('action.close')} onClick={onClose}>
          <X size={18} strokeWidth={1.7} />
        </IconButton>
      </Head>
      <FactList
        facts={[
          { label: t('audit.on'), value: <Subject entry={entry} /> },
          {
            label: t('audit.who'),
            value: entry.token_id ? t('audit.by_token', { name: entry.actor }) : actorWords(entry.actor, t),
          },
          { label: t('audit.when'), value: <DateTime value={entry.at} /> },
          { label: t('audit.action'), value: <code>{entry.action}</code> },
          { label: t('audit.request'), value: entry.request_id ? <code>{entry.request_id}</code> : MISSING },
        ]}
      />
      {names.length > 0 && (
        <Diff>
          <thead>
            <tr>
              <th scope="col">{t('audit.field_label')}</th>
              {entry.before && <th scope="col">{t('audit.before')}</th>}
              {entry.after && <th scope="col">{t('audit.after')}</th>}
            </tr>
          </thead>
          <tbody>
            {names.map((name) => (
              <tr key={name}>
                <th scope="row">{fieldWords(name, t)}</th>
                {entry.before && <td data-before>{value(name, entry.before[name])}</td>}
                {entry.after && <td>{value(name, entry.after[name])}</td>}
              </tr>
            ))}
          </tbody>
        </Diff>
      )}
    </Drawer>
  );
}

const Head = styled('div')(({ theme }) => ({
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'space-between',
  gap: 12,
  padding: '12px 8px 12px 16px',
  borderBottom: `1px solid ${theme.vars.palette.divider}`,
  '& > h2': { margin: 0, fontSize: '1rem', lineHeight: '22px', fontWeight: weight.strong },
}));

const Diff = styled('table')(({ theme }) => ({
  width: '100%',
  marginTop: 8,
  borderCollapse: 'collapse',
  tableLayout: 'fixed',
  fontSize: '0.8125rem',
  lineHeight: '19px',
  '& th, & td': {
    padding: '7px 16px',
    textAlign: 'left',
    verticalAlign: 'top',
    fontWeight: weight.regular,
    overflowWrap: 'anywhere',
    whiteSpace: 'pre-wrap',
    borderTop: `1px solid ${theme.vars.palette.divider}`,
  },
  '& thead th': { fontWeight: weight.medium, color: theme.vars.palette.text.secondary },
  '& tbody th': { color: theme.vars.palette.text.secondary },
  '& [data-before]': { color: theme.vars.palette.text.secondary },
}));
