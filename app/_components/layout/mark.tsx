/** The sign of hvitals, in the colour of accents. */
export function Mark() {
  return (
    <svg viewBox="0 0 24 24" className="size-5 text-accent" aria-hidden="true" focusable="false">
      <path
        d="M1.5 13h4.5l2.5-7 4 13 3-9 1.5 3h5.5"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
