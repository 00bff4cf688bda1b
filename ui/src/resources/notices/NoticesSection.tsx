import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { request } from '~/api/request.ts';
import type { Shape } from '~/api/types.ts';
import { EmptyState } from '~/components/EmptyState.tsx';
import { ErrorState } from '~/components/ErrorState.tsx';
import { FilterBar } from '~/components/list/FilterBar.tsx';
import { Pager } from '~/components/list/Pager.tsx';
import { StatusTabsBar } from '~/components/list/StatusTabs.tsx';
import { useListState } from '~/components/list/useListState.ts';
import { Page } from '~/components/Page.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { Panel } from '~/components/Panel.tsx';
import { NoticeRow } from '~/frame/NoticeRow.tsx';
import { useReading } from '~/frame/useNotices.ts';
import { useT } from '~/i18n/useT.ts';

const UNREAD = 'unread';

/** Every notice there was, read or not. */
export default function NoticesSection() {
  const t = useT();
  const [state, change] = useListState({ sort: '-created_at', filterNames: ['show'] });
  const { readOne, readAll } = useReading();
  const query = { page: state.page, per_page: state.perPage, q: state.q, show: state.filters.show };
  const { data, error, refetch } = useQuery({
    queryKey: ['notices', 'page', query],
    queryFn: ({ signal }) => request<Shape<'NoticePage'>>('GET', 'notices', { query, signal }),
    placeholderData: keepPreviousData,
  });
  const newest = data?.data[0];
  const showsAll = !state.filters.show && !state.q;
  return (
    <Page
      title={t('frame.notices.label')}
      actions={
        data && newest && data.unread > 0 && showsAll && state.page === 1 ? (
          <Button onClick={() => readAll(newest.id)}>{t('frame.notices.read_all')}</Button>
        ) : null
      }
    >
      <StatusTabsBar
        tabs={[{ value: UNREAD, label: t('frame.notices.show_unread') }]}
        counts={data ? [showsAll ? data.total : undefined, data.unread] : []}
        value={state.filters.show ?? ''}
        onChange={(show) => change({ filters: { show } })}
      />
      <FilterBar search={t('list.search')} filters={[]} state={state} onChange={change} />
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <>
          <Panel flush>
            {data.data.length === 0 && (
              <EmptyState title={t('frame.notices.none')} text={t('frame.notices.none_text')} />
            )}
            <Rows>
              {data.data.map((notice) => (
                <NoticeRow
                  key={notice.id}
                  notice={notice}
                  onPick={() => readOne(notice)}
                  onRead={() => readOne(notice)}
                />
              ))}
            </Rows>
          </Panel>
          <Pager page={state.page} perPage={state.perPage} total={data.total} onChange={change} />
        </>
      ) : (
        <PageWait />
      )}
    </Page>
  );
}

const Rows = styled('ul')({ listStyle: 'none', margin: 0, padding: 0 });
