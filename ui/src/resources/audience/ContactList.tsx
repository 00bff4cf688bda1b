import Button from '@mui/material/Button';
import { FileUp, Plus } from 'lucide-react';
import { Link } from 'react-router';
import { EmptyState } from '~/components/EmptyState.tsx';
import { ListPage } from '~/components/ListPage.tsx';
import { useT } from '~/i18n/useT.ts';
import { useCan } from '~/session/useMe.ts';
import type { Contact } from './contact.ts';
import { useContactColumns } from './contactColumns.tsx';
import { useContactActs } from './useContactActs.tsx';
import { useContactFilters } from './useContactFilters.ts';

/** Everybody the shop knows. */
export function ContactList() {
  const t = useT();
  const { bulk, dialog } = useContactActs();
  const filters = useContactFilters();
  return (
    <>
      <ListPage<Contact>
        resource="contacts"
        title={t('frame.nav.contacts')}
        columns={useContactColumns()}
        defaultSort="-last_order_at"
        search={t('audience.search')}
        filters={filters}
        rowLink={(row) => `/contacts/${row.id}`}
        bulk={bulk}
        exports={{ path: 'audience/contacts/export' }}
        actions={<Actions />}
        empty={
          <EmptyState title={t('audience.none')} text={t('audience.none_text')}>
            <Actions />
          </EmptyState>
        }
      />
      {dialog}
    </>
  );
}

function Actions() {
  const t = useT();
  const creates = useCan('audience.create');
  const imports = useCan('imports.create');
  return (
    <>
      <Button component={Link} to="/contacts/duplicates" variant="text">
        {t('audience.duplicates.title')}
      </Button>
      {imports && creates && (
        <Button component={Link} to="/contacts/import" startIcon={<FileUp size={16} strokeWidth={1.7} />}>
          {t('audience.import')}
        </Button>
      )}
      {creates && (
        <Button
          component={Link}
          to="/contacts/new"
          variant="contained"
          startIcon={<Plus size={16} strokeWidth={2} />}
        >
          {t('audience.new')}
        </Button>
      )}
    </>
  );
}
