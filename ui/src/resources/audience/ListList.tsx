import Button from '@mui/material/Button';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { actorWords } from '~/components/actorWords.ts';
import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { List } from '~/components/list/List.tsx';
import { Page } from '~/components/Page.tsx';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { useCan, useFormat } from '~/session/useMe.ts';
import { CountLink } from './CountLink.tsx';
import { GroupTabs } from './GroupTabs.tsx';
import { ListDialog } from './ListDialog.tsx';
import type { ContactGroup } from './useAudience.ts';

/** Lists hold who was picked by hand or brought by a file. */
export default function ListList() {
  const t = useT();
  const format = useFormat();
  const navigate = useNavigate();
  const creates = useCan('audience.create');
  const [making, setMaking] = useState(false);
  const add = creates && (
    <Button
      variant="contained"
      startIcon={<Plus size={16} strokeWidth={2} />}
      onClick={() => setMaking(true)}
    >
      {t('audience.lists.new')}
    </Button>
  );
  return (
    <Page title={t('audience.lists.title')} actions={add}>
      <GroupTabs open="lists" />
      <List<ContactGroup>
        resource="contact-lists"
        label={t('audience.lists.title')}
        defaultSort="name"
        search={t('audience.lists.search')}
        rowLink={({ id }) => `/segments/lists/${id}`}
        columns={[
          {
            name: 'name',
            label: t('audience.field.group_name'),
            main: true,
            render: (row) => <Link to={`/segments/lists/${row.id}`}>{row.name}</Link>,
          },
          {
            name: 'description',
            label: t('audience.field.description'),
            sortable: false,
            minWidth: 200,
            render: (row) => row.description || MISSING,
          },
          {
            name: 'contacts',
            label: t('frame.nav.contacts'),
            numeric: true,
            sortable: false,
            width: 110,
            render: (row) => (
              <CountLink to={`/contacts?list_id=${row.id}`}>{format.integer(row.contacts)}</CountLink>
            ),
          },
          {
            name: 'created_by',
            label: t('audience.field.created_by'),
            sortable: false,
            width: 200,
            render: (row) => actorWords(row.created_by, t),
          },
          {
            name: 'updated_at',
            label: t('audience.field.changed'),
            width: 150,
            render: (row) => <DateTime value={row.updated_at} relative />,
          },
        ]}
        empty={
          <EmptyState title={t('audience.lists.none')} text={t('audience.lists.none_text')}>
            {add}
          </EmptyState>
        }
      />
      {making && (
        <ListDialog
          onClose={() => setMaking(false)}
          onSaved={({ id }) => {
            setMaking(false);
            navigate(`/segments/lists/${id}`);
          }}
        />
      )}
    </Page>
  );
}
