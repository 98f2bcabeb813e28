'use client';

import { useState } from 'react';
import { FormDialog, NameField } from './form-dialog.client.tsx';
import { errorAt } from './problem-words.ts';
import { useAct } from './use-act.client.tsx';
import { useName } from './use-name.client.tsx';

interface ByDialogProps {
  readonly title: string;
  readonly body: string;
  readonly submit: string;
  /** Ends it. */
  readonly send: (by: string) => Promise<unknown>;
  readonly onClose: () => void;
}

/** Asks once before something ends, and who ends it. */
export function ByDialog({ title, body, submit, send, onClose }: ByDialogProps) {
  const [remembered, remember] = useName();
  const [name, setName] = useState(remembered);
  const { mutate, isPending, error } = useAct({
    send: (by: string) => {
      remember(by);
      return send(by);
    },
    onDone: onClose,
  });
  return (
    <FormDialog
      title={title}
      submit={submit}
      isBusy={isPending}
      error={error}
      className="max-w-md"
      isReady={remembered !== ''}
      onSubmit={() => mutate(name.trim())}
      onClose={onClose}
    >
      <p className="wrap-anywhere">{body}</p>
      <NameField name={name} isFirst={remembered === ''} error={errorAt(error, 'by')} onChange={setName} />
    </FormDialog>
  );
}
