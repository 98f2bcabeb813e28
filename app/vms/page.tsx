import { vmsQuery } from '../_queries/vms.ts';
import { Hydrate, withStore } from '../_server/hydrate.tsx';
import { loadVms } from '../_server/load-vms.ts';
import { titled } from '../_server/preferences.ts';
import { Vms } from './vms.client.tsx';

export const generateMetadata = titled('vms.title');

/** A longer list would make the page itself heavy: it comes by the API, while the beginning is there to be read. */
const longestInPage = 250;

export default function VmsPage() {
  return withStore(async () => {
    const vms = await loadVms();
    const whole = vms.vms.length <= longestInPage;
    return (
      <Hydrate loaded={whole ? [{ queryKey: vmsQuery().queryKey, data: vms }] : []}>
        <Vms first={whole ? [] : vms.vms.slice(0, longestInPage)} total={vms.vms.length} />
      </Hydrate>
    );
  });
}
