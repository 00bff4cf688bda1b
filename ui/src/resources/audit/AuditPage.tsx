import { useState } from 'react';
import { actorWords } from '~/components/actorWords.ts';
import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { ErrorState } from '~/components/ErrorState.tsx';
import { ExportButton } from '~/components/ExportButton.tsx';
import { FilterBar } from '~/components/list/FilterBar.tsx';
import { MoreButton } from '~/components/list/MoreButton.tsx';
import { useCursorRows } from '~/components/list/useCursorRows.ts';
import { useListState } from '~/components/list/useListState.ts';
import { Page } from '~/components/Page.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { Panel } from '~/components/Panel.tsx';
import { ReportTable } from '~/components/ReportTable.tsx';
import { TextButton } from '~/components/TextButton.tsx';
import { useT } from '~/i18n/useT.ts';
import { AuditDrawer } from './AuditDrawer.tsx';
import { type AuditEntry, changedFields } from './entry.ts';
import { Subject } from './Subject.tsx';
import { useAuditFilters } from './useAuditFilters.ts';
import { actionWords, fieldWords } from './words.ts';

/** Who did what to what, the newest first; each entry opens with what it was before and is after. */
export default function AuditPage() {
  const t = useT();
  const { filters, names, toQuery } = useAuditFilters();
  const [state, change] = useListState({ sort: '', filterNames: names });
  const [open, setOpen] = useState<AuditEntry | null>(null);
  const query = toQuery(state);
  const { rows, error, isPending, refetch, more } = useCursorRows<AuditEntry>('audit', query);
  return (
    <Page title={t('frame.nav.audit')}>
      <FilterBar search={t('audit.search')} filters={filters} state={state} onChange={change}>
        <ExportButton path="audit/export" query={query} />
      </FilterBar>
      {error ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : isPending ? (
        <PageWait />
      ) : rows.length === 0 ? (
        <Panel>
          <EmptyState title={t('list.no_match')} text={t('list.no_match_text')} />
        </Panel>
      ) : (
        <>
          <ReportTable<AuditEntry>
            label={t('frame.nav.audit')}
            rows={rows}
            columns={[
              {
                name: 'action',
                label: t('audit.what'),
                main: true,
                render: (row) => (
                  <TextButton type="button" onClick={() => setOpen(row)}>
                    {actionWords(row.action, t)}
                  </TextButton>
                ),
              },
              { name: 'subject', label: t('audit.on'), render: (row) => <Subject entry={row} /> },
              {
                name: 'changes',
                label: t('audit.changed'),
                render: (row) => <Changed names={changedFields(row)} />,
              },
              { name: 'actor', label: t('audit.who'), render: (row) => actorWords(row.actor, t) },
              {
                name: 'at',
                label: t('audit.when'),
                width: 140,
                render: (row) => <DateTime value={row.at} relative />,
              },
            ]}
          />
          <MoreButton more={more} />
        </>
      )}
      {open && <AuditDrawer entry={open} onClose={() => setOpen(null)} />}
    </Page>
  );
}

const NAMED_MOST = 3;

/** The first few of the fields that differ; the rest by their number. */
function Changed({ names }: { names: string[] }) {
  const t = useT();
  if (names.length === 0) return null;
  const named = names.slice(0, NAMED_MOST).map((name) => fieldWords(name, t));
  const rest = names.length - named.length;
  return (
    <span style={{ overflowWrap: 'anywhere' }}>
      {named.join(', ')}
      {rest > 0 && ` ${t('audit.and_more', { count: rest })}`}
    </span>
  );
}
