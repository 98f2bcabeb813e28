import { titled } from '../_server/preferences.ts';
import { Styleguide } from './styleguide.client.tsx';

export const generateMetadata = titled('style.title');

export default function StyleguidePage() {
  return <Styleguide />;
}
