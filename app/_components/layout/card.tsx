import { Card as TremorCard } from '@tremor/react';
import type { ReactNode } from 'react';

interface CardProps {
  readonly title?: ReactNode;
  /** Stands at the right of the title. */
  readonly aside?: ReactNode;
  readonly label?: string;
  readonly className?: string;
  /** A name by which tests find it. */
  readonly testId?: string;
  /** `visible` where menus hang over the edge. */
  readonly overflow?: 'hidden' | 'visible';
  readonly children: ReactNode;
}

/** A titled surface. With a title it is a region that assistive technology can jump to. */
export function Card({ title, aside, label, className = '', testId, overflow = 'hidden', children }: CardProps) {
  return (
    <section aria-label={label} className="min-w-0" data-testid={testId}>
      <TremorCard className={`${overflow === 'hidden' ? 'overflow-hidden' : ''} p-0 ${className}`}>
        {title !== undefined && (
          <div className="flex min-h-10 flex-wrap items-center justify-between gap-x-4 gap-y-1 border-line border-b px-4 py-2">
            <h2 className="font-semibold">{title}</h2>
            {aside !== undefined && <div className="text-muted text-xs">{aside}</div>}
          </div>
        )}
        {children}
      </TremorCard>
    </section>
  );
}
