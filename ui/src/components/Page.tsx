import { styled } from '@mui/material/styles';
import { type ReactNode, useEffect } from 'react';
import { Link } from 'react-router';
import { useT } from '~/i18n/useT.ts';
import { weight } from '~/tokens.ts';

export interface Crumb {
  label: string;
  to: string;
}

export interface PageProps {
  title: string;
  /** What stands behind the title in small: a count, a zone, what the figures are. */
  note?: ReactNode;
  /** Beside the title: how it is. */
  chip?: ReactNode;
  /** The way up, outermost first. */
  crumbs?: Crumb[] | undefined;
  actions?: ReactNode;
  children?: ReactNode;
}

/** A page of the console: where I am, what it is, what can be done, and the rest below. */
export function Page({ title, note, chip, crumbs, actions, children }: PageProps) {
  const t = useT();
  useDocumentTitle(title);
  return (
    <>
      <Header>
        {crumbs && crumbs.length > 0 && (
          <nav aria-label={t('frame.where')}>
            {crumbs.map(({ label, to }) => (
              <Link key={to} to={to}>
                {label}
              </Link>
            ))}
          </nav>
        )}
        <Line>
          <h1>{title}</h1>
          {chip}
          {note && <Note>{note}</Note>}
          {actions && <Actions>{actions}</Actions>}
        </Line>
      </Header>
      {children}
    </>
  );
}

export function useDocumentTitle(title: string): void {
  const t = useT();
  const product = t('frame.product');
  useEffect(() => {
    document.title = title ? `${title} · ${product}` : product;
  }, [title, product]);
}

const Header = styled('div')(({ theme }) => ({
  marginBottom: 16,
  '& nav': { display: 'flex', gap: 6, marginBottom: 2, fontSize: '0.8125rem', lineHeight: '19px' },
  '& nav a': { color: theme.vars.palette.text.secondary, textDecoration: 'none' },
  '& nav a:hover': { color: theme.vars.palette.text.primary, textDecoration: 'underline' },
  '& nav a + a::before': {
    content: '"/"',
    marginRight: 6,
    color: theme.vars.palette.text.third,
    display: 'inline-block',
  },
}));

const Line = styled('div')({
  display: 'flex',
  alignItems: 'center',
  flexWrap: 'wrap',
  gap: '8px 12px',
  minHeight: 34,
  '@media (max-width: 599px)': { justifyContent: 'space-between' },
  '& > h1': {
    margin: 0,
    fontSize: '1.375rem',
    lineHeight: '28px',
    fontWeight: weight.strong,
    letterSpacing: '-0.01em',
    overflowWrap: 'anywhere',
  },
});

const Note = styled('span')(({ theme }) => ({
  fontSize: '0.8125rem',
  lineHeight: '19px',
  color: theme.vars.palette.text.secondary,
}));

const Actions = styled('div')({
  display: 'flex',
  flexWrap: 'wrap',
  gap: 8,
  marginLeft: 'auto',
  '@media (max-width: 599px)': { marginLeft: 0 },
});
