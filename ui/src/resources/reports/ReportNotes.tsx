import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { Link } from 'react-router';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { size } from '~/tokens.ts';
import { askedLink, type Question } from './question.ts';

/** Says that a report is read in the past, and the ways back and to what has changed since. */
export function AsOfNote({ question }: { question: Question }) {
  const t = useT();
  const format = useFormat();
  const { asOf, search } = question;
  if (asOf === null) return null;
  return (
    <Note role="status">
      <span>{t('reports.as_of.note', { at: format.instant(asOf) })}</span>
      <Button variant="text" color="primary" onClick={() => question.set('as_of', null)}>
        {t('reports.as_of.now')}
      </Button>
      <Button
        variant="text"
        color="primary"
        component={Link}
        to={askedLink('/leaderboard/changes', search, { earlier: asOf })}
      >
        {t('reports.as_of.changes')}
      </Button>
    </Note>
  );
}

const Note = styled('div')(({ theme }) => ({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: '2px 8px',
  marginBottom: 16,
  padding: '4px 8px 4px 14px',
  borderRadius: size.radius,
  backgroundColor: theme.vars.palette.warn.soft,
  color: theme.vars.palette.warn.text,
  fontSize: '0.8125rem',
  lineHeight: '19px',
}));

/** What stands under a table in small. */
export const Footnote = styled('p')(({ theme }) => ({
  margin: '8px 0 0',
  fontSize: '0.75rem',
  lineHeight: '17px',
  color: theme.vars.palette.text.secondary,
  '& a': { color: 'inherit' },
}));
