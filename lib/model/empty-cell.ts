/**
 * The digit of an empty place on the wall. It stands apart from the wall's schemas: the browser needs it, and zod, which tries whether it
 * may make functions out of text, breaks the content security policy of a page by that alone.
 */
export const emptyCell = 9;
