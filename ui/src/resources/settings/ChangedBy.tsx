import { styled } from '@mui/material/styles';
import { DateTime } from '~/components/DateTime.tsx';
import { useT } from '~/i18n/useT.ts';

export interface ChangedByProps {
  at: string | null;
  by: string | null;
  /** Without room of its own around it. */
  inline?: boolean;
}

/** Who changed it last; nothing where nobody has. */
export function ChangedBy({ at, by, inline = false }: ChangedByProps) {
  const t = useT();
  if (!at || !by || by === 'default') return null;
  return (
    <Note data-inline={inline || undefined}>
      {t('settings.changed_by', { name: by })} <DateTime value={at} relative />
    </Note>
  );
}

const Note = styled('small')(({ theme }) => ({
  display: 'block',
  padding: '8px 16px 12px',
  borderTop: `1px solid ${theme.vars.palette.divider}`,
  fontSize: '0.75rem',
  lineHeight: '17px',
  color: theme.vars.palette.text.secondary,
  overflowWrap: 'anywhere',
  '&[data-inline]': { padding: 0, borderTop: 0 },
}));
