import IconButton from '@mui/material/IconButton';
import { styled } from '@mui/material/styles';
import Tooltip from '@mui/material/Tooltip';
import { Check } from 'lucide-react';
import { Link } from 'react-router';
import type { Notice } from '~/api/types.ts';
import { DateTime } from '~/components/DateTime.tsx';
import { useT } from '~/i18n/useT.ts';
import { weight } from '~/tokens.ts';
import { noticePath, noticeWords } from './noticeWords.ts';

export interface NoticeRowProps {
  notice: Notice;
  /** It was followed to what it is about. */
  onPick: () => void;
  /** It was marked as read without following it. */
  onRead: () => void;
}

/** One notice: its tone, what it says, when it came; it leads to what it is about. */
export function NoticeRow({ notice, onPick, onRead }: NoticeRowProps) {
  const t = useT();
  const path = noticePath(notice);
  const { title, text } = noticeWords(notice, t);
  return (
    <Row data-unread={!notice.read_at || undefined}>
      <Mark data-tone={notice.tone} aria-hidden="true" />
      <div>
        {path ? (
          <Link to={path} onClick={onPick}>
            {title}
          </Link>
        ) : (
          <b>{title}</b>
        )}
        {text && <p>{text}</p>}
        <DateTime value={notice.created_at} relative />
      </div>
      {!notice.read_at && (
        <Tooltip title={t('frame.notices.read')}>
          <IconButton size="small" aria-label={t('frame.notices.read_of', { title })} onClick={onRead}>
            <Check size={15} strokeWidth={1.8} />
          </IconButton>
        </Tooltip>
      )}
    </Row>
  );
}

const Row = styled('li')(({ theme }) => ({
  display: 'flex',
  gap: 10,
  padding: '10px 12px 10px 16px',
  fontSize: '0.8125rem',
  lineHeight: '19px',
  '& + &': { borderTop: `1px solid ${theme.vars.palette.divider}` },
  '& > div': { flex: 1, minWidth: 0, overflowWrap: 'anywhere' },
  '& > button': { flex: 'none', marginTop: -4 },
  '& a, & b': { color: theme.vars.palette.text.primary, fontWeight: weight.regular, textDecoration: 'none' },
  '& a:hover': { textDecoration: 'underline' },
  '&[data-unread] a, &[data-unread] b': { fontWeight: weight.strong },
  '& p': { margin: 0, color: theme.vars.palette.text.secondary },
  '& time': { color: theme.vars.palette.text.third, fontSize: '0.75rem' },
}));

const Mark = styled('span')(({ theme }) => ({
  flex: 'none',
  width: 8,
  height: 8,
  marginTop: 6,
  borderRadius: '50%',
  backgroundColor: theme.vars.palette.primary.main,
  '&[data-tone="good"]': { backgroundColor: theme.vars.palette.good.text },
  '&[data-tone="warn"]': { backgroundColor: theme.vars.palette.warn.text },
  '&[data-tone="bad"]': { backgroundColor: theme.vars.palette.bad.text },
}));
