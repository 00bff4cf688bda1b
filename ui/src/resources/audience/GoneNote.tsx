import { styled } from '@mui/material/styles';
import { Link } from 'react-router';
import { DateTime } from '~/components/DateTime.tsx';
import { useT } from '~/i18n/useT.ts';
import { size } from '~/tokens.ts';
import type { WholeContact } from './contact.ts';

/** Why nothing can be done with a contact any more. */
export function GoneNote({ contact }: { contact: WholeContact }) {
  const t = useT();
  return (
    <Note role="status">
      {contact.merged_into_id !== null ? (
        <>
          {t('audience.gone.merged')}{' '}
          <Link to={`/contacts/${contact.merged_into_id}`}>
            {t('audience.contact_no', { id: contact.merged_into_id })}
          </Link>
        </>
      ) : (
        <>
          {t('audience.gone.erased')} <DateTime value={contact.erased_at} />
        </>
      )}
    </Note>
  );
}

const Note = styled('p')(({ theme }) => ({
  margin: 0,
  padding: '10px 14px',
  borderRadius: size.radius,
  backgroundColor: theme.vars.palette.neutralSoft,
  fontSize: '0.8125rem',
  lineHeight: '19px',
}));
