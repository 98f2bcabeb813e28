import { headers } from 'next/headers';
import { readBeaconScripts } from '../_server/beacon-scripts.ts';
import { titled } from '../_server/preferences.ts';
import { Beacon } from './beacon.client.tsx';

export const generateMetadata = titled('beaconPage.title');

/** This app as the browser calls it. The server has checked the name that it was called by. */
async function readOrigin(): Promise<string> {
  const head = await headers();
  const scheme = head.get('x-forwarded-proto') === 'https' ? 'https' : 'http';
  return `${scheme}://${head.get('host') ?? 'localhost'}`;
}

export default async function BeaconPage() {
  return <Beacon {...(await readBeaconScripts())} origin={await readOrigin()} />;
}
