'use client';

import { useEffect, useState } from 'react';

/** Plain JSON as it is once it has not changed for a moment, so that nobody is asked at each key. */
export function useSettled<Value>(value: Value, quietMs = 250): Value {
  const [settled, setSettled] = useState(value);
  const text = JSON.stringify(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text === undefined ? (undefined as Value) : (JSON.parse(text) as Value)), quietMs);
    return () => clearTimeout(timer);
  }, [text, quietMs]);
  return settled;
}
