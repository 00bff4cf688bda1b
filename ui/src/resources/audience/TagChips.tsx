import { styled } from '@mui/material/styles';
import { Link } from 'react-router';
import { useT } from '~/i18n/useT.ts';

/** Tags, each leading to the contacts that have it. */
export function TagChips({ tags }: { tags: string[] }) {
  const t = useT();
  return (
    <Line aria-label={t('audience.field.tags')}>
      {tags.map((tag) => (
        <li key={tag}>
          <Link to={`/contacts?tag=${encodeURIComponent(tag)}`}>{tag}</Link>
        </li>
      ))}
    </Line>
  );
}

const Line = styled('ul')(({ theme }) => ({
  display: 'flex',
  flexWrap: 'wrap',
  gap: 4,
  margin: 0,
  padding: 0,
  listStyle: 'none',
  minWidth: 0,
  '& a': {
    display: 'block',
    padding: '1px 7px',
    borderRadius: 4,
    backgroundColor: theme.vars.palette.neutralSoft,
    fontSize: '0.75rem',
    lineHeight: '18px',
    color: theme.vars.palette.text.primary,
    textDecoration: 'none',
    overflowWrap: 'anywhere',
  },
  '& a:hover': { textDecoration: 'underline' },
}));
