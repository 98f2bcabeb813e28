import type { ReactNode } from 'react';

interface PageHeadingProps {
  readonly title: ReactNode;
  readonly children?: ReactNode;
}

/** The one first-level heading of a page, with a line of facts below. */
export function PageHeading({ title, children }: PageHeadingProps) {
  return (
    <div className="mb-4">
      <h1 className="min-w-0 font-semibold text-xl leading-7">{title}</h1>
      {children !== undefined && <div className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1 text-muted">{children}</div>}
    </div>
  );
}
