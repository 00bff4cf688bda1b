import Button from '@mui/material/Button';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { asProblem } from '~/api/problem.ts';
import { useT } from '~/i18n/useT.ts';
import { ErrorState } from './ErrorState.tsx';
import { type Crumb, Page } from './Page.tsx';
import { PageWait } from './PageWait.tsx';

export interface RecordPageProps<R> {
  /** What was asked of the server. */
  found: { data?: R | undefined; error: unknown; refetch: () => unknown };
  /** The list it would be in. */
  list: Crumb;
  children: (record: R) => ReactNode;
}

/** A record's page: it is waited for; what is not there is looked for in its list, the rest is tried again. */
export function RecordPage<R>({ found, list, children }: RecordPageProps<R>) {
  const { data, error, refetch } = found;
  if (error) return <NoRecord error={error} list={list} onRetry={() => void refetch()} />;
  return data === undefined ? <PageWait /> : children(data);
}

interface NoRecordProps {
  error: unknown;
  list: Crumb;
  onRetry: () => void;
}

function NoRecord({ error, list, onRetry }: NoRecordProps) {
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
