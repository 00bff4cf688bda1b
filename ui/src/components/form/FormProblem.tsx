import { styled } from '@mui/material/styles';
import { useFormContext } from 'react-hook-form';
import type { Problem } from '~/api/problem.ts';
import { useT } from '~/i18n/useT.ts';
import { size } from '~/tokens.ts';
import { problemWords, saidWords } from '../problemWords.ts';

/** Why a form was refused, above its buttons; the fields have their own words. */
export function FormProblem({ problem }: { problem: Problem | null }) {
  const t = useT();
  const form = useFormContext();
  // What was sent was not valid: the fields say how, and here stands what has no field.
  const inForm = problem?.code === 'invalid' && problem.fields.length > 0 && form !== null;
  const others = inForm ? problem.fields.filter(({ field }) => !hasField(form.getValues(), field)) : [];
  return (
    <Place role="alert">
      {problem && (
        <Note>
          {inForm ? t('problem.fields') : problemWords(problem, t)}
          {others.map(({ field, message }) => (
            <small key={field}>
              {field}: {saidWords(message, t)}
            </small>
          ))}
          {problem.requestId && <small>{t('problem.request', { id: problem.requestId })}</small>}
        </Note>
      )}
    </Place>
  );
}

function hasField(values: object, path: string): boolean {
  return path.split('.').some((part) => part in values);
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
