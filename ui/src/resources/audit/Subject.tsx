import { styled } from '@mui/material/styles';
import { Link } from 'react-router';
import { useT } from '~/i18n/useT.ts';
import { recordPath } from '~/sections.ts';
import type { AuditEntry } from './entry.ts';
import { kindWords } from './words.ts';

/** What it was done to, and the way there while it exists. */
export function Subject({ entry }: { entry: AuditEntry }) {
  const t = useT();
  const { subject_kind: kind, subject_id: id, subject } = entry;
  const gone = entry.action.endsWith('.deleted') || entry.action.endsWith('.erased');
  const path = gone ? null : recordPath(kind, id);
  const name = subject || id;
  return (
    <span style={{ overflowWrap: 'anywhere' }}>
      <Kind>{kindWords(kind, t)}</Kind> {path ? <Link to={path}>{name}</Link> : name}
    </span>
  );
}

const Kind = styled('span')(({ theme }) => ({ color: theme.vars.palette.text.secondary }));
