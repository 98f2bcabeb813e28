import { withStore } from '../_server/hydrate.tsx';
import { loadVmListBeginning } from '../_server/load-vm-list.ts';
import { titled } from '../_server/preferences.ts';
import { Vms } from './vms.client.tsx';

export const generateMetadata = titled('vms.title');

/** A longer list would make the page itself heavy: it comes by the API, while the beginning is there to be read. */
const longestInPage = 250;

export default function VmsPage() {
  return withStore(async () => <Vms {...(await loadVmListBeginning(longestInPage))} />);
}
