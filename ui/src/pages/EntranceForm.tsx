import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { type ReactNode, useState } from 'react';
import { type DefaultValues, type FieldValues, FormProvider, type Path, useForm } from 'react-hook-form';
import { asProblem, type Problem } from '~/api/problem.ts';
import { FormProblem } from '~/components/form/FormProblem.tsx';
import { saidWords } from '~/components/problemWords.ts';
import { useT } from '~/i18n/useT.ts';

export interface EntranceFormProps<V extends FieldValues> {
  defaults: DefaultValues<V>;
  verb: string;
  onSend: (values: V) => Promise<void>;
  /** In place of the server's words for what happens here often. */
  words?: (problem: Problem) => string | null;
  children: ReactNode;
}

/** A short form outside the frame: sends, and says at the fields or above the button why not. */
export function EntranceForm<V extends FieldValues>({
  defaults,
  verb,
  onSend,
  words,
  children,
}: EntranceFormProps<V>) {
  const t = useT();
  const form = useForm<V>({ defaultValues: defaults });
  const [problem, setProblem] = useState<Problem | null>(null);
  const { isSubmitting } = form.formState;

  async function send(values: V) {
    setProblem(null);
    try {
      await onSend(values);
    } catch (thrown) {
      const refusal = asProblem(thrown);
      for (const { field, message } of refusal.fields)
        form.setError(field as Path<V>, { message: saidWords(message, t) });
      setProblem(Object.assign(refusal, { message: words?.(refusal) ?? refusal.message }));
    }
  }

  return (
    <FormProvider {...form}>
      <Sheet noValidate onSubmit={form.handleSubmit(send)}>
        {children}
        <FormProblem problem={problem} />
        <Button type="submit" variant="contained" disabled={isSubmitting} sx={{ minHeight: 36 }}>
          {verb}
        </Button>
      </Sheet>
    </FormProvider>
  );
}

const Sheet = styled('form')({ display: 'grid', gap: 14 });
