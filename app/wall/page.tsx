import type { Metadata } from 'next';
import { ownBuild } from '../_server/own-build.ts';
import { readTranslate } from '../_server/preferences.ts';
import { parseWallParams } from './search-params.ts';
import { Wall } from './wall.client.tsx';
import './wall.css';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readTranslate())('wall.title') };
}

interface Props {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

/** The frame alone: the wall itself is small enough to be fetched, and must be able to come back without this server. */
export default async function WallPage({ searchParams }: Props) {
  return <Wall params={parseWallParams(await searchParams)} build={ownBuild()} />;
}
