/** Header by which pages learn their own path. What a browser sends under this name does not count. */
export const pathHeader = 'x-hvitals-path';
