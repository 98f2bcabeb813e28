import document from '#lib/api/openapi.json' with { type: 'json' };
import { type ApiDocs, readDocs } from '#lib/api/read-docs.ts';
import type { JsonObject } from '#lib/api/render-openapi.ts';

let docs: ApiDocs | undefined;

/** What the page of docs shows. It is the same as long as this version runs. */
export function loadApiDocs(): ApiDocs {
  // The compiler's idea of the file is more exact than anybody needs, and costs it seconds.
  const plain: JsonObject = document as unknown as JsonObject;
  docs ??= readDocs(plain);
  return docs;
}
