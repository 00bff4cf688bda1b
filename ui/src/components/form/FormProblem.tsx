import { styled } from '@mui/material/styles';
import type { Problem } from '~/api/problem.ts';
import { useT } from '~/i18n/useT.ts';
import { size } from '~/tokens.ts';
import { problemWords } from '../problemWords.ts';

/** Why a form was refused, above its buttons; the fields have their own words. */
export function FormProblem({ problem }: { problem: Problem | null }) {
  const t = useT();
  return (
    <Place role="alert">
      {problem && (
        <Note>
          {problemWords(problem, t)}
          {problem.requestId && <small>{t('problem.request', { id: problem.requestId })}</small>}
        </Note>
      )}
    </Place>
  );
}

const Place = styled('div')({ '&:empty': { display: 'none' } });

const Note = styled('p')(({ theme }) => ({
  margin: 0,
  padding: '8px 12px',
  borderRadius: size.radius,
  backgroundColor: theme.vars.palette.bad.soft,
  color: theme.vars.palette.bad.text,
  fontSize: '0.8125rem',
  lineHeight: '19px',
  '& small': { display: 'block', fontSize: '0.75rem', userSelect: 'all' },
}));
