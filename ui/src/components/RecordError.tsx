import Button from '@mui/material/Button';
import { Link } from 'react-router';
import { asProblem } from '~/api/problem.ts';
import { useT } from '~/i18n/useT.ts';
import { ErrorState } from './ErrorState.tsx';
import { type Crumb, Page } from './Page.tsx';

export interface RecordErrorProps {
  error: unknown;
  /** The list it would be in. */
  list: Crumb;
  onRetry: () => void;
}

/** In place of a record's page: what is not there is looked for in its list, the rest is tried again. */
export function RecordError({ error, list, onRetry }: RecordErrorProps) {
  const t = useT();
  // An address that names no record at all is refused as not valid.
  const missing = [404, 422].includes(asProblem(error).status);
  return (
    <Page title={t(missing ? 'problem.missing_title' : 'problem.title')} crumbs={[list]}>
      <ErrorState error={error} title={null} onRetry={missing ? undefined : onRetry}>
        {missing && (
          <Button component={Link} to={list.to}>
            {t('problem.to_list', { list: list.label })}
          </Button>
        )}
      </ErrorState>
    </Page>
  );
}
