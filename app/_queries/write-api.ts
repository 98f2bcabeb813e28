import { type AnswerOf, type BodyOf, type ParametersOf, toApiUrl, type WriteKey } from './api-client.ts';
import { sendJson } from './send-json.ts';

/** Writes, or asks what a write would do. Throws as `sendJson` does. */
export function writeApi<Name extends WriteKey>(
  operation: Name,
  parameters: ParametersOf<Name>,
  body: BodyOf<Name> & object,
  signal?: AbortSignal,
): Promise<AnswerOf<Name>> {
  return sendJson<AnswerOf<Name>>(methodOf(operation), toApiUrl(operation, parameters), body, signal);
}

function methodOf(operation: WriteKey): 'POST' | 'PUT' | 'DELETE' {
  if (operation.startsWith('POST ')) return 'POST';
  return operation.startsWith('PUT ') ? 'PUT' : 'DELETE';
}
