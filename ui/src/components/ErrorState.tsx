import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { asProblem } from '~/api/problem.ts';
import { useT } from '~/i18n/useT.ts';
import { size, weight } from '~/tokens.ts';
import { problemWords } from './problemWords.ts';

export interface ErrorStateProps {
  error: unknown;
  /** Null where a heading stands above already; where something better than "This could not be loaded" can be said. */
  title?: string | null;
  onRetry?: (() => void) | undefined;
  /** Another way on. */
  children?: ReactNode;
}

/** What happened, what to do, the request id, and the way to try again. */
export function ErrorState({ error, title, onRetry, children }: ErrorStateProps) {
  const t = useT();
  const problem = asProblem(error);
  return (
    <Box role="alert">
      {title !== null && <h2>{title ?? t('problem.title')}</h2>}
      <p>
        {problemWords(problem, t)}{' '}
        {problem.requestId && <span>{t('problem.request', { id: problem.requestId })}</span>}
      </p>
      {onRetry && <Button onClick={onRetry}>{t('action.again')}</Button>}
      {children}
    </Box>
  );
}

const Box = styled('div')(({ theme }) => ({
  padding: '16px 18px',
  border: `1px solid ${theme.vars.palette.divider}`,
  borderRadius: size.radius,
  backgroundColor: theme.vars.palette.background.paper,
  fontSize: '0.8125rem',
  lineHeight: '19px',
  '& > h2': { margin: 0, fontSize: '1rem', lineHeight: '22px', fontWeight: weight.strong },
  '& > p': { margin: '4px 0 0', color: theme.vars.palette.text.secondary, maxWidth: 720 },
  '& > p > span': { overflowWrap: 'anywhere', userSelect: 'all' },
  '& > button, & > a': { marginTop: 14 },
}));
