'use client';

import { type ReactNode, useId } from 'react';

interface ChoiceProps<Value extends string> {
  readonly legend: string;
  readonly name: string;
  readonly value: Value;
  readonly values: readonly Value[];
  readonly label: (value: Value) => ReactNode;
  readonly onChange: (value: Value) => void;
}

/** One of a few, side by side. */
export function Choice<Value extends string>({ legend, name, value, values, label, onChange }: ChoiceProps<Value>) {
  // Two of them on one page must not be one group of radio buttons.
  const group = `${name} ${useId()}`;
  return (
    <fieldset>
      <legend className="mb-1 text-muted text-xs">{legend}</legend>
      <div className="flex rounded ring-1 ring-line-strong">
        {values.map((one) => (
          <label
            key={one}
            className="flex-1 cursor-pointer px-3 py-1 text-center text-muted first:rounded-l last:rounded-r hover:text-ink has-checked:bg-selected has-checked:font-medium has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input type="radio" name={group} className="sr-only" checked={one === value} onChange={() => onChange(one)} />
            {label(one)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
