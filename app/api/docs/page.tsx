import { loadApiDocs } from '../../_server/load-api-docs.ts';
import { titled } from '../../_server/preferences.ts';
import { readOrigin } from '../../_server/read-origin.ts';
import { Docs } from './docs.client.tsx';

export const generateMetadata = titled('apiDocs.title');

export default async function ApiDocsPage() {
  return <Docs docs={loadApiDocs()} origin={await readOrigin()} />;
}
