import { styled } from '@mui/material/styles';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { asProblem } from '~/api/problem.ts';
import { request } from '~/api/request.ts';
import type { Shape } from '~/api/types.ts';
import { Panel } from '~/components/Panel.tsx';
import { problemWords } from '~/components/problemWords.ts';
import { useRested } from '~/components/useRested.ts';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { weight } from '~/tokens.ts';
import { contactName } from '../contact.ts';
import { isComplete, type Node } from './conditions.ts';

const PAUSE_MS = 350;

/** How many contacts a definition holds for now, and a few of them; asked anew when the typing pauses. */
export function SegmentPreview({ definition }: { definition: Node }) {
  const t = useT();
  const format = useFormat();
  const asked = useRested(JSON.stringify(definition), PAUSE_MS);
  const node = JSON.parse(asked) as Node;
  const complete = isComplete(node);
  const { data, error, isFetching } = useQuery({
    queryKey: ['contacts', 'segment-preview', asked],
    queryFn: ({ signal }) =>
      request<Shape<'SegmentCount'>>('POST', 'audience/segments/count', {
        body: { definition: node },
        signal,
      }),
    enabled: complete,
    placeholderData: keepPreviousData,
  });
  const stale = !complete || isFetching;
  return (
    <Panel title={t('audience.preview.title')}>
      <Figures aria-busy={stale} data-stale={stale || undefined} role="status">
        <div>
          <b>{format.integer(data?.contacts)}</b>
          <span>{t('audience.preview.contacts', { smart_count: data?.contacts ?? 0 })}</span>
        </div>
        <div>
          <b>{format.integer(data?.with_consent)}</b>
          <span>{t('audience.preview.textable')}</span>
        </div>
      </Figures>
      {!complete && <Note>{t('audience.builder.incomplete')}</Note>}
      {complete && error && <Note role="alert">{problemWords(asProblem(error), t)}</Note>}
      {complete && !error && data && data.sample.length > 0 && (
        <>
          <Note>{t('audience.preview.some')}</Note>
          <Sample>
            {data.sample.map((contact) => (
              <li key={contact.id}>
                <Link to={`/contacts/${contact.id}`} target="_blank" rel="noopener">
                  {contactName(contact, t)}
                </Link>
                <span>{contact.email ?? contact.phone ?? MISSING}</span>
              </li>
            ))}
          </Sample>
        </>
      )}
    </Panel>
  );
}

const Figures = styled('div')(({ theme }) => ({
  display: 'flex',
  gap: 32,
  '&[data-stale]': { opacity: 0.55 },
  '& > div': { display: 'grid' },
  '& b': { fontSize: '1.375rem', lineHeight: '28px', fontWeight: weight.strong, letterSpacing: '-0.01em' },
  '& span': { fontSize: '0.75rem', lineHeight: '17px', color: theme.vars.palette.text.secondary },
}));

const Note = styled('p')(({ theme }) => ({
  margin: '12px 0 0',
  fontSize: '0.75rem',
  lineHeight: '17px',
  color: theme.vars.palette.text.secondary,
}));

const Sample = styled('ul')(({ theme }) => ({
  listStyle: 'none',
  margin: '4px 0 0',
  padding: 0,
  fontSize: '0.8125rem',
  lineHeight: '19px',
  '& li': {
    display: 'flex',
    justifyContent: 'space-between',
    gap: 12,
    padding: '5px 0',
    borderTop: `1px solid ${theme.vars.palette.divider}`,
  },
  '& li:first-of-type': { borderTop: 0 },
  '& a': { color: 'inherit', flex: 'none', maxWidth: '60%' },
  '& span': {
    color: theme.vars.palette.text.secondary,
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
}));
