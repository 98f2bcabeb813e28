import type { ReactNode } from 'react';

interface NoticeProps {
  readonly title: string;
  readonly children: ReactNode;
  /** `page` where it is all there is to see. */
  readonly size?: 'page' | 'card';
}

/** Says why there is nothing to see, and what to do about it. */
export function Notice({ title, children, size = 'card' }: NoticeProps) {
  const Heading = size === 'page' ? 'h1' : 'h3';
  return (
    <div className={size === 'page' ? 'mx-auto max-w-xl px-4 py-24' : 'px-4 py-8'}>
      <Heading className={size === 'page' ? 'mb-2 font-semibold text-xl' : 'mb-1 font-semibold'}>{title}</Heading>
      <div className="space-y-2 text-muted">{children}</div>
    </div>
  );
}
