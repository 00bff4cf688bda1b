import Button from '@mui/material/Button';
import { Plus } from 'lucide-react';
import { Link } from 'react-router';
import { Clipped } from '~/components/Clipped.tsx';
import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { List } from '~/components/list/List.tsx';
import { Page } from '~/components/Page.tsx';
import { useT } from '~/i18n/useT.ts';
import { useCan, useFormat } from '~/session/useMe.ts';
import { CountLink } from '../CountLink.tsx';
import { GroupTabs } from '../GroupTabs.tsx';
import { type Segment, useContactLists, useSegmentSizes, useSegments } from '../useAudience.ts';
import { definitionSentence } from './conditionWords.ts';

/** Every segment, with how many it holds now. */
export function SegmentList() {
  const t = useT();
  const format = useFormat();
  const creates = useCan('audience.create');
  const lists = new Map(useContactLists().map(({ id, name }) => [id, name]));
  const sizes = useSegmentSizes(useSegments().map(({ id }) => id));
  const add = creates && (
    <Button
      component={Link}
      to="/segments/new"
      variant="contained"
      startIcon={<Plus size={16} strokeWidth={2} />}
    >
      {t('audience.segments.new')}
    </Button>
  );
  return (
    <Page title={t('frame.nav.segments')} actions={add}>
      <GroupTabs open="segments" />
      <List<Segment>
        resource="segments"
        label={t('frame.nav.segments')}
        defaultSort="name"
        search={t('audience.segments.search')}
        rowLink={({ id }) => `/segments/${id}`}
        columns={[
          {
            name: 'name',
            label: t('audience.field.group_name'),
            main: true,
            width: 260,
            render: (row) => <Link to={`/segments/${row.id}`}>{row.name}</Link>,
          },
          {
            name: 'definition',
            label: t('audience.builder.title'),
            sortable: false,
            minWidth: 280,
            render: (row) => <Clipped text={definitionSentence(row.definition, { t, format, lists })} />,
          },
          {
            name: 'contacts',
            label: t('frame.nav.contacts'),
            numeric: true,
            sortable: false,
            width: 110,
            render: (row) => (
              <CountLink to={`/contacts?segment_id=${row.id}`}>
                {format.integer(sizes.get(row.id)?.contacts)}
              </CountLink>
            ),
          },
          {
            name: 'with_consent',
            label: t('audience.preview.textable'),
            numeric: true,
            sortable: false,
            width: 130,
            render: (row) => (
              <CountLink to={`/contacts?segment_id=${row.id}&sms_consent=granted&has_phone=true`}>
                {format.integer(sizes.get(row.id)?.with_consent)}
              </CountLink>
            ),
          },
          {
            name: 'updated_at',
            label: t('audience.field.changed'),
            width: 150,
            render: (row) => <DateTime value={row.updated_at} relative />,
          },
        ]}
        empty={
          <EmptyState title={t('audience.segments.none')} text={t('audience.segments.none_text')}>
            {add}
          </EmptyState>
        }
      />
    </Page>
  );
}
