import { aboutOperations } from './about-operations.ts';
import { accessOperations } from './access-operations.ts';
import { alertOperations } from './alert-operations.ts';
import { fleetOperations } from './fleet-operations.ts';
import { historyOperations } from './history-operations.ts';
import type { Method, Operation } from './operation.ts';
import { sessionOperations } from './session-operations.ts';
import { silenceOperations } from './silence-operations.ts';
import { streamOperations } from './stream-operations.ts';

/** Everything that the API does. A new subject is one file more here; tests and the document follow from it. */
export const operations = {
  ...fleetOperations,
  ...alertOperations,
  ...silenceOperations,
  ...historyOperations,
  ...streamOperations,
  ...sessionOperations,
  ...accessOperations,
  ...aboutOperations,
};

/** An operation with its place. */
export interface PlacedOperation extends Operation {
  readonly method: Method;
  /** With the variables in braces. */
  readonly path: string;
}

export const operationList: readonly PlacedOperation[] = Object.entries<Operation>(operations).map(([key, operation]) => {
  const [method, path = ''] = key.split(' ');
  return { ...operation, method: method as Method, path };
});

const byPattern = Map.groupBy(operationList, ({ path }) => path);
const patterns = [...byPattern].map(([path, all]) => ({
  pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  isFixed: !path.includes('{'),
  all,
}));
// `/alerts/ack` is no alert that is called so.
patterns.sort((a, b) => Number(b.isFixed) - Number(a.isFixed));

/** The operation that answers a method and a path, HEAD as GET; undefined where there is none. */
export function findOperation(method: string, path: string): PlacedOperation | undefined {
  const wanted = method === 'HEAD' ? 'GET' : method;
  const all = patterns.find(({ pattern }) => pattern.test(path))?.all ?? [];
  return all.find((one) => one.method === wanted);
}
