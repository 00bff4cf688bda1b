import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useDocumentTitle } from '~/components/Page.tsx';
import { AppearanceMenu } from '~/frame/AppearanceMenu.tsx';
import { LanguageMenu } from '~/frame/LanguageMenu.tsx';
import { Logo } from '~/frame/Logo.tsx';
import { useT } from '~/i18n/useT.ts';
import { size, weight } from '~/tokens.ts';

/** The pages outside the frame: one small sheet in the middle. */
export function Entrance({
  title,
  text,
  children,
}: {
  title: string;
  text?: ReactNode;
  children: ReactNode;
}) {
  const t = useT();
  useDocumentTitle(title);
  return (
    <Room>
      <header>
        <Brand>
          <Logo size={26} />
          {t('frame.product')}
        </Brand>
        <span>
          <LanguageMenu />
          <AppearanceMenu />
        </span>
      </header>
      <main>
        <Sheet>
          <h1>{title}</h1>
          {text && <p>{text}</p>}
          {children}
        </Sheet>
      </main>
    </Room>
  );
}

const Room = styled('div')({
  minHeight: '100dvh',
  display: 'grid',
  gridTemplateRows: 'auto 1fr',
  '& > header': {
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'center',
    padding: '10px 16px 10px 24px',
  },
  '& > main': { display: 'grid', justifyItems: 'center', alignItems: 'start', padding: '8vh 16px 48px' },
});

const Brand = styled('span')({
  display: 'inline-flex',
  alignItems: 'center',
  gap: 10,
  fontSize: '1.125rem',
  fontWeight: weight.strong,
});

const Sheet = styled('div')(({ theme }) => ({
  width: '100%',
  maxWidth: 400,
  padding: '28px 28px 32px',
  border: `1px solid ${theme.vars.palette.divider}`,
  borderRadius: size.dialogRadius,
  backgroundColor: theme.vars.palette.background.paper,
  '& > h1': { margin: '0 0 16px', fontSize: '1.375rem', lineHeight: '28px', fontWeight: weight.strong },
  '& > h1 + p': {
    margin: '-10px 0 18px',
    fontSize: '0.8125rem',
    lineHeight: '19px',
    color: theme.vars.palette.text.secondary,
  },
  '@media (max-width: 479px)': { padding: '20px 20px 24px' },
}));
