'use client';

import { FormDialog } from '../act/form-dialog.client.tsx';
import { useAct } from '../act/use-act.client.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  readonly body: string;
  readonly submit: string;
  readonly send: () => Promise<unknown>;
  readonly onClose: () => void;
}

/** Asks once before something ends. */
export function ConfirmDialog({ title, body, submit, send, onClose }: ConfirmDialogProps) {
  const { mutate, isPending, error } = useAct({ send: () => send(), onDone: onClose });
  return (
    <FormDialog
      title={title}
      submit={submit}
      isBusy={isPending}
      error={error}
      className="max-w-md"
      isReady
      onSubmit={() => mutate(undefined)}
      onClose={onClose}
    >
      <p className="wrap-anywhere">{body}</p>
    </FormDialog>
  );
}
