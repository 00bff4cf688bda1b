import Button from '@mui/material/Button';
import { Link } from 'react-router';
import { EmptyState } from '~/components/EmptyState.tsx';
import { useDocumentTitle } from '~/components/Page.tsx';
import { useT } from '~/i18n/useT.ts';

export function NotFound() {
  const t = useT();
  useDocumentTitle(t('frame.not_found.title'));
  return (
    <EmptyState title={t('frame.not_found.title')} text={t('frame.not_found.text')}>
      <Button component={Link} to="/">
        {t('frame.not_found.home')}
      </Button>
    </EmptyState>
  );
}
