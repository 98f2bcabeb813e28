/** A path that keeps its beginning and its file's name: the middle is what people can do without. Pure. */
export function shortPath(path: string, most: number): string {
  if (path.length <= most) return path;
  const name = path.slice(path.lastIndexOf('\\') + 1);
  const tail = name.length + 1 < most - 4 ? path.slice(path.length - name.length - 1) : path.slice(-Math.floor(most / 2));
  return `${path.slice(0, Math.max(0, most - tail.length - 1))}…${tail}`;
}
