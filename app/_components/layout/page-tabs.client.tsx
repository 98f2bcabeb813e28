'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';

interface PageTabsProps {
  /** For those who do not see them. */
  readonly label: string;
  readonly tabs: readonly { readonly href: string; readonly text: string }[];
}

/** From one page to those that belong with it. */
export function PageTabs({ label, tabs }: PageTabsProps) {
  const path = usePathname();
  return (
    <nav aria-label={label} className="mb-3 flex flex-wrap gap-x-4 border-line border-b">
      {tabs.map(({ href, text }) => (
        <Link
          key={href}
          href={href}
          prefetch={false}
          aria-current={path === href ? 'page' : undefined}
          className="-mb-px border-transparent border-b-2 px-1 py-1.5 text-muted hover:text-ink aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-ink"
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}
