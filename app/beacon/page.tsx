import { readBeaconScripts } from '../_server/beacon-scripts.ts';
import { titled } from '../_server/preferences.ts';
import { readOrigin } from '../_server/read-origin.ts';
import { Beacon } from './beacon.client.tsx';

export const generateMetadata = titled('beaconPage.title');

export default async function BeaconPage() {
  return <Beacon {...(await readBeaconScripts())} origin={await readOrigin()} />;
}
