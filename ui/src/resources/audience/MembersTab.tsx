import { EmptyState } from '~/components/EmptyState.tsx';
import type { BulkAction } from '~/components/ListPage.tsx';
import { List } from '~/components/list/List.tsx';
import { useT } from '~/i18n/useT.ts';
import type { Contact } from './contact.ts';
import { useContactColumns } from './contactColumns.tsx';
import { useContactActs } from './useContactActs.tsx';
import { useContactFilters } from './useContactFilters.ts';

export interface MembersTabProps {
  /** Which segment or list. */
  always: Record<string, number>;
  /** What can be done with those chosen here only. */
  acts?: BulkAction[];
}

/** The contacts of a segment or a list. */
export function MembersTab({ always, acts = [] }: MembersTabProps) {
  const t = useT();
  const { bulk, dialog } = useContactActs(always);
  return (
    <>
      <List<Contact>
        resource="contacts"
        label={t('audience.tab.members')}
        always={always}
        columns={useContactColumns()}
        defaultSort="-last_order_at"
        search={t('audience.search')}
        filters={useContactFilters(Object.keys(always))}
        rowLink={(row) => `/contacts/${row.id}`}
        bulk={[...acts, ...bulk]}
        exports={{ path: 'audience/contacts/export' }}
        empty={<EmptyState title={t('audience.members_none')} text={t('audience.members_none_text')} />}
      />
      {dialog}
    </>
  );
}
