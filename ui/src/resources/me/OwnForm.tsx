import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { type ReactNode, useState } from 'react';
import { type DefaultValues, type FieldValues, FormProvider, type Path, useForm } from 'react-hook-form';
import { asProblem, type Problem } from '~/api/problem.ts';
import { FormProblem } from '~/components/form/FormProblem.tsx';
import { saidWords } from '~/components/problemWords.ts';
import { useT } from '~/i18n/useT.ts';

export interface OwnFormProps<V extends FieldValues> {
  defaults: DefaultValues<V>;
  verb: string;
  /** Throws when it is refused: the complaints then stand at their fields. */
  onSend: (values: V) => Promise<void>;
  /** What was sent is not kept in the fields: passwords, codes. */
  forgets?: boolean;
  children: ReactNode;
}

/** A few fields about oneself and a verb. */
export function OwnForm<V extends FieldValues>(props: OwnFormProps<V>) {
  const { defaults, verb, onSend, forgets = false, children } = props;
  const t = useT();
  const form = useForm<V>({ defaultValues: defaults, mode: 'onTouched' });
  const [problem, setProblem] = useState<Problem | null>(null);
  const send = form.handleSubmit(async (values) => {
    setProblem(null);
    try {
      await onSend(values);
      form.reset(forgets ? defaults : (values as unknown as DefaultValues<V>));
    } catch (thrown) {
      const refusal = asProblem(thrown);
      for (const { field, message } of refusal.fields)
        form.setError(field as Path<V>, { message: saidWords(message, t) });
      setProblem(refusal);
    }
  });
  return (
    <FormProvider {...form}>
      <Sheet noValidate onSubmit={send}>
        {children}
        <FormProblem problem={problem} />
        <div>
          <Button type="submit" variant="contained" disabled={form.formState.isSubmitting}>
            {verb}
          </Button>
        </div>
      </Sheet>
    </FormProvider>
  );
}

const Sheet = styled('form')({ display: 'grid', gap: 16, maxWidth: 400 });
