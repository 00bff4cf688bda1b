import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { PeriodPicker } from '~/components/period/PeriodPicker.tsx';
import { useT } from '~/i18n/useT.ts';
import type { Comparison } from '~/period.ts';
import { QuestionOptions } from './QuestionOptions.tsx';
import type { Question } from './question.ts';

export interface QuestionBarProps {
  question: Question;
  compared?: Comparison;
  comparable?: boolean;
  /** Where both modes are shown side by side there is nothing to choose. */
  withoutMode?: boolean;
}

/** What a report is asked: the period, the mode of credit, and behind a button the rest. */
export function QuestionBar({ question, compared = 'none', comparable, withoutMode }: QuestionBarProps) {
  const t = useT();
  return (
    <>
      <PeriodPicker compared={compared} comparable={comparable ?? true} />
      {!withoutMode && (
        <ToggleButtonGroup
          exclusive
          value={question.mode}
          aria-label={t('reports.mode.label')}
          onChange={(_, mode: string | null) => mode && question.set('mode', mode)}
        >
          <ToggleButton value="split" title={t('reports.mode.split_text')}>
            {t('reports.mode.split')}
          </ToggleButton>
          <ToggleButton value="full" title={t('reports.mode.full_text')}>
            {t('reports.mode.full')}
          </ToggleButton>
        </ToggleButtonGroup>
      )}
      <QuestionOptions question={question} />
    </>
  );
}
