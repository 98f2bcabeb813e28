import { answerWrite } from '#app/_server/answer-write.ts';
import { changeWindow, deleteWindow } from '#app/_server/write-maintenance.ts';
import { byBody, maintenanceBody } from '#lib/api/write-bodies.ts';

export const dynamic = 'force-dynamic';

interface Context {
  readonly params: Promise<{ readonly id: string }>;
}

/** Puts another window in place of this one, `{name, matchers, schedule, by, confirmed?}`. */
export async function PUT(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  return answerWrite(
    request,
    { schema: maintenanceBody, permission: 'maintain', audit: { action: 'maintenance.change', target: id } },
    (body, now) => changeWindow(id, body, now),
  );
}

/** Deletes a window, `{by}`. */
export async function DELETE(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  return answerWrite(
    request,
    { schema: byBody, permission: 'maintain', audit: { action: 'maintenance.remove', target: id } },
    ({ by }, now) => deleteWindow(id, by, now),
  );
}
