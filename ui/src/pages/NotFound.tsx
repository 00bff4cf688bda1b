import Button from '@mui/material/Button';
import { Link } from 'react-router';
import { Page } from '~/components/Page.tsx';
import { useT } from '~/i18n/useT.ts';

export function NotFound() {
  const t = useT();
  return (
    <Page title={t('frame.not_found.title')}>
      <p style={{ margin: '0 0 14px' }}>{t('frame.not_found.text')}</p>
      <Button component={Link} to="/">
        {t('frame.not_found.home')}
      </Button>
    </Page>
  );
}
