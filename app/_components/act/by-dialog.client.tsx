'use client';

import { useState } from 'react';
import { sendJson } from '#app/_queries/send-json.ts';
import { FormDialog, NameField } from './form-dialog.client.tsx';
import { errorAt } from './problem-words.ts';
import { useAct } from './use-act.client.tsx';
import { useName } from './use-name.client.tsx';

interface ByDialogProps {
  readonly title: string;
  readonly body: string;
  readonly submit: string;
  /** What is deleted. */
  readonly path: string;
  readonly onClose: () => void;
}

/** Asks once before something ends, and who ends it. */
export function ByDialog({ title, body, submit, path, onClose }: ByDialogProps) {
  const [remembered, remember] = useName();
  const [name, setName] = useState(remembered);
  const { mutate, isPending, error } = useAct({
    send: (by: string) => {
      remember(by);
      return sendJson('DELETE', path, { by });
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
