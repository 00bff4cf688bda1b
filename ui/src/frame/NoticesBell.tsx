import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Popover from '@mui/material/Popover';
import { styled } from '@mui/material/styles';
import { Bell } from 'lucide-react';
import { useId, useState } from 'react';
import { Link } from 'react-router';
import { EmptyState } from '~/components/EmptyState.tsx';
import { ErrorState } from '~/components/ErrorState.tsx';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { weight } from '~/tokens.ts';
import { NoticeRow } from './NoticeRow.tsx';
import { useNotices } from './useNotices.ts';

export function NoticesBell() {
  const t = useT();
  const titleId = useId();
  const format = useFormat();
  const { notices, unread, total, error, refetch, readOne, readAll } = useNotices();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const label = unread
    ? t('frame.notices.unread', { smart_count: unread, _: format.integer(unread) })
    : t('frame.notices.label');
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
        {error ? (
          <ErrorState error={error} onRetry={refetch} />
        ) : (
          notices.length === 0 && (
            <EmptyState small title={t('frame.notices.none')} text={t('frame.notices.none_text')} />
          )
        )}
        <List>
          {notices.map((notice) => (
            <NoticeRow
              key={notice.id}
              notice={notice}
              onPick={() => {
                setAnchor(null);
                readOne(notice);
              }}
              onRead={() => readOne(notice)}
            />
          ))}
        </List>
        {total > notices.length && (
          <Foot>
            <Button component={Link} to="/notices" onClick={() => setAnchor(null)} fullWidth>
              {t('frame.notices.all', { count: format.integer(total) })}
            </Button>
          </Foot>
        )}
      </Popover>
    </>
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

const Foot = styled('div')(({ theme }) => ({
  padding: 8,
  borderTop: `1px solid ${theme.vars.palette.divider}`,
}));
