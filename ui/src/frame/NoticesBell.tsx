import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Popover from '@mui/material/Popover';
import { styled } from '@mui/material/styles';
import { Bell } from 'lucide-react';
import { useId, useState } from 'react';
import { Link } from 'react-router';
import type { Notice } from '~/api/types.ts';
import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { useT } from '~/i18n/useT.ts';
import { recordPath } from '~/sections.ts';
import { weight } from '~/tokens.ts';
import { useNotices } from './useNotices.ts';

export function NoticesBell() {
  const t = useT();
  const titleId = useId();
  const { notices, unread, readAll } = useNotices();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const label = unread ? t('frame.notices.unread', { smart_count: unread }) : t('frame.notices.label');
  return (
    <>
      <IconButton
        aria-label={label}
        aria-haspopup="dialog"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <Bell size={18} strokeWidth={1.7} />
        {unread > 0 && <Dot />}
      </IconButton>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
        slotProps={{
          paper: { role: 'dialog', 'aria-labelledby': titleId, sx: { width: 380, maxHeight: 520 } },
        }}
      >
        <Head>
          <h2 id={titleId}>{t('frame.notices.label')}</h2>
          {unread > 0 && (
            <Button variant="text" color="primary" onClick={() => readAll()}>
              {t('frame.notices.read_all')}
            </Button>
          )}
        </Head>
        {notices.length === 0 && (
          <EmptyState small title={t('frame.notices.none')} text={t('frame.notices.none_text')} />
        )}
        <List>
          {notices.map((notice) => (
            <NoticeRow key={notice.id} notice={notice} onPick={() => setAnchor(null)} />
          ))}
        </List>
      </Popover>
    </>
  );
}

function NoticeRow({ notice, onPick }: { notice: Notice; onPick: () => void }) {
  const path = notice.link ?? (notice.subject && recordPath(notice.subject.kind, notice.subject.id));
  return (
    <Row data-unread={!notice.read_at || undefined}>
      <Mark data-tone={notice.tone} aria-hidden="true" />
      <div>
        {path ? (
          <Link to={path} onClick={onPick}>
            {notice.title}
          </Link>
        ) : (
          <b>{notice.title}</b>
        )}
        {notice.text && <p>{notice.text}</p>}
        <DateTime value={notice.created_at} relative />
      </div>
    </Row>
  );
}

const Dot = styled('span')(({ theme }) => ({
  position: 'absolute',
  top: 'calc(50% - 11px)',
  right: 'calc(50% - 11px)',
  width: 8,
  height: 8,
  borderRadius: '50%',
  backgroundColor: theme.vars.palette.bad.text,
  border: `1px solid ${theme.vars.palette.background.default}`,
}));

const Head = styled('div')(({ theme }) => ({
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'space-between',
  minHeight: 48,
  padding: '0 8px 0 16px',
  borderBottom: `1px solid ${theme.vars.palette.divider}`,
  '& > h2': { margin: 0, fontSize: '0.875rem', lineHeight: '20px', fontWeight: weight.strong },
}));

const List = styled('ul')({ listStyle: 'none', margin: 0, padding: 0 });

const Row = styled('li')(({ theme }) => ({
  display: 'flex',
  gap: 10,
  padding: '10px 16px',
  fontSize: '0.8125rem',
  lineHeight: '19px',
  '& + &': { borderTop: `1px solid ${theme.vars.palette.divider}` },
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
  '&[data-tone="warn"]': { backgroundColor: theme.vars.palette.warn.text },
  '&[data-tone="bad"]': { backgroundColor: theme.vars.palette.bad.text },
}));
